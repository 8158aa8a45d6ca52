import { describe, expect, it } from 'vitest';
import type { DraftCase } from '../testing/draft.ts';
import { codesOf, draft, outcomeOf } from '../testing/draft.ts';

/** Net income of 200 M of capital: 33 % over 4,100 UVT, 39,408,275 of tax. */
const TAX_OF_200 = { 58: 200_000_000n };

const PENSIONS_AND_DIVIDENDS: readonly DraftCase[] = [
  {
    article: '206 num. 5',
    title: 'a pension below 1,000 UVT a month is exempt',
    boxes: { 99: 60_000_000n, 100: 6_000_000n },
    expected: { 101: 54_000_000n, 102: 54_000_000n, 103: 0n, 111: 0n },
  },
  {
    article: '206 num. 5',
    title: 'what passes 12,000 UVT is taxed',
    boxes: { 99: 700_000_000n },
    expected: { 102: 564_780_000n, 103: 135_220_000n, 111: 135_220_000n },
  },
  {
    article: '206 num. 5',
    title: 'six months of pension exempt 6,000 UVT',
    boxes: { 99: 400_000_000n },
    facts: { pensionMonths: 6 },
    expected: { 102: 282_390_000n, 103: 117_610_000n },
  },
  {
    article: '206 num. 5',
    title: 'a substitute indemnity exempts 1,000 UVT for each of its months',
    boxes: { 99: 700_000_000n },
    facts: { pensionMonths: 120 },
    expected: { 102: 700_000_000n, 103: 0n },
  },
  {
    article: '337',
    title: 'contributions never exceed the pension',
    boxes: { 99: 1_000_000n, 100: 2_000_000n },
    expected: { 100: 1_000_000n, 101: 0n },
  },
  {
    article: '242',
    title: 'dividends of num. 3 below 1,090 UVT bear no tax',
    boxes: { 107: 30_000_000n },
    expected: { 111: 30_000_000n, 116: 0n, 121: 0n, 296: 0n },
  },
  {
    article: '254-1',
    title: 'dividends of num. 3 join the table and credit 19 % above 1,090 UVT',
    boxes: { 107: 200_000_000n },
    expected: { 116: 39_408_000n, 296: 28_253_000n, 124: 28_253_000n, 126: 11_155_000n },
  },
  {
    article: '242',
    title: 'dividends of par. 2 pay 35 % and the rest joins the table',
    boxes: { 108: 100_000_000n },
    expected: {
      118: 35_000_000n,
      111: 65_000_000n,
      116: 2_603_000n,
      121: 37_603_000n,
      296: 2_603_000n,
      126: 35_000_000n,
    },
  },
  {
    article: '242',
    title: 'foreign dividends pay 35 % apart, less the exempt ones',
    boxes: { 109: 50_000_000n, 110: 10_000_000n },
    expected: { 111: 0n, 120: 14_000_000n, 121: 14_000_000n },
  },
  {
    article: '246-1',
    title: 'taxed dividends of 2016 have their own table: 19 %',
    boxes: { 104: 100_000_000n, 105: 40_000_000n },
    expected: { 106: 60_000_000n, 111: 0n, 119: 1_653_000n, 121: 1_653_000n },
  },
  {
    article: '246-1',
    title: 'taxed dividends of 2016 have their own table: 28 %',
    boxes: { 104: 100_000_000n },
    expected: { 119: 11_057_000n },
  },
  {
    article: '246-1',
    title: 'taxed dividends of 2016 have their own table: 33 %',
    boxes: { 104: 300_000_000n },
    expected: { 119: 72_408_000n },
  },
  {
    article: '330',
    title: 'dividends admit no deductions',
    boxes: { 107: 60_000_000n },
    facts: { housingInterest: 5_000_000n, dependants: 2 },
    expected: { 41: 0n, 92: 0n, 111: 60_000_000n },
  },
  {
    article: '331',
    title: 'the cédulas add up: 60 + 135.22 + 10 + 6.5',
    boxes: { 58: 60_000_000n, 99: 700_000_000n, 107: 10_000_000n, 108: 10_000_000n },
    expected: { 111: 211_720_000n },
  },
];

const GAINS: readonly DraftCase[] = [
  {
    article: '300',
    title: 'price less cost, 15 %',
    boxes: { 112: 300_000_000n, 113: 200_000_000n },
    expected: { 115: 100_000_000n, 127: 15_000_000n, 111: 0n },
  },
  {
    article: '317',
    title: 'lotteries, 20 %',
    boxes: { 112: 50_000_000n },
    facts: { lotteryPrizes: 50_000_000n },
    expected: { 127: 10_000_000n },
  },
  {
    article: '317',
    title: 'costs lower the other gains, not the prizes: 20 % × 50 + 15 % × 40',
    boxes: { 112: 150_000_000n, 113: 60_000_000n },
    facts: { lotteryPrizes: 50_000_000n },
    expected: { 115: 90_000_000n, 127: 16_000_000n },
  },
  {
    article: '311-1',
    title: 'the home sold exempts 5,000 UVT of the gain',
    boxes: { 112: 400_000_000n, 113: 150_000_000n },
    facts: { homeSaleGain: 250_000_000n },
    expected: { 114: 235_325_000n, 115: 14_675_000n, 127: 2_201_000n },
  },
  {
    article: '311-1',
    title: 'without the facts the home sold is taxed',
    boxes: { 112: 400_000_000n, 113: 150_000_000n },
    expected: { 114: 0n, 115: 250_000_000n, 127: 37_500_000n },
  },
  {
    article: '311',
    title: 'a loss does not pass below zero',
    boxes: { 112: 10_000_000n, 113: 15_000_000n },
    expected: { 113: 10_000_000n, 115: 0n, 127: 0n },
  },
  {
    article: '311-1',
    title: 'the exemption stops at the gain',
    boxes: { 112: 100_000_000n, 113: 80_000_000n },
    facts: { homeSaleGain: 60_000_000n },
    expected: { 114: 20_000_000n, 115: 0n },
  },
  {
    article: '307 num. 4',
    title: '20 % of a gift',
    boxes: { 112: 10_000_000n },
    facts: { otherGifts: 10_000_000n },
    expected: { 114: 2_000_000n, 127: 1_200_000n },
  },
  {
    article: '303-1',
    title: 'facts add to a declared box 114',
    boxes: { 112: 100_000_000n, 114: 5_000_000n },
    facts: { lifeInsurance: 20_000_000n },
    expected: { 114: 25_000_000n, 115: 75_000_000n },
  },
];

const CREDITS: readonly DraftCase[] = [
  {
    article: '241',
    title: 'tax of 200 M',
    boxes: TAX_OF_200,
    expected: { 111: 200_000_000n, 116: 39_408_000n, 126: 39_408_000n, 129: 39_408_000n },
  },
  {
    article: '257',
    title: '25 % of what was donated',
    boxes: TAX_OF_200,
    facts: { donations: 10_000_000n },
    expected: { 123: 2_500_000n, 126: 36_908_000n },
  },
  {
    article: '258',
    title: 'donations credit 25 % of the tax at most',
    boxes: TAX_OF_200,
    facts: { donations: 100_000_000n },
    expected: { 123: 9_852_000n },
  },
  {
    article: '258',
    title: 'a declared credit has the same limit',
    boxes: { ...TAX_OF_200, 123: 30_000_000n },
    expected: { 123: 9_852_000n },
  },
  {
    article: '254',
    title: 'foreign tax credits no more than the Colombian tax on that income: a quarter',
    boxes: { ...TAX_OF_200, 122: 20_000_000n },
    facts: { foreignIncome: 50_000_000n },
    expected: { 122: 9_852_000n, 126: 29_556_000n },
  },
  {
    article: '254',
    title: 'foreign tax below the limit counts whole',
    boxes: { ...TAX_OF_200, 122: 3_000_000n },
    facts: { foreignIncome: 50_000_000n },
    expected: { 122: 3_000_000n },
  },
  {
    article: '259',
    title: 'credits never exceed the tax',
    boxes: { 58: 60_000_000n, 122: 5_000_000n, 124: 2_000_000n },
    expected: { 121: 1_653_000n, 122: 1_653_000n, 124: 2_000_000n, 125: 1_653_000n, 126: 0n },
  },
  {
    article: '254',
    title: 'foreign tax on gains stops at their tax',
    boxes: { 112: 100_000_000n, 128: 20_000_000n },
    expected: { 127: 15_000_000n, 128: 15_000_000n, 129: 0n },
  },
  {
    article: '259',
    title: 'other credits join box 124',
    boxes: { ...TAX_OF_200, 124: 1_000_000n },
    expected: { 124: 1_000_000n, 126: 38_408_000n },
  },
];

const BALANCE: readonly DraftCase[] = [
  {
    article: '807',
    title: 'advance of 75 %',
    boxes: TAX_OF_200,
    expected: { 133: 29_556_000n, 134: 68_964_000n, 136: 68_964_000n, 137: 0n },
  },
  {
    article: '807',
    title: 'first return, 25 %',
    boxes: TAX_OF_200,
    facts: { firstYearFiling: true },
    expected: { 133: 9_852_000n },
  },
  {
    article: '807',
    title: 'second return, 50 %',
    boxes: TAX_OF_200,
    facts: { secondYearFiling: true },
    expected: { 133: 19_704_000n },
  },
  {
    article: '807',
    title: 'the average of two years when it is lower: 75 % × 24.704',
    boxes: TAX_OF_200,
    facts: { priorNetTax: 10_000_000n },
    expected: { 133: 18_528_000n },
  },
  {
    article: '807',
    title: 'the year alone when the average is higher',
    boxes: TAX_OF_200,
    facts: { priorNetTax: 60_000_000n },
    expected: { 133: 29_556_000n },
  },
  {
    article: '807',
    title: 'the first return has no average',
    boxes: TAX_OF_200,
    facts: { firstYearFiling: true, priorNetTax: 0n },
    expected: { 133: 9_852_000n },
  },
  {
    article: '807',
    title: 'the second return may average: 50 % × 24.704',
    boxes: TAX_OF_200,
    facts: { secondYearFiling: true, priorNetTax: 10_000_000n },
    expected: { 133: 12_352_000n },
  },
  {
    article: '807',
    title: 'withholdings lower the advance and the balance',
    boxes: { ...TAX_OF_200, 132: 20_000_000n },
    expected: { 133: 9_556_000n, 134: 28_964_000n },
  },
  {
    article: '850',
    title: 'withholdings above everything leave a credit balance',
    boxes: { ...TAX_OF_200, 132: 50_000_000n },
    expected: { 133: 0n, 134: 0n, 136: 0n, 137: 10_592_000n },
  },
  {
    article: '815',
    title: 'the prior advance and credit are subtracted',
    boxes: { ...TAX_OF_200, 131: 2_000_000n },
    facts: { priorAdvance: 5_000_000n },
    expected: { 130: 5_000_000n, 134: 61_964_000n },
  },
  {
    article: '807',
    title: 'occasional gains bear no advance',
    boxes: { 112: 100_000_000n },
    expected: { 126: 0n, 133: 0n, 129: 15_000_000n, 136: 15_000_000n },
  },
  {
    article: '641',
    title: 'a declared penalty joins the balance',
    boxes: { 112: 100_000_000n, 135: 498_000n },
    expected: { 134: 15_000_000n, 135: 498_000n, 136: 15_498_000n },
  },
  {
    article: '641',
    title: 'a penalty lowers the credit balance',
    boxes: { 132: 2_000_000n, 135: 498_000n },
    expected: { 136: 0n, 137: 1_502_000n },
  },
  {
    article: '282',
    title: 'patrimony less debts',
    boxes: { 29: 500_000_000n, 30: 100_000_000n },
    expected: { 31: 400_000_000n },
  },
  {
    article: '282',
    title: 'debts above the patrimony leave zero',
    boxes: { 29: 50_000_000n, 30: 80_000_000n },
    expected: { 31: 0n },
  },
];

describe.each([
  ['pensions and dividends', PENSIONS_AND_DIVIDENDS],
  ['occasional gains', GAINS],
  ['tax and credits', CREDITS],
  ['balance', BALANCE],
])('%s', (_name, cases) => {
  it.each(cases)('art. $article: $title', (line) => {
    expect(outcomeOf(line)).toEqual(line.expected);
  });
});

describe('warnings of these sections', () => {
  it.each([
    ['donations_above_limit', TAX_OF_200, { donations: 100_000_000n }],
    ['foreign_credit_limit_unchecked', { ...TAX_OF_200, 122: 1_000_000n }, {}],
    ['credits_exceed_tax', { 58: 60_000_000n, 124: 9_000_000n }, {}],
    ['fact_replaces_box', { ...TAX_OF_200, 130: 1_000_000n }, { priorAdvance: 2_000_000n }],
    ['health_needs_work_income', TAX_OF_200, { prepaidMedicine: 1_000_000n }],
  ])('%s', (code, boxes, facts) => {
    expect(codesOf(draft(2024, boxes, facts).warnings)).toContain(code);
  });

  it('marks the unconfirmed table of 2016 only where it was used', () => {
    expect(draft(2024, { 104: 60_000_000n }).boxes[119]?.provisional).toBe(true);
    expect(draft(2024, {}).boxes[119]?.provisional).toBeUndefined();
  });
});

describe('comparison of patrimony (arts. 236 and 237)', () => {
  const boxes = { 29: 400_000_000n, 58: 60_000_000n };
  const warned = (facts: Parameters<typeof draft>[2]) =>
    codesOf(draft(2024, boxes, facts).warnings).includes('patrimony_comparison');

  it('warns when the growth is more than the income', () => {
    expect(warned({ priorNetPatrimony: 200_000_000n })).toBe(true);
  });

  it('is silent when the income explains the growth', () => {
    expect(warned({ priorNetPatrimony: 340_000_000n })).toBe(false);
  });

  it('leaves out nominal valuations', () => {
    expect(warned({ priorNetPatrimony: 200_000_000n, nominalValuations: 150_000_000n })).toBe(false);
  });

  it('takes away the tax paid in the year', () => {
    expect(warned({ priorNetPatrimony: 340_000_000n, incomeTaxPaidInYear: 1_000_000n })).toBe(true);
  });

  it('compares nothing without the prior patrimony, and says so', () => {
    expect(warned({})).toBe(false);
    expect(codesOf(draft(2024, boxes).assumptions)).toContain('assumed.priorNetPatrimony');
  });
});
