import { describe, expect, it } from 'vitest';
import { nitCheckDigit } from './nit.ts';

describe('nitCheckDigit', () => {
  it.each([
    ['800197268', 4],
    ['890903938', 8],
    ['860034313', 7],
    ['899999090', 2],
    ['222222222', 7],
    ['0', 0],
  ])('of %s is %d', (nit, digit) => {
    expect(nitCheckDigit(nit)).toBe(digit);
  });

  it('does not change with zeros in front', () => {
    expect(nitCheckDigit('000800197268')).toBe(4);
  });

  it.each(['', '800.197.268', '800197268-4', '12a', '1234567890123456'])(
    'refuses "%s" without repeating it',
    (nit) => {
      expect(() => nitCheckDigit(nit)).toThrowError(
        expect.objectContaining({ code: 'invalid_number', details: { length: nit.length } }),
      );
    },
  );
});
