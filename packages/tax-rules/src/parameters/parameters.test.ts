import { describe, expect, it } from 'vitest';
import { TaxRulesError } from '../errors.ts';
import { KNOWN_YEARS, limitInPesos, parameters, roundLimit, uvtToPesos } from './index.ts';
import type { Sourced } from './index.ts';

describe('parameters', () => {
  it.each([
    [2021, 36_308n, 163_386_000n, 50_831_200n],
    [2022, 38_004n, 171_018_000n, 53_205_600n],
    [2023, 42_412n, 190_854_000n, 59_376_800n],
    [2024, 47_065n, 211_792_500n, 65_891_000n],
    [2025, 49_799n, 224_095_500n, 69_718_600n],
    [2026, 52_374n, 235_683_000n, 73_323_600n],
  ])('AG%d: UVT %d, patrimony over %d, the rest from %d', (year, uvt, patrimony, others) => {
    const { uvt: value, topes } = parameters(year);
    expect(value.value).toBe(uvt);
    expect(topes.map(({ limitUvt }) => uvtToPesos(limitUvt, year))).toEqual([
      others,
      patrimony,
      others,
      others,
      others,
    ]);
  });

  it.each([
    ['labourExemption', [37_181_350n, 39_341_210n, 41_375_460n]],
    ['generalCap', [63_067_100n, 66_730_660n, 70_181_160n]],
    ['dependantsOutsideCap', [3_388_680n, 3_585_528n, 3_770_928n]],
    ['voluntarySavings', [178_847_000n, 189_236_200n, 199_021_200n]],
    ['housingInterest', [56_478_000n, 59_758_800n, 62_848_800n]],
    ['prepaidMedicine', [9_036_480n, 9_561_408n, 10_055_808n]],
    ['icetexInterest', [4_706_500n, 4_979_900n, 5_237_400n]],
    ['eInvoicePurchases', [11_295_600n, 11_951_760n, 12_569_760n]],
    ['exemptPension', [564_780_000n, 597_588_000n, 628_488_000n]],
  ] as const)('%s in pesos for AG2024, AG2025 and AG2026', (name, expected) => {
    const inPesos = [2024, 2025, 2026].map((year) => {
      const limit = parameters(year).limits[name];
      return limit && limitInPesos(limit, year);
    });
    expect(inPesos).toEqual(expected);
  });

  it.each([
    ['labourExemption', 2500],
    ['generalCap', 4000],
    ['voluntarySavings', 3000],
    ['eInvoicePurchases', 100],
    ['financialMovementsTax', 5000],
    ['voluntaryRais', 2500],
    ['dependantsInsideCap', 1000],
    ['costsIndication', 6000],
  ] as const)('%s has its percentage', (name, basisPoints) => {
    expect(parameters(2024).limits[name]?.basisPoints).toBe(basisPoints);
  });

  it.each([
    [2021, 10000],
    [2022, 10000],
    [2023, 6671],
    [2024, 5088],
    [2025, 5543],
    [2026, null],
  ])('AG%d: inflationary part of yields %s', (year, value) => {
    expect(parameters(year).inflationaryYield.value).toBe(value);
  });

  it('says what is not confirmed or not decreed', () => {
    expect(parameters(2025).inflationaryYield.provisional).toBe(true);
    expect(parameters(2026).inflationaryYield.provisional).toBe(true);
    expect(parameters(2024).inflationaryYield.provisional).toBeUndefined();
    expect(parameters(2022).limits.generalCap.provisional).toBe(true);
    expect(parameters(2023).limits.generalCap.provisional).toBeUndefined();
  });

  it('knows that the law changed in 2023', () => {
    const [before, after] = [parameters(2022), parameters(2023)];
    expect([before.limits.generalCap.uvt, after.limits.generalCap.uvt]).toEqual([5040, 1340]);
    expect([before.limits.labourExemption.uvt, after.limits.labourExemption.uvt]).toEqual([2880, 790]);
    expect([before.occasionalGains.rate.value, after.occasionalGains.rate.value]).toEqual([1000, 1500]);
    expect([
      before.limits.eInvoicePurchases,
      before.limits.dependantsOutsideCap,
      before.limits.costsIndication,
    ]).toEqual([null, null, null]);
    expect([before.dividends.value.numeral3, after.dividends.value.numeral3]).toEqual([
      'own_table',
      'general_table',
    ]);
    expect(after.limits.dependantsOutsideCap?.maxCount).toBe(4);
  });

  it.each([2021, 2022, 2023, 2024, 2025, 2026])(
    'AG%d: each step of art. 241 starts where the tax of the one before ends',
    (year) => {
      const brackets = parameters(year).incomeTaxTable.value;
      for (const [index, bracket] of brackets.entries()) {
        const previous = brackets[index - 1];
        if (!previous) continue;
        expect(previous.toUvt).toBe(bracket.fromUvt);
        const taxAtEdge =
          ((bracket.fromUvt - previous.fromUvt) * previous.rateBasisPoints) / 10_000 + previous.plusUvt;
        // The law rounds the constant to whole UVT.
        expect(Math.abs(taxAtEdge - bracket.plusUvt)).toBeLessThan(1);
      }
    },
  );

  it.each([
    ['minimum penalty', 10, () => parameters(2024).penalties.minimumUvt.value],
    ['late filing by month', 500, () => parameters(2024).penalties.lateFiling.value.taxPerMonthBasisPoints],
    [
      'late filing without tax',
      50,
      () => parameters(2024).penalties.lateFiling.value.incomePerMonthBasisPoints,
    ],
    ['lottery rate', 2000, () => parameters(2024).occasionalGains.lotteryRate.value],
    ['holding years', 2, () => parameters(2024).occasionalGains.holdingYears.value],
    ['heirs home', 13000, () => parameters(2024).occasionalGains.heirsHome.uvt],
    ['home sale', 5000, () => parameters(2024).occasionalGains.homeSale.uvt],
    ['life insurance', 3250, () => parameters(2024).occasionalGains.lifeInsurance.uvt],
    ['dividend credit', 1900, () => parameters(2024).dividends.value.creditBasisPoints],
    [
      'paragraph 2 dividends of AG2021',
      3100,
      () => parameters(2021).dividends.value.paragraph2RateBasisPoints,
    ],
    [
      'paragraph 2 dividends of AG2022',
      3500,
      () => parameters(2022).dividends.value.paragraph2RateBasisPoints,
    ],
    ['firmness', 3, () => parameters(2024).firmnessYears.value],
    ['presumptive income', 0, () => parameters(2024).presumptiveIncomeBasisPoints.value],
    [
      'audit benefit, six months',
      3500,
      () => parameters(2024).auditBenefit.value.steps[0]?.growthBasisPoints,
    ],
    [
      'severance, up to 530 UVT',
      6000,
      () => parameters(2024).severanceSteps.value.find(({ upToUvt }) => upToUvt === 530)?.exemptBasisPoints,
    ],
  ])('%s is %d', (_name, expected, read) => {
    expect(read()).toBe(expected);
  });

  it('gives a source for every value of every year', () => {
    const unsourced: string[] = [];
    const visit = (value: unknown, path: string) => {
      if (typeof value !== 'object' || value === null) return;
      const fields = Object.entries(value);
      const isValue = ['value', 'uvt', 'limitUvt', 'kind'].some(
        (key) => key in value && typeof (value as Sourced<unknown>).source !== 'string',
      );
      // A year has a sourced `uvt` of its own; only limits carry a bare number under that name.
      if (isValue && typeof (value as { uvt?: unknown }).uvt !== 'object') unsourced.push(path);
      for (const [key, child] of fields) if (key !== 'value') visit(child, `${path}.${key}`);
    };
    for (const year of KNOWN_YEARS) visit(parameters(year), String(year));
    expect(unsourced).toEqual([]);
  });

  it.each([2020, 2027, 0, 2024.5, Number.NaN])('refuses year %d and tells the years it knows', (year) => {
    expect(() => parameters(year)).toThrowError(
      expect.objectContaining({
        code: 'unknown_year',
        details: { year, knownYears: [2021, 2022, 2023, 2024, 2025, 2026] },
      }),
    );
    expect(() => parameters(year)).toThrow(TaxRulesError);
  });
});

describe('roundLimit', () => {
  it.each([
    [59_376_800n, 59_377_000n],
    [211_792_500n, 211_793_000n],
    [69_718_600n, 69_719_000n],
    [224_095_500n, 224_096_000n],
    [470_650n, 471_000n],
    [9_951n, 10_000n],
    [10_000n, 10_000n],
    [149n, 100n],
    [99n, 99n],
  ])('rounds %d to %d, as the notices print it', (exact, rounded) => {
    expect(roundLimit(exact)).toBe(rounded);
  });
});
