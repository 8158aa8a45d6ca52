import { describe, expect, it } from 'vitest';
import { codesOf, draft } from '../testing/draft.ts';
import type { LateFiling } from './penalty.ts';
import { lateFilingPenalty, monthsLate } from './penalty.ts';

const M = 1_000_000n;
const ON_TIME: LateFiling = {
  dueDate: '2025-08-12',
  filingDate: '2025-08-12',
  tax: 10n * M,
  grossIncome: 100n * M,
  creditBalance: 0n,
};

describe('months late (art. 641)', () => {
  it.each([
    ['2025-08-12', '2025-08-01', 0],
    ['2025-08-12', '2025-08-12', 0],
    ['2025-08-12', '2025-08-13', 1],
    ['2025-08-12', '2025-09-12', 1],
    ['2025-08-12', '2025-09-13', 2],
    ['2025-08-31', '2025-09-30', 1],
    ['2025-08-31', '2025-10-01', 2],
    ['2025-10-24', '2026-02-24', 4],
    ['2024-08-12', '2026-08-12', 24],
  ])('from %s to %s are %d', (due, filing, months) => {
    expect(monthsLate(due, filing)).toBe(months);
  });
});

describe('penalty for filing late', () => {
  it.each<[string, string, Partial<LateFiling>, bigint]>([
    ['641', 'on time there is none', {}, 0n],
    ['641', '5 % of the tax for a fraction of a month', { filingDate: '2025-08-13' }, 500_000n],
    ['641', '5 % for each month', { filingDate: '2025-10-12' }, 1n * M],
    ['641', 'no more than the tax', { dueDate: '2024-08-12', filingDate: '2026-08-12' }, 10n * M],
    ['639', 'at least 10 UVT of 2025', { filingDate: '2025-08-13', tax: 1n * M }, 498_000n],
    [
      '639',
      'at least 10 UVT of 2024',
      { dueDate: '2024-08-12', filingDate: '2024-08-13', tax: 1n * M },
      471_000n,
    ],
    ['639', 'at least 10 UVT of 2026', { filingDate: '2026-01-02', tax: 1n * M }, 524_000n],
    ['642', 'double after a summons', { filingDate: '2025-08-13', afterSummons: true }, 1n * M],
    [
      '642',
      'up to twice the tax after a summons',
      { dueDate: '2024-08-12', filingDate: '2026-08-12', afterSummons: true },
      20n * M,
    ],
    ['641', 'without tax, 0.5 % of the income a month', { filingDate: '2025-11-12', tax: 0n }, 1_500_000n],
    ['641', 'without tax, 5 % of the income at most', { filingDate: '2026-09-12', tax: 0n }, 5n * M],
    [
      '641',
      'without tax, twice the credit balance at most',
      { filingDate: '2025-11-12', tax: 0n, creditBalance: 400_000n },
      800_000n,
    ],
    [
      '641',
      'without tax or credit balance, 2,500 UVT at most',
      { filingDate: '2025-12-12', tax: 0n, grossIncome: 10_000n * M },
      124_498_000n,
    ],
    [
      '642',
      'after a summons, 1 % of the income a month',
      { filingDate: '2025-11-12', tax: 0n, afterSummons: true },
      3n * M,
    ],
    [
      '642',
      'after a summons, four times the credit balance at most',
      { filingDate: '2025-11-12', tax: 0n, afterSummons: true, creditBalance: 400_000n },
      1_600_000n,
    ],
    [
      '642',
      'after a summons, 5,000 UVT at most',
      { filingDate: '2025-12-12', tax: 0n, afterSummons: true, grossIncome: 10_000n * M },
      248_995_000n,
    ],
    [
      '641',
      'without income, 1 % of the prior net patrimony a month',
      { filingDate: '2025-10-12', tax: 0n, grossIncome: 0n, priorNetPatrimony: 200n * M },
      4n * M,
    ],
    [
      '641',
      'without income, 10 % of the patrimony at most',
      { filingDate: '2026-08-13', tax: 0n, grossIncome: 0n, priorNetPatrimony: 200n * M },
      20n * M,
    ],
    [
      '642',
      'without income after a summons, 2 % a month',
      { filingDate: '2025-10-12', tax: 0n, grossIncome: 0n, priorNetPatrimony: 200n * M, afterSummons: true },
      8n * M,
    ],
    [
      '639',
      'with nothing at all, the minimum',
      { filingDate: '2025-10-12', tax: 0n, grossIncome: 0n },
      498_000n,
    ],
    ['640 num. 1', 'reduced to half', { filingDate: '2025-12-12', reduction: 'to_50_percent' }, 1n * M],
    [
      '640 num. 2',
      'reduced to three quarters',
      { filingDate: '2025-12-12', reduction: 'to_75_percent' },
      1_500_000n,
    ],
    ['640', 'not reduced when nobody says so', { filingDate: '2025-12-12', reduction: 'none' }, 2n * M],
    [
      '639',
      'a reduced penalty has the minimum too',
      { filingDate: '2025-09-12', reduction: 'to_50_percent' },
      498_000n,
    ],
    [
      '640',
      'after a summons there is no reduction',
      { filingDate: '2025-12-12', reduction: 'to_50_percent', afterSummons: true },
      4n * M,
    ],
  ])('art. %s: %s', (_article, _title, change, amount) => {
    expect(lateFilingPenalty({ ...ON_TIME, ...change }).amount).toBe(amount);
  });

  it('uses the last known UVT for a year that has none yet, and says so', () => {
    const penalty = lateFilingPenalty({ ...ON_TIME, filingDate: '2027-02-01', tax: 100_000n });
    expect(penalty).toMatchObject({ amount: 524_000n, provisional: true });
  });
});

describe('box 135', () => {
  const boxes = { 58: 200n * M };
  const late = { filingDate: '2025-09-15', idLastTwoDigits: '01' };

  it('takes the due date from the last two digits: two months, 10 % of 39,408,000', () => {
    const box = draft(2024, boxes, late).boxes[135];
    expect(box).toMatchObject({ value: 3_941_000n, rule: 'penalties.late_filing', article: '641' });
    expect(box?.explanation).toContain('2 meses');
  });

  it.each([
    ['641', 'a due date that was moved', { ...late, dueDate: '2025-09-15' }, 0n],
    ['642', 'after a summons', { ...late, afterSummons: true }, 7_882_000n],
    ['640', 'reduced', { ...late, penaltyReduction: 'to_50_percent' as const }, 1_970_000n],
    ['641', 'a voluntary return', { ...late, voluntaryFiling: true }, 0n],
    ['641', 'the last day', { ...late, filingDate: '2025-08-12' }, 0n],
  ])('art. %s: %s', (_article, _title, facts, amount) => {
    expect(draft(2024, boxes, facts).boxes[135]?.value).toBe(amount);
  });

  it('asks for the digits when the due date cannot be known', () => {
    expect(codesOf(draft(2024, boxes, { filingDate: '2025-09-15' }).warnings)).toEqual(['due_date_unknown']);
  });

  it('tells what it took for granted, and that interest is apart', () => {
    const result = draft(2024, boxes, late);
    expect(codesOf(result.assumptions)).toEqual(
      expect.arrayContaining(['assumed.voluntaryFiling', 'assumed.afterSummons', 'assumed.penaltyReduction']),
    );
    expect(codesOf(result.warnings)).toContain('late_interest_not_included');
  });

  it('warns when a declared penalty may be the same one', () => {
    const result = draft(2024, { ...boxes, 135: 3_941_000n }, late);
    expect(result.boxes[135]?.value).toBe(7_882_000n);
    expect(codesOf(result.warnings)).toContain('penalty_declared_and_computed');
  });
});
