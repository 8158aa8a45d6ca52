import { describe, expect, it } from 'vitest';
import type { DraftCase } from '../testing/draft.ts';
import { draft, outcomeOf, valuesOf } from '../testing/draft.ts';
import type { DraftFacts } from './facts/facts.ts';
import type { BoxAmounts } from './types.ts';

const YEARS = [2023, 2024, 2025, 2026] as const;
/** Far above every limit. */
const HUGE = 9_000_000_000n;

interface YearlyLimit {
  readonly article: string;
  readonly limit: string;
  readonly boxes: BoxAmounts;
  readonly facts?: DraftFacts;
  readonly box: number;
  /** 2023, 2024, 2025 and 2026, rounded to the thousand. */
  readonly values: readonly [bigint, bigint, bigint, bigint];
}

const LABOUR = { 32: HUGE };
const GAINS = { 112: HUGE };

const LIMITS: readonly YearlyLimit[] = [
  {
    article: '206 num. 10',
    limit: '25 % of labour income, 790 UVT',
    boxes: LABOUR,
    box: 36,
    values: [33_505_000n, 37_181_000n, 39_341_000n, 41_375_000n],
  },
  {
    article: '336 num. 3',
    limit: '40 %, 1,340 UVT',
    boxes: { 32: HUGE, 39: HUGE },
    box: 41,
    values: [56_832_000n, 63_067_000n, 66_731_000n, 70_181_000n],
  },
  {
    article: '336 num. 3',
    limit: '72 UVT for one dependant',
    boxes: LABOUR,
    facts: { dependants: 1 },
    box: 139,
    values: [3_054_000n, 3_389_000n, 3_586_000n, 3_771_000n],
  },
  {
    article: '336 num. 3',
    limit: '72 UVT for four dependants at most',
    boxes: LABOUR,
    facts: { dependants: 6 },
    box: 139,
    values: [12_215_000n, 13_555_000n, 14_342_000n, 15_084_000n],
  },
  {
    article: '387',
    limit: '10 % for dependants, 32 UVT a month',
    boxes: LABOUR,
    facts: { dependants: 1 },
    box: 39,
    values: [16_286_000n, 18_073_000n, 19_123_000n, 20_112_000n],
  },
  {
    article: '119',
    limit: 'home-loan interest, 1,200 UVT',
    boxes: LABOUR,
    facts: { housingInterest: HUGE },
    box: 38,
    values: [50_894_000n, 56_478_000n, 59_759_000n, 62_849_000n],
  },
  {
    article: '387',
    limit: 'health, 16 UVT a month',
    boxes: LABOUR,
    facts: { prepaidMedicine: HUGE },
    box: 39,
    values: [8_143_000n, 9_036_000n, 9_561_000n, 10_056_000n],
  },
  {
    article: '119',
    limit: 'ICETEX, 100 UVT',
    boxes: LABOUR,
    facts: { icetexInterest: HUGE },
    box: 39,
    values: [4_241_000n, 4_707_000n, 4_980_000n, 5_237_000n],
  },
  {
    article: '336 num. 5',
    limit: '1 % of e-invoices, 240 UVT',
    boxes: LABOUR,
    facts: { eInvoicePurchases: HUGE },
    box: 28,
    values: [10_179_000n, 11_296_000n, 11_952_000n, 12_570_000n],
  },
  {
    article: '126-1',
    limit: 'AFC and voluntary pensions, 3,800 UVT',
    boxes: { 32: HUGE, 35: HUGE },
    box: 35,
    values: [161_166_000n, 178_847_000n, 189_236_000n, 199_021_000n],
  },
  {
    article: '55',
    limit: 'voluntary RAIS, 2,500 UVT',
    boxes: LABOUR,
    facts: { voluntaryRais: HUGE },
    box: 33,
    values: [106_030_000n, 117_663_000n, 124_498_000n, 130_935_000n],
  },
  {
    article: '206 num. 5',
    limit: 'pensions, 1,000 UVT a month',
    boxes: { 99: HUGE },
    box: 102,
    values: [508_944_000n, 564_780_000n, 597_588_000n, 628_488_000n],
  },
  {
    article: '311-1',
    limit: 'gain of the home, 5,000 UVT',
    boxes: GAINS,
    facts: { homeSaleGain: HUGE },
    box: 114,
    values: [212_060_000n, 235_325_000n, 248_995_000n, 261_870_000n],
  },
  {
    article: '303-1',
    limit: 'life insurance, 3,250 UVT',
    boxes: GAINS,
    facts: { lifeInsurance: HUGE },
    box: 114,
    values: [137_839_000n, 152_961_000n, 161_847_000n, 170_216_000n],
  },
  {
    article: '307 num. 1',
    limit: "the deceased's home, 13,000 UVT",
    boxes: GAINS,
    facts: { inheritedHome: HUGE },
    box: 114,
    values: [551_356_000n, 611_845_000n, 647_387_000n, 680_862_000n],
  },
  {
    article: '307 num. 2',
    limit: 'other real estate of the deceased, 6,500 UVT',
    boxes: GAINS,
    facts: { inheritedProperty: HUGE },
    box: 114,
    values: [275_678_000n, 305_923_000n, 323_694_000n, 340_431_000n],
  },
  {
    article: '307 num. 3',
    limit: 'each heir, 3,250 UVT',
    boxes: GAINS,
    facts: { inheritance: HUGE },
    box: 114,
    values: [137_839_000n, 152_961_000n, 161_847_000n, 170_216_000n],
  },
  {
    article: '307 num. 4',
    limit: '20 % of gifts, 1,625 UVT',
    boxes: GAINS,
    facts: { otherGifts: HUGE },
    box: 114,
    values: [68_920_000n, 76_481_000n, 80_923_000n, 85_108_000n],
  },
];

describe.each(LIMITS)('art. $article: $limit', ({ boxes, facts, box, values }) => {
  it.each(YEARS.map((year, index) => [year, values[index]] as const))('in %d is %d', (year, value) => {
    expect(draft(year, boxes, facts).boxes[box]?.value).toBe(value);
  });
});

const CASES: readonly DraftCase[] = [
  {
    article: '126-1',
    title: 'voluntary savings stop at 30 % of the income',
    boxes: { 32: 100_000_000n, 35: 40_000_000n },
    expected: { 35: 30_000_000n },
  },
  {
    article: '126-4',
    title: 'voluntary savings below both limits count whole',
    boxes: { 32: 100_000_000n, 35: 12_000_000n },
    expected: { 35: 12_000_000n },
  },
  {
    article: '126-1',
    title: 'the 3,800 UVT are shared by the columns, labour first',
    boxes: { 32: 500_000_000n, 35: 150_000_000n, 58: 400_000_000n, 63: 100_000_000n },
    expected: { 35: 150_000_000n, 63: 28_847_000n },
  },
  {
    article: '126-1',
    title: 'each column has its own 30 %',
    boxes: { 58: 10_000_000n, 63: 5_000_000n, 74: 20_000_000n, 80: 5_000_000n },
    expected: { 63: 3_000_000n, 80: 5_000_000n },
  },
  {
    article: '119',
    title: 'the 1,200 UVT of interest are shared by the columns',
    boxes: { 32: 200_000_000n, 38: 50_000_000n, 58: 100_000_000n, 66: 20_000_000n },
    expected: { 38: 50_000_000n, 66: 6_478_000n },
  },
  {
    article: '387',
    title: 'months worked shorten the limit of health payments',
    boxes: { 32: 60_000_000n },
    facts: { prepaidMedicine: 9_000_000n, monthsWorked: 6 },
    expected: { 39: 4_518_000n },
  },
  {
    article: '387',
    title: '10 % of the employment income when below the limit',
    boxes: { 32: 60_000_000n },
    facts: { dependants: 1 },
    expected: { 39: 6_000_000n, 138: 1n },
  },
  {
    article: '387',
    title: 'fees are no employment: no 10 %, but the 72 UVT',
    boxes: { 356: 60_000_000n },
    facts: { dependants: 1 },
    expected: { 39: 0n, 139: 3_389_000n },
  },
  {
    article: '387',
    title: 'the 10 % leaves out the fees of box 32',
    boxes: { 32: 60_000_000n, 356: 20_000_000n },
    facts: { dependants: 2 },
    expected: { 39: 4_000_000n, 355: 40_000_000n },
  },
  {
    article: '387',
    title: 'the 10 % can be declined',
    boxes: { 32: 60_000_000n },
    facts: { dependants: 1, dependantsTenPercent: false },
    expected: { 39: 0n, 139: 3_389_000n },
  },
  {
    article: '387',
    title: 'without dependants there is no deduction',
    boxes: { 32: 60_000_000n },
    facts: { dependants: 0 },
    expected: { 39: 0n, 138: 0n, 139: 0n },
  },
  {
    article: '115',
    title: 'half of the tax on financial movements',
    boxes: { 32: 60_000_000n },
    facts: { financialMovementsTax: 500_000n },
    expected: { 39: 250_000n },
  },
  {
    article: '115',
    title: 'without work income it goes to the column that has income',
    boxes: { 58: 60_000_000n },
    facts: { financialMovementsTax: 500_000n },
    expected: { 39: 0n, 67: 250_000n },
  },
  {
    article: '119',
    title: 'interest follows the income, non-labour alone',
    boxes: { 74: 60_000_000n },
    facts: { housingInterest: 5_000_000n },
    expected: { 38: 0n, 83: 5_000_000n },
  },
  {
    article: '119',
    title: 'interest that the labour income cannot bear goes to the greater income',
    boxes: { 32: 1_000_000n, 58: 100_000_000n },
    facts: { housingInterest: 30_000_000n },
    expected: { 38: 0n, 66: 30_000_000n },
  },
  {
    article: '387',
    title: 'health is deducted from fees with costs too',
    boxes: { 43: 60_000_000n },
    facts: { prepaidMedicine: 2_000_000n },
    expected: { 51: 2_000_000n },
  },
  {
    article: '387',
    title: 'health is not deducted without work',
    boxes: { 58: 60_000_000n },
    facts: { prepaidMedicine: 2_000_000n },
    expected: { 67: 0n, 69: 0n },
  },
  {
    article: '387',
    title: 'a declared box 39 adds to what the facts tell',
    boxes: { 32: 60_000_000n, 39: 1_000_000n },
    facts: { prepaidMedicine: 2_000_000n },
    expected: { 39: 3_000_000n },
  },
  {
    article: '336 num. 3',
    title: '72 UVT never exceed the labour income left',
    boxes: { 32: 4_000_000n },
    facts: { dependants: 4, dependantsTenPercent: false, labourExemption: false },
    expected: { 42: 4_000_000n, 139: 4_000_000n, 97: 0n },
  },
  {
    article: '336 num. 5',
    title: '1 % of the purchases',
    boxes: { 32: 60_000_000n },
    facts: { eInvoicePurchases: 30_000_000n },
    expected: { 28: 300_000n, 297: 30_000_000n },
  },
  {
    article: '336 num. 5',
    title: 'box 297 tells the purchases too',
    boxes: { 58: 60_000_000n, 297: 30_000_000n },
    expected: { 28: 300_000n },
  },
  {
    article: '336 num. 5',
    title: 'a pensioner without general income has no deduction',
    boxes: { 99: 60_000_000n },
    facts: { eInvoicePurchases: 30_000_000n },
    expected: { 28: 0n },
  },
  {
    article: '336 num. 5',
    title: 'the deduction never makes a loss',
    boxes: { 58: 1_000_000n, 60: 900_000n },
    facts: { eInvoicePurchases: 900_000_000n },
    expected: { 28: 9_000_000n, 93: 0n, 97: 0n },
  },
  {
    article: '55',
    title: 'voluntary RAIS stops at 25 % of the income',
    boxes: { 32: 100_000_000n, 33: 8_000_000n },
    facts: { voluntaryRais: 30_000_000n },
    expected: { 33: 33_000_000n, 34: 67_000_000n },
  },
];

describe('limits of each benefit', () => {
  it.each(CASES)('art. $article: $title', (line) => {
    expect(outcomeOf(line)).toEqual(line.expected);
  });

  it('gives a benefit once: a fact replaces the box it documents, and says so', () => {
    const result = draft(2024, { 32: 60_000_000n, 38: 3_000_000n }, { housingInterest: 5_000_000n });
    expect(valuesOf(result, [38])).toEqual({ 38: 5_000_000n });
    expect(result.warnings).toContainEqual(
      expect.objectContaining({ code: 'fact_replaces_box', field: 'boxes.38' }),
    );
  });
});
