import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom, groupThousands, writeAmount } from '../testing/index.ts';
import { parseAmountText, readAmount } from './amount.ts';

const number = (raw: string): ReturnType<typeof readAmount> =>
  readAmount({ kind: 'number', value: Number(raw), raw });

describe('amounts written as text', () => {
  it.each([
    ['7019363', 7019363n],
    ['1.234.567', 1234567n],
    ['1,234,567', 1234567n],
    ["1'234.567", 1234567n],
    ['1 234 567', 1234567n],
    ['$ 1.234', 1234n],
    ['$1.234', 1234n],
    ['COP 5.000', 5000n],
    ['5.000 COP', 5000n],
    ['\u00A0$\u00A01.234 ', 1234n],
    ['-1000', -1000n],
    ['\u22121.000', -1000n],
    ['1.000-', -1000n],
    ['(1.000)', -1000n],
    ['$ (1.000)', -1000n],
    ['($ 1.000)', -1000n],
    ['-$ 1.000', -1000n],
    ['$ -1.000', -1000n],
    ['6698999.0', 6698999n],
    ['1.234.567,00', 1234567n],
    ['1,234,567.00', 1234567n],
    ['1.5E7', 15000000n],
  ])('reads %j', (text, pesos) => {
    expect(parseAmountText(text)).toEqual({ status: 'read', pesos });
  });

  it.each([
    ['1.234', 1234n],
    ['1,234', 1234n],
    ['123.456', 123456n],
  ])('takes a lone separator before three digits for thousands: %j', (text, pesos) => {
    expect(parseAmountText(text)).toEqual({ status: 'read', pesos });
  });

  it.each([
    ['1.234.567,89', 1234568n],
    ['1,234,567.49', 1234567n],
    ['1234,5', 1235n],
    ['-1234,5', -1235n],
    ['0,500', 1n],
    ['12345.678', 12346n],
    ['1.234,567', 1235n],
  ])('rounds %j half away from zero, and says so', (text, pesos) => {
    expect(parseAmountText(text)).toEqual({ status: 'rounded', pesos });
  });

  it.each(['', '  ', '-', '$ -'])('takes %j for no value', (text) => {
    expect(parseAmountText(text)).toEqual({ status: 'empty', pesos: 0n });
  });

  it.each([
    'N/A',
    '12a',
    '1.23.456',
    '1.234.56',
    '1234 567',
    '--1',
    '(-1)',
    '1,5,5',
    '1..2',
    '1e999',
    '9'.repeat(19),
    '1'.repeat(5_000),
    '#REF!',
  ])('does not guess at %j', (text) => {
    expect(parseAmountText(text)).toEqual({ status: 'unreadable', pesos: 0n });
  });

  it('reads back every amount in every shape', () => {
    const amounts = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });
    fc.assert(
      fc.property(amounts, fc.integer(), (amount, seed) => {
        expect(parseAmountText(writeAmount(amount, createRandom(seed)))).toEqual({
          status: 'read',
          pesos: amount,
        });
      }),
    );
  });

  it('rounds every decimal to the nearest peso', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 999_999_999 }),
        fc.integer({ min: 1, max: 99 }),
        (whole, cents) => {
          const text = `${groupThousands(String(whole))},${String(cents).padStart(2, '0')}`;
          expect(parseAmountText(text)).toEqual({
            status: 'rounded',
            pesos: BigInt(whole) + (cents >= 50 ? 1n : 0n),
          });
        },
      ),
    );
  });
});

describe('amounts of cells', () => {
  it('reads a number from its digits, not from its double', () => {
    expect(number('6698999.0')).toEqual({ status: 'read', pesos: 6698999n });
    expect(number('123456789012345678')).toEqual({ status: 'read', pesos: 123456789012345678n });
    expect(number('1.0123E+9')).toEqual({ status: 'read', pesos: 1012300000n });
    expect(number('-9204957')).toEqual({ status: 'read', pesos: -9204957n });
  });

  it('takes a point in a number cell for decimals, even before three digits', () => {
    expect(number('1.234')).toEqual({ status: 'rounded', pesos: 1n });
  });

  it('passes over what is only noise of binary fractions', () => {
    expect(number('1234567.0000000002')).toEqual({ status: 'read', pesos: 1234567n });
    expect(number('1234566.9999999998')).toEqual({ status: 'read', pesos: 1234567n });
  });

  it('tells absent from unreadable', () => {
    expect(readAmount(undefined).status).toBe('empty');
    expect(readAmount({ kind: 'error', code: '#N/A' }).status).toBe('unreadable');
    expect(readAmount({ kind: 'boolean', value: true }).status).toBe('unreadable');
    expect(readAmount({ kind: 'date', value: '2026-01-01T00:00:00', raw: '46023' })).toEqual({
      status: 'read',
      pesos: 46023n,
    });
  });
});
