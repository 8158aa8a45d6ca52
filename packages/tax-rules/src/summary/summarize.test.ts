import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CATEGORIES } from '../categories.ts';
import { SAMPLES } from '../testing/samples.ts';
import { summarize } from './summarize.ts';

const entry = fc.record({
  category: fc.constantFrom(...CATEGORIES),
  amount: fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
});

describe('summarize', () => {
  it.each(SAMPLES)('gives the expected totals of $file', ({ rows, totalsByCategory }) => {
    const summary = summarize(rows.map(({ category, amount }) => ({ category, amount: BigInt(amount) })));
    expect(summary.totalsByCategory).toEqual(
      Object.fromEntries(
        Object.entries(totalsByCategory).map(([category, amount]) => [category, BigInt(amount)]),
      ),
    );
    expect(summary.entryCount).toBe(rows.length);
  });

  it('adds overdrafts with their sign, as reported', () => {
    const entries = [
      { category: 'liabilities', amount: -100n },
      { category: 'liabilities', amount: 300n },
    ] as const;
    expect(summarize(entries)).toEqual({
      totalsByCategory: { liabilities: 200n },
      countsByCategory: { liabilities: 2 },
      entryCount: 2,
    });
  });

  it('keeps a category whose amounts cancel out, and has no others', () => {
    const entries = [
      { category: 'assets', amount: 5n },
      { category: 'assets', amount: -5n },
    ] as const;
    expect(summarize(entries).totalsByCategory).toEqual({ assets: 0n });
    expect(summarize([]).totalsByCategory).toEqual({});
  });

  it('does not depend on the order of the entries, nor its own order on them', () => {
    fc.assert(
      fc.property(
        fc
          .array(entry)
          .chain((entries) =>
            fc.tuple(fc.constant(entries), fc.shuffledSubarray(entries, { minLength: entries.length })),
          ),
        ([entries, shuffled]) => {
          const [summary, again] = [summarize(entries), summarize(shuffled)];
          expect(again).toEqual(summary);
          expect(Object.keys(again.totalsByCategory)).toEqual(Object.keys(summary.totalsByCategory));
        },
      ),
    );
  });

  it('loses nothing: totals and counts add up to the entries', () => {
    fc.assert(
      fc.property(fc.array(entry), (entries) => {
        const { totalsByCategory, countsByCategory } = summarize(entries);
        const add = (values: (bigint | undefined)[]) =>
          values.reduce<bigint>((sum, value) => sum + (value ?? 0n), 0n);
        expect(add(Object.values(totalsByCategory))).toBe(add(entries.map(({ amount }) => amount)));
        expect(Object.values(countsByCategory).reduce((sum, count) => sum + count, 0)).toBe(entries.length);
      }),
    );
  });
});
