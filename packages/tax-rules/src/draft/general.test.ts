import { describe, expect, it } from 'vitest';
import type { DraftCase } from '../testing/draft.ts';
import { codesOf, draft, outcomeOf } from '../testing/draft.ts';

/** Each expected figure is worked out by hand from the article, in pesos of 2024 unless the line says so. */
const LABOUR: readonly DraftCase[] = [
  {
    article: '206 num. 10',
    title: '25 % of what is left after contributions: 25 % × 55.2 M',
    boxes: { 32: 60_000_000n, 33: 4_800_000n },
    expected: {
      34: 55_200_000n,
      36: 13_800_000n,
      37: 13_800_000n,
      41: 13_800_000n,
      42: 41_400_000n,
      97: 41_400_000n,
    },
  },
  {
    article: '206 num. 10',
    title: 'the 25 % comes after the deductions: 25 % × (92 − 10)',
    boxes: { 32: 100_000_000n, 33: 8_000_000n, 38: 10_000_000n },
    expected: { 36: 20_500_000n, 40: 10_000_000n, 41: 30_500_000n, 42: 61_500_000n },
  },
  {
    article: '206 num. 10',
    title: 'the 25 % comes after the other exemptions: 25 % × (92 − 20)',
    boxes: { 32: 100_000_000n, 33: 8_000_000n, 35: 20_000_000n },
    expected: { 36: 18_000_000n, 37: 38_000_000n, 41: 36_800_000n },
  },
  {
    article: '206 num. 10',
    title: 'a declared exemption lowers the base of the 25 %: 25 % × (100 − 20)',
    boxes: { 32: 100_000_000n, 36: 20_000_000n },
    expected: { 36: 40_000_000n },
  },
  {
    article: '206 num. 10',
    title: 'declined, the 25 % is not taken',
    boxes: { 32: 100_000_000n, 36: 20_000_000n },
    facts: { labourExemption: false },
    expected: { 36: 20_000_000n, 42: 80_000_000n },
  },
  {
    article: '206 par. 5',
    title: 'fees without costs take the 25 % too',
    boxes: { 356: 80_000_000n },
    expected: { 32: 80_000_000n, 355: 0n, 36: 20_000_000n },
  },
  {
    article: '206 par. 2',
    title: 'severance is exempt but gives no 25 %: 6 + 25 % × (98 − 6)',
    boxes: { 32: 106_000_000n, 33: 8_000_000n },
    facts: { severance: 6_000_000n, averageMonthlyIncome: 8_000_000n },
    expected: { 36: 29_000_000n, 41: 29_000_000n, 42: 69_000_000n },
  },
  {
    article: '206 num. 4',
    title: 'without the average, the greatest possible one decides: 55 M in six months are below 350 UVT',
    boxes: { 32: 60_000_000n },
    facts: { severance: 5_000_000n, labourExemption: false },
    expected: { 36: 5_000_000n },
  },
  {
    article: '206 num. 4',
    title: 'without the average, 120 M in six months are 425 UVT: 80 %',
    boxes: { 32: 125_000_000n },
    facts: { severance: 5_000_000n, labourExemption: false },
    expected: { 36: 4_000_000n },
  },
  {
    article: '206 num. 4',
    title: 'fewer than six months worked divide by those months',
    boxes: { 32: 65_000_000n },
    facts: { severance: 5_000_000n, labourExemption: false, monthsWorked: 3 },
    expected: { 36: 4_000_000n },
  },
  {
    article: '206 par. 4',
    title: 'exemptions of nums. 6 to 9 stay outside the 40 %: 20 + 40 % × 100',
    boxes: { 32: 100_000_000n, 38: 30_000_000n },
    facts: { exemptIncomeOutsideCap: 20_000_000n },
    expected: { 36: 32_500_000n, 41: 60_000_000n, 42: 40_000_000n },
  },
  {
    article: '336 num. 3',
    title: '40 % of income less contributions: 40 % × 92',
    boxes: { 32: 100_000_000n, 33: 8_000_000n, 38: 30_000_000n },
    expected: { 36: 15_500_000n, 41: 36_800_000n, 42: 55_200_000n },
  },
  {
    article: '26',
    title: 'contributions never exceed the income',
    boxes: { 32: 10_000_000n, 33: 12_000_000n },
    expected: { 33: 10_000_000n, 34: 0n, 42: 0n },
  },
  {
    article: '103',
    title: 'salaries and fees add up to box 32',
    boxes: { 355: 60_000_000n, 356: 20_000_000n },
    expected: { 32: 80_000_000n },
  },
  {
    article: '103',
    title: 'box 32 less the fees leaves the salaries',
    boxes: { 32: 80_000_000n, 356: 20_000_000n },
    expected: { 32: 80_000_000n, 355: 60_000_000n },
  },
  {
    article: '577',
    title: 'what is declared is rounded down to the thousand',
    boxes: { 32: 60_000_499n },
    expected: { 32: 60_000_000n },
  },
  {
    article: '577',
    title: 'what is declared is rounded up from five hundred',
    boxes: { 32: 60_000_500n },
    expected: { 32: 60_001_000n, 34: 60_001_000n },
  },
  {
    article: '336 num. 3',
    title: 'dependants and e-invoices join box 92: 0.3 + 36.6 + 6.777',
    boxes: { 32: 120_000_000n, 33: 9_600_000n },
    facts: { dependants: 2, eInvoicePurchases: 30_000_000n },
    expected: {
      28: 300_000n,
      36: 24_600_000n,
      39: 12_000_000n,
      41: 36_600_000n,
      91: 110_400_000n,
      92: 43_677_000n,
      93: 66_723_000n,
      97: 66_723_000n,
      139: 6_777_000n,
    },
  },
];

const OTHER_COLUMNS: readonly DraftCase[] = [
  {
    article: '336 num. 4',
    title: 'fees less contributions and costs',
    boxes: { 43: 80_000_000n, 44: 6_000_000n, 45: 30_000_000n },
    expected: { 46: 44_000_000n, 54: 44_000_000n, 57: 44_000_000n, 91: 44_000_000n, 97: 44_000_000n },
  },
  {
    article: '336 num. 4',
    title: 'fees with costs have no 25 %',
    boxes: { 43: 80_000_000n },
    facts: { costs: 1_000_000n },
    expected: { 36: 0n, 45: 1_000_000n, 48: 0n, 53: 0n },
  },
  {
    article: '156',
    title: 'a loss of fees does not lower the labour income',
    boxes: { 32: 60_000_000n, 43: 50_000_000n, 44: 5_000_000n, 45: 60_000_000n },
    expected: { 46: 0n, 55: 15_000_000n, 57: 0n, 42: 45_000_000n, 91: 60_000_000n, 97: 45_000_000n },
  },
  {
    article: '336-1',
    title: 'costs of exactly 60 % need no mark',
    boxes: { 43: 100_000_000n, 45: 60_000_000n },
    expected: { 140: 0n },
  },
  {
    article: '336-1',
    title: 'costs above 60 % need the mark and are still subtracted',
    boxes: { 43: 100_000_000n, 45: 60_001_000n },
    expected: { 140: 1n, 46: 39_999_000n },
  },
  {
    article: '335 num. 2',
    title: 'capital less what is not income and costs',
    boxes: { 58: 20_000_000n, 59: 10_000_000n, 60: 2_000_000n },
    expected: { 61: 8_000_000n, 70: 8_000_000n, 71: 0n, 73: 8_000_000n },
  },
  {
    article: '38',
    title: 'inflationary part of 2023: 66.71 %',
    year: 2023,
    boxes: { 58: 10_000_000n },
    facts: { financialYields: 10_000_000n },
    expected: { 59: 6_671_000n, 61: 3_329_000n },
  },
  {
    article: '38',
    title: 'inflationary part of 2024: 50.88 %',
    boxes: { 58: 10_000_000n },
    facts: { financialYields: 10_000_000n },
    expected: { 59: 5_088_000n },
  },
  {
    article: '38',
    title: 'inflationary part of 2025: 55.43 %',
    year: 2025,
    boxes: { 58: 10_000_000n },
    facts: { financialYields: 10_000_000n },
    expected: { 59: 5_543_000n },
  },
  {
    article: '40-1',
    title: 'not decreed for 2026: the yields stay taxed',
    year: 2026,
    boxes: { 58: 10_000_000n },
    facts: { financialYields: 10_000_000n },
    expected: { 59: 0n, 61: 10_000_000n },
  },
  {
    article: '38',
    title: 'yields above box 58 count up to it',
    boxes: { 58: 5_000_000n },
    facts: { financialYields: 10_000_000n },
    expected: { 59: 2_544_000n },
  },
  {
    article: '38',
    title: 'a declared box 59 adds to the inflationary part',
    boxes: { 58: 10_000_000n, 59: 1_000_000n },
    facts: { financialYields: 10_000_000n },
    expected: { 59: 6_088_000n },
  },
  {
    article: '330',
    title: 'costs above the rent are a loss of the column',
    boxes: { 58: 10_000_000n },
    facts: { capitalCosts: 15_000_000n },
    expected: { 60: 15_000_000n, 61: 0n, 71: 5_000_000n, 73: 0n, 97: 0n },
  },
  {
    article: '890',
    title: 'passive income of controlled entities joins the column',
    boxes: { 62: 5_000_000n },
    expected: { 70: 5_000_000n, 73: 5_000_000n, 91: 5_000_000n },
  },
  {
    article: '330',
    title: 'losses of other years are subtracted',
    boxes: { 58: 10_000_000n, 72: 4_000_000n },
    expected: { 70: 10_000_000n, 72: 4_000_000n, 73: 6_000_000n },
  },
  {
    article: '330',
    title: 'losses of other years stop at the income of the column',
    boxes: { 74: 10_000_000n, 89: 15_000_000n },
    expected: { 89: 10_000_000n, 90: 0n },
  },
  {
    article: '335 num. 3',
    title: 'non-labour less returns, contributions and costs',
    boxes: { 74: 50_000_000n, 75: 5_000_000n, 76: 3_000_000n, 77: 20_000_000n },
    expected: { 78: 22_000_000n, 87: 22_000_000n, 90: 22_000_000n },
  },
  {
    article: '330',
    title: 'a non-labour loss stays in its column',
    boxes: { 74: 10_000_000n, 75: 1_000_000n, 58: 8_000_000n },
    facts: { nonLabourCosts: 12_000_000n },
    expected: { 78: 0n, 88: 3_000_000n, 91: 8_000_000n },
  },
  {
    article: '336 num. 3',
    title: 'the 40 % is one for the four columns, labour first: 15 + 25 of 40',
    boxes: { 32: 60_000_000n, 58: 40_000_000n, 64: 30_000_000n },
    expected: { 41: 15_000_000n, 69: 25_000_000n, 92: 40_000_000n, 97: 60_000_000n },
  },
  {
    article: '336 num. 3',
    title: 'a column subtracts no more than its net income',
    boxes: { 58: 40_000_000n, 60: 35_000_000n, 64: 30_000_000n },
    expected: { 69: 5_000_000n, 73: 0n },
  },
  {
    article: '336 num. 3',
    title: 'costs do not lower the base of the 40 %',
    boxes: { 43: 100_000_000n, 45: 50_000_000n, 48: 45_000_000n },
    expected: { 53: 40_000_000n, 57: 10_000_000n },
  },
  {
    article: '336 num. 3',
    title: 'returns do not lower the base of the 40 %',
    boxes: { 74: 100_000_000n, 75: 10_000_000n, 81: 50_000_000n },
    expected: { 78: 90_000_000n, 86: 40_000_000n },
  },
  {
    article: '330',
    title: 'old losses and excesses are subtracted, other taxable income added',
    boxes: { 58: 50_000_000n, 94: 10_000_000n, 95: 5_000_000n, 96: 2_000_000n },
    expected: { 93: 50_000_000n, 97: 37_000_000n },
  },
  {
    article: '330',
    title: 'old losses stop at the ordinary income',
    boxes: { 58: 50_000_000n, 94: 60_000_000n, 95: 5_000_000n, 96: 2_000_000n },
    expected: { 94: 50_000_000n, 95: 0n, 97: 2_000_000n },
  },
  {
    article: '188',
    title: 'presumptive income is zero',
    boxes: { 29: 900_000_000n },
    expected: { 98: 0n, 117: 0n, 111: 0n },
  },
];

describe('labour income', () => {
  it.each(LABOUR)('art. $article: $title', (line) => {
    expect(outcomeOf(line)).toEqual(line.expected);
  });
});

describe('severance by average income (art. 206 num. 4)', () => {
  // 350, 410, 470, 530, 590 and 650 UVT of 2024, and a peso more; 10 M of severance.
  it.each([
    [16_472_750n, 10_000_000n],
    [16_472_751n, 9_000_000n],
    [19_296_650n, 9_000_000n],
    [19_296_651n, 8_000_000n],
    [22_120_550n, 8_000_000n],
    [22_120_551n, 6_000_000n],
    [24_944_450n, 6_000_000n],
    [24_944_451n, 4_000_000n],
    [27_768_350n, 4_000_000n],
    [27_768_351n, 2_000_000n],
    [30_592_250n, 2_000_000n],
    [30_592_251n, 0n],
  ])('an average of %d leaves %d exempt', (averageMonthlyIncome, exempt) => {
    const facts = { severance: 10_000_000n, averageMonthlyIncome, labourExemption: false };
    expect(draft(2024, { 32: 500_000_000n }, facts).boxes[36]?.value).toBe(exempt);
  });
});

describe('fees, capital and non-labour income', () => {
  it.each(OTHER_COLUMNS)('art. $article: $title', (line) => {
    expect(outcomeOf(line)).toEqual(line.expected);
  });
});

describe('what the cédula general tells', () => {
  it.each([
    ['costs_above_indication', { 43: 100n * 1_000_000n, 45: 70n * 1_000_000n }],
    ['fees_in_both_columns', { 43: 10_000_000n, 356: 10_000_000n }],
    ['costs_without_fees', { 32: 10_000_000n, 45: 1_000_000n }],
    ['exceeds_income', { 32: 10_000_000n, 33: 12_000_000n }],
    ['labour_detail_exceeds_total', { 32: 10_000_000n, 355: 8_000_000n, 356: 4_000_000n }],
    ['computed_box_differs', { 32: 10_000_000n, 34: 9_000_000n }],
  ])('warns of %s', (code, boxes) => {
    expect(codesOf(draft(2024, boxes).warnings)).toContain(code);
  });

  it('says nothing of a computed box that coincides', () => {
    expect(draft(2024, { 32: 10_000_000n, 34: 10_000_000n }).warnings).toEqual([]);
  });

  it('marks what an unconfirmed or missing decree left open', () => {
    const yields = { financialYields: 10_000_000n };
    const of2025 = draft(2025, { 58: 10_000_000n }, yields);
    const of2026 = draft(2026, { 58: 10_000_000n }, yields);
    expect(of2025.boxes[59]?.provisional).toBe(true);
    expect(of2025.provisional).toBe(true);
    expect(codesOf(of2025.assumptions)).toContain('inflationary_part_provisional');
    expect(codesOf(of2026.assumptions)).toEqual(
      expect.arrayContaining(['provisional_form', 'inflationary_part_not_decreed']),
    );
    expect(draft(2024, { 58: 10_000_000n }, yields).provisional).toBe(false);
  });
});
