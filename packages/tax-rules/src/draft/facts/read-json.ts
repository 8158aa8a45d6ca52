import type { DraftInput } from '../types.ts';
import type { DraftFacts } from './facts.ts';
import { FACT_FIELDS } from './fields.ts';
import type { InputIssue } from './validate.ts';
import { isFactName, throwIssues, unknownField, validateDraftInput } from './validate.ts';

const TOP_FIELDS: ReadonlySet<string> = new Set(['year', 'boxes', 'facts']);

/**
 * Reads an input that arrived as JSON (see `DRAFT_INPUT_SCHEMA`): amounts are decimal strings of whole
 * pesos, or whole numbers.
 * @throws {TaxRulesError} `invalid_input` with every issue, or `form_unknown`
 */
export function readDraftInput(json: unknown): DraftInput {
  const issues: InputIssue[] = isObject(json) ? [] : [notAnObject('input')];
  throwIssues(issues);
  const input = isObject(json) ? json : {};
  const unknown = Object.keys(input)
    .filter((name) => !TOP_FIELDS.has(name))
    .map(unknownField);
  issues.push(...unknown);
  const year = readYear(input['year'], issues);
  const boxes: Record<number, bigint> = {};
  for (const [box, value] of entriesOf(input['boxes'], 'boxes', issues)) {
    const amount = readPesos(value, `boxes.${box}`, issues);
    if (/^\d{1,3}$/.test(box)) boxes[Number(box)] = amount ?? 0n;
    else issues.push(unknownField(`boxes.${box}`));
  }
  // Without a prototype, that `__proto__` is one more unknown field and sets nothing.
  const facts = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of entriesOf(input['facts'], 'facts', issues)) {
    const pesos = isFactName(name) && FACT_FIELDS[name].kind === 'pesos';
    facts[name] = pesos ? (readPesos(value, `facts.${name}`, issues) ?? 0n) : value;
  }
  // Not yet a DraftInput: the validation that follows is what makes it one.
  const read = { year, boxes, facts: facts as DraftFacts };
  // Without a year there is no form to check the rest against.
  if (Number.isNaN(year)) throwIssues(issues);
  const reported = new Set(issues.map(({ field }) => field));
  throwIssues([...issues, ...validateDraftInput(read).filter(({ field }) => !reported.has(field))]);
  return read;
}

function readYear(value: unknown, issues: InputIssue[]): number {
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  issues.push({ field: 'year', problem: 'not_a_year', message: 'year must be a whole number, like 2024' });
  return Number.NaN;
}

function entriesOf(value: unknown, field: string, issues: InputIssue[]): [string, unknown][] {
  if (value === undefined) return [];
  if (isObject(value)) return Object.entries(value);
  issues.push(notAnObject(field));
  return [];
}

/** @returns undefined, with an issue, when the value is not an amount of whole pesos */
function readPesos(value: unknown, field: string, issues: InputIssue[]): bigint | undefined {
  if (typeof value === 'string' && /^-?\d{1,30}$/.test(value)) return BigInt(value);
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  issues.push({
    field,
    problem: 'not_pesos',
    message: `${field} must be whole pesos: a decimal string without dots, or a whole number`,
  });
  return undefined;
}

function notAnObject(field: string): InputIssue {
  return { field, problem: 'not_an_object', message: `${field} must be an object` };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
