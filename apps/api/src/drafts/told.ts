import { isDeepStrictEqual } from 'node:util';
import type { Told } from '@accountia/db';
import type { DraftRequest } from '@accountia/task-contracts/api';
import {
  DECISION_OPTIONS,
  describeInputIssue,
  type InputIssue,
  readDraftInput,
  TaxRulesError,
} from '@accountia/tax-rules';
import { defined } from '../presenters/values.ts';
import { ApiError, type FieldProblem, invalidFields } from '../problems/api-error.ts';
import type { DeclarationCase } from './case.ts';

/**
 * What a request tells, checked, as it will be stored: amounts as decimal strings, entries by their fact.
 * Throws ApiError with every field that is wrong.
 */
export function readTold(request: DraftRequest, declared: DeclarationCase): Told[] {
  const problems: FieldProblem[] = [];
  const told = [
    ...readValues(request, declared.declaration.taxable_year),
    ...readChoices(request, problems),
    ...readEntries(request, declared, problems),
  ];
  if (problems.length > 0) throw invalidFields(problems);
  const inForce = new Map(declared.told.map(({ kind, subject, value }) => [`${kind} ${subject}`, value]));
  // Told again as it was: nothing to replace, nothing for the history.
  return told.filter(
    ({ kind, subject, value }) => !isDeepStrictEqual(inForce.get(`${kind} ${subject}`) ?? null, value),
  );
}

function readValues({ facts = {}, boxes = {} }: DraftRequest, year: number): Told[] {
  const input = draftErrors(() =>
    readDraftInput({ year, facts: withoutNull(facts), boxes: withoutNull(boxes) }),
  );
  const taken = (kind: 'fact' | 'box', given: object, read: object): Told[] =>
    Object.keys(given).map((subject) => ({
      kind,
      subject,
      value: plain((read as Readonly<Record<string, unknown>>)[subject]),
    }));
  return [...taken('fact', facts, input.facts ?? {}), ...taken('box', boxes, input.boxes)];
}

function readChoices({ decisions = {} }: DraftRequest, problems: FieldProblem[]): Told[] {
  return Object.entries(decisions).map(([subject, value]) => {
    const options = Object.hasOwn(DECISION_OPTIONS, subject)
      ? DECISION_OPTIONS[subject as keyof typeof DECISION_OPTIONS]
      : undefined;
    const field = `decisions.${subject}`;
    if (options === undefined) problems.push(bodyProblem(field, 'No es una de las decisiones.'));
    else if (value !== null && !options.some((option) => option === value)) {
      problems.push(bodyProblem(field, `Debe ser uno de: ${options.join(', ')}.`));
    }
    return { kind: 'choice', subject, value };
  });
}

function readEntries(
  { entries = [] }: DraftRequest,
  { entries: known, factOfEntry }: DeclarationCase,
  problems: FieldProblem[],
): Told[] {
  const details = new Map(known.map(({ id, detail }) => [id, detail]));
  return entries.flatMap(({ entryId, ...decision }, index) => {
    const subject = factOfEntry.get(entryId);
    if (subject === undefined) {
      problems.push(bodyProblem(`entries.${index}.entryId`, 'No es un dato vigente de la declaración.'));
      return [];
    }
    const withdrawn = Object.values(decision).every((value) => value === undefined);
    const value = { ...defined(decision), detail: details.get(entryId) ?? '' };
    return [{ kind: 'entry', subject, value: withdrawn ? null : value }];
  });
}

/** Runs the tax rules and says what they refuse as the API does. */
export function draftErrors<Value>(work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof TaxRulesError)) throw error;
    if (error.code === 'form_unknown') {
      const code = error.details['field'] === 'facts.resident' ? 'form_of_non_residents' : 'form_unknown';
      throw new ApiError(422, code, { details: { ...error.details }, cause: error });
    }
    if (error.code !== 'invalid_input') throw error;
    const issues = (error.details['issues'] ?? []) as readonly Pick<InputIssue, 'field' | 'problem'>[];
    throw invalidFields(
      issues.map(({ field, problem }) => bodyProblem(field, describeInputIssue({ field, problem }))),
    );
  }
}

function bodyProblem(field: string, message: string): FieldProblem {
  return { location: 'body', field, message };
}

function withoutNull(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}

/** As JSON keeps it; null for what the request takes back. */
function plain(value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : (value ?? null);
}
