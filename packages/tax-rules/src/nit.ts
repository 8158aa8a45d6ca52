import { TaxRulesError } from './errors.ts';

/** DIAN's weights, from the rightmost digit (Orden Administrativa 4 of 1989). */
const WEIGHTS = [3, 7, 13, 17, 19, 23, 29, 37, 41, 43, 47, 53, 59, 67, 71] as const;

/**
 * Check digit of a NIT or cédula.
 * @param nit one to fifteen digits, without check digit, dots or spaces
 * @throws {TaxRulesError} `invalid_number` when it is anything else
 */
export function nitCheckDigit(nit: string): number {
  if (!/^\d{1,15}$/.test(nit)) {
    // The number itself identifies a person: it stays out of messages, which end in logs.
    throw new TaxRulesError('invalid_number', 'A NIT has 1 to 15 digits and nothing else', {
      length: nit.length,
    });
  }
  let sum = 0;
  for (const [index, weight] of WEIGHTS.entries()) {
    const digit = nit[nit.length - 1 - index];
    if (digit === undefined) break;
    sum += Number(digit) * weight;
  }
  const remainder = sum % 11;
  return remainder < 2 ? remainder : 11 - remainder;
}
