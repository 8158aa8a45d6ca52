import { describe, expect, it } from 'vitest';
import { formatPesos } from './money.ts';

describe('formatPesos', () => {
  it.each([
    [0n, '$ 0'],
    [999n, '$ 999'],
    [1_000n, '$ 1.000'],
    [1_234_567n, '$ 1.234.567'],
    [-9_204_957n, '-$ 9.204.957'],
    [12_345_678_901_234_567_890n, '$ 12.345.678.901.234.567.890'],
  ])('writes %d as %s', (amount, text) => {
    expect(formatPesos(amount)).toBe(text);
  });
});
