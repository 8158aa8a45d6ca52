import { describe, expect, test } from 'vitest';
import { together } from './together.ts';

describe('what is asked for at the same time', () => {
  /** Doubles numbers, when it is let; remembers what was asked together. */
  function doubling() {
    const goes: { readonly numbers: readonly number[]; readonly end: () => void }[] = [];
    const double = together(async (numbers: readonly number[]) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      goes.push({ numbers, end: resolve });
      await promise;
      if (numbers.includes(13)) throw new Error('13 brings bad luck');
      return numbers.map((number) => number * 2);
    });
    const begun = async (count: number) => {
      while (goes.length < count) await new Promise((resolve) => setTimeout(resolve, 1));
      return goes[count - 1]!;
    };
    return { goes, double, begun };
  }

  test('is done in one go, and each gets its own answer', async () => {
    const { double, begun } = doubling();
    const answers = Promise.all([1, 2, 3].map(double));
    const first = await begun(1);
    expect(first.numbers).toEqual([1, 2, 3]);
    first.end();
    expect(await answers).toEqual([2, 4, 6]);
  });

  test('what comes meanwhile is done in the next go', async () => {
    const { goes, double, begun } = doubling();
    const one = double(1);
    const first = await begun(1);
    const others = Promise.all([2, 3].map(double));
    first.end();
    expect(await one).toBe(2);
    const second = await begun(2);
    expect(second.numbers).toEqual([2, 3]);
    second.end();
    expect(await others).toEqual([4, 6]);
    expect(goes).toHaveLength(2);
  });

  test('a go that takes long holds nobody up', async () => {
    const { double, begun } = doubling();
    const stuck = double(1);
    const first = await begun(1);
    const other = double(2);
    (await begun(2)).end();
    expect(await other).toBe(4);
    first.end();
    expect(await stuck).toBe(2);
  });

  test('what is at fault fails alone', async () => {
    const { double, begun } = doubling();
    const answers = Promise.allSettled([1, 13, 3].map(double));
    (await begun(1)).end();
    for (const place of [2, 3, 4]) (await begun(place)).end();
    expect((await answers).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  test('many at once are done in goes of limited size, and none is forgotten', async () => {
    const sizes: number[] = [];
    const double = together((numbers: readonly number[]) => {
      sizes.push(numbers.length);
      return Promise.resolve(numbers.map((number) => number * 2));
    });
    const numbers = Array.from({ length: 1_000 }, (_, index) => index);
    expect(await Promise.all(numbers.map(double))).toEqual(numbers.map((number) => number * 2));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(64);
  });
});
