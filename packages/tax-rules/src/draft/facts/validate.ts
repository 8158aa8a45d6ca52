import { TaxRulesError } from '../../errors.ts';
import { formOf } from '../form/forms.ts';
import type { DraftInput } from '../types.ts';
import type { DraftFacts, FactName } from './facts.ts';
import type { FactField } from './fields.ts';
import { FACT_FIELDS } from './fields.ts';

/** More than any person's peso amount: beyond it the input is a mistake. */
export const MAXIMUM_PESOS = 10n ** 15n;

export interface InputIssue {
  /** Path of the field: `facts.dependants`, `boxes.32`, `year`. */
  readonly field: string;
  readonly problem:
    | 'unknown_field'
    | 'not_an_object'
    | 'not_a_year'
    | 'not_pesos'
    | 'negative'
    | 'too_large'
    | 'not_a_count'
    | 'out_of_range'
    | 'not_a_flag'
    | 'not_a_date'
    | 'not_digits'
    | 'not_an_option'
    | 'contradictory';
  /** For developers. */
  readonly message: string;
}

/**
 * Checks an input whose amounts are already bigint.
 * @returns every issue, in the order of the fields; empty when the input can be drafted
 * @throws {TaxRulesError} `form_unknown`
 */
export function validateDraftInput(input: DraftInput): InputIssue[] {
  const form = formOf(input.year);
  const issues: InputIssue[] = [];
  for (const [box, amount] of Object.entries(input.boxes)) {
    const field = `boxes.${box}`;
    if (!form.boxes.has(Number(box))) issues.push(unknownField(field));
    else if (amount !== undefined) issues.push(...amountIssues(field, amount));
  }
  const facts: Readonly<Record<string, unknown>> = { ...input.facts };
  for (const [name, value] of Object.entries(facts)) {
    const field = `facts.${name}`;
    if (!isFactName(name)) issues.push(unknownField(field));
    else if (value !== undefined) issues.push(...factIssues(field, FACT_FIELDS[name], value));
  }
  return [...issues, ...contradictions(input.facts ?? {})];
}

/** Throws what {@link validateDraftInput} found, if anything. */
export function assertDraftInput(input: DraftInput): void {
  throwIssues(validateDraftInput(input));
}

export function throwIssues(issues: readonly InputIssue[]): void {
  if (issues.length === 0) return;
  const fields = issues.map(({ field }) => field).join(', ');
  throw new TaxRulesError('invalid_input', `Cannot draft the return: check ${fields}`, { issues });
}

export function isFactName(name: string): name is FactName {
  return Object.hasOwn(FACT_FIELDS, name);
}

export function unknownField(field: string): InputIssue {
  return { field, problem: 'unknown_field', message: `${field} is not a field of the draft` };
}

function amountIssues(field: string, amount: unknown): InputIssue[] {
  if (typeof amount !== 'bigint')
    return [{ field, problem: 'not_pesos', message: `${field} must be whole pesos (bigint)` }];
  if (amount < 0n) return [{ field, problem: 'negative', message: `${field} must not be negative` }];
  if (amount > MAXIMUM_PESOS) {
    return [{ field, problem: 'too_large', message: `${field} is above ${MAXIMUM_PESOS} pesos` }];
  }
  return [];
}

function factIssues(field: string, definition: FactField, value: unknown): InputIssue[] {
  switch (definition.kind) {
    case 'pesos':
      return amountIssues(field, value);
    case 'flag':
      return typeof value === 'boolean'
        ? []
        : [{ field, problem: 'not_a_flag', message: `${field} must be true or false` }];
    case 'count':
      if (typeof value !== 'number' || !Number.isInteger(value))
        return [{ field, problem: 'not_a_count', message: `${field} must be a whole number` }];
      return value >= definition.minimum && value <= definition.maximum
        ? []
        : [
            {
              field,
              problem: 'out_of_range',
              message: `${field} must be from ${definition.minimum} to ${definition.maximum}`,
            },
          ];
    case 'date':
      return typeof value === 'string' && isDate(value)
        ? []
        : [{ field, problem: 'not_a_date', message: `${field} must be a date, YYYY-MM-DD` }];
    case 'digits':
      return typeof value === 'string' && new RegExp(`^\\d{${definition.length}}$`).test(value)
        ? []
        : [{ field, problem: 'not_digits', message: `${field} must be ${definition.length} digits` }];
    case 'choice':
      return definition.options.some((option) => option === value)
        ? []
        : [
            {
              field,
              problem: 'not_an_option',
              message: `${field} must be one of ${definition.options.join(', ')}`,
            },
          ];
  }
}

function contradictions(facts: DraftFacts): InputIssue[] {
  const issues: InputIssue[] = [];
  if (facts.firstYearFiling && facts.secondYearFiling) {
    issues.push({
      field: 'facts.secondYearFiling',
      problem: 'contradictory',
      message: 'A return cannot be the first and the second one',
    });
  }
  if (facts.afterSummons && facts.penaltyReduction && facts.penaltyReduction !== 'none') {
    issues.push({
      field: 'facts.penaltyReduction',
      problem: 'contradictory',
      message: 'After a summons the penalty is not reduced (ET art. 640)',
    });
  }
  return issues;
}

/** A day that exists, written `YYYY-MM-DD`. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
