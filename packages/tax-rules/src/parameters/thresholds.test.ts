import { describe, expect, it } from 'vitest';
import { taxOfTable } from '../draft/arithmetic.ts';
import { KNOWN_YEARS, parameters, uvtToPesos } from './index.ts';

describe('duties beyond the return', () => {
  it('VAT from 3,500 UVT, SIMPLE under 100,000 UVT, assets abroad over 2,000 UVT', () => {
    const { thresholds } = parameters(2025);
    expect(uvtToPesos(thresholds.vatResponsibleUvt.value, 2025)).toBe(174_296_500n);
    expect(uvtToPesos(thresholds.simpleRegimeUvt.value, 2025)).toBe(4_979_900_000n);
    expect(uvtToPesos(thresholds.foreignAssets.value.returnUvt, 2026)).toBe(104_748_000n);
  });

  it('the patrimony of each year end is taxed on the next day from 2023 on, with what is not confirmed said so', () => {
    expect(KNOWN_YEARS.map((year) => parameters(year).patrimonyTax.value !== null)).toEqual([
      false,
      true,
      true,
      true,
      true,
      true,
    ]);
    expect(KNOWN_YEARS.filter((year) => parameters(year).patrimonyTax.provisional)).toEqual([2025, 2026]);
  });

  it('the brackets of the patrimony tax meet where they should', () => {
    const table = parameters(2023).patrimonyTax.value ?? [];
    expect(taxOfTable(72_000n, 1n, table)).toBe(0n);
    expect(taxOfTable(122_000n, 1n, table)).toBe(250n);
    expect(taxOfTable(239_000n, 1n, table)).toBe(1420n);
    expect(taxOfTable(240_000n, 1n, table)).toBe(1435n);
  });
});
