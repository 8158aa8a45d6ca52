import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entriesOf, review, TAXPAYER } from '../testing/review.ts';
import { SAMPLES } from '../testing/samples.ts';
import { findings } from './findings.ts';

describe('findings', () => {
  it('says nothing of an empty report', () => {
    expect(review([])).toEqual([]);
  });

  it('puts the most severe first', () => {
    const severities = review([
      { detail: 'Honorarios (5002)', reportedName: 'ROJAS LAURA' },
      { detail: 'Zzz' },
    ]).map(({ severity }) => severity);
    expect(severities).toEqual(['critical', 'warning', 'info']);
  });

  it('keeps the ids it was given, of text too', () => {
    const entries = entriesOf([{ detail: 'Zzz' }]).map((entry) => ({ ...entry, id: 'b7e1' }));
    expect(findings({ year: 2024, taxpayerName: TAXPAYER, topes: {}, entries })[0]?.entries).toEqual([
      'b7e1',
    ]);
  });

  it('does not depend on the order of the entries, and changes none of them', () => {
    const sample = SAMPLES.find(({ rows }) => rows.length > 60);
    if (!sample) throw new Error('no large sample');
    const entries = sample.rows.map(({ row, ...rest }) => ({
      ...rest,
      id: row,
      amount: BigInt(rest.amount),
    }));
    const declaration = { year: sample.year, taxpayerName: sample.taxpayer.name, topes: { 1: 5n } };
    const expected = findings({ ...declaration, entries });
    const before = structuredClone(entries);
    fc.assert(
      fc.property(fc.shuffledSubarray(entries, { minLength: entries.length }), (shuffled) => {
        expect(findings({ ...declaration, entries: shuffled })).toEqual(expected);
      }),
      { numRuns: 20 },
    );
    expect(entries).toEqual(before);
  });
});
