import { expect, test } from 'vitest';
import { ABROAD, declaration, EMPLOYEE, EVERYTHING, TRADER } from '../testing/declarations.ts';
import { draftInsights } from './find-insights.ts';
import { insightFingerprints } from './fingerprint.ts';
import type { AnalysisInput } from './types.ts';

/** A file of wordings that nobody has used before, more than are remembered. */
function inventions(): AnalysisInput {
  return declaration(
    Array.from({ length: 5_000 }, (_, index) => ({
      detail: `Salario inventado número ${index} «${'ñ'.repeat(index % 20)}»`,
      amount: BigInt(index),
      additionalInformation: [{ key: `Porcentaje ${index}`, value: `titular ${index}` }],
    })),
    { year: 2021 },
  );
}

function analyse(input: AnalysisInput): unknown {
  const insights = draftInsights(input);
  return { insights, fingerprints: insightFingerprints(input, insights) };
}

test('an analysis does not depend on what was analysed before', () => {
  const inputs = [2021, 2023, 2025].flatMap((year) =>
    [EMPLOYEE, EVERYTHING, TRADER, ABROAD].map((facts) => declaration(facts, { year, today: '2026-11-28' })),
  );
  const first = inputs.map(analyse);
  analyse(inventions());
  expect(inputs.toReversed().map(analyse)).toEqual(first.toReversed());
});
