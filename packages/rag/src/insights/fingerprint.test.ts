import { expect, test } from 'vitest';
import { declaration, EMPLOYEE, EVERYTHING } from '../testing/declarations.ts';
import { draftInsights } from './find-insights.ts';
import { insightFingerprints } from './fingerprint.ts';
import type { AnalysisInput } from './types.ts';

function fingerprints(input: AnalysisInput): Map<string, string> {
  const insights = draftInsights(input);
  return new Map(
    insightFingerprints(input, insights).map((print, index) => [print, insights[index]?.code ?? '']),
  );
}
const printOf = (input: AnalysisInput, code: string) =>
  [...fingerprints(input)].find(([, other]) => other === code)?.[0];

test('each insight of a declaration has its own', () => {
  const input = declaration(EVERYTHING);
  expect(fingerprints(input).size).toBe(draftInsights(input).length);
});

test('the same facts read again have the same ones, whatever their ids', () => {
  const input = declaration(EMPLOYEE);
  const again = {
    ...input,
    entries: input.entries.map((entry) => ({ ...entry, id: `again-${entry.id}` })),
  };
  expect([...fingerprints(again).keys()]).toEqual([...fingerprints(input).keys()]);
});

test('a fact with another amount makes another insight of those that rest on it, and only of those', () => {
  const input = declaration(EMPLOYEE);
  const changed = declaration(
    EMPLOYEE.map((fact) => (fact.detail.startsWith('Retención') ? { ...fact, amount: 1_800_000n } : fact)),
  );
  expect(printOf(changed, 'withholdings_credit')).not.toBe(printOf(input, 'withholdings_credit'));
  expect(printOf(changed, 'bank_balances')).toBe(printOf(input, 'bank_balances'));
  expect(printOf(changed, 'due_date')).toBe(printOf(input, 'due_date'));
});
