import { draftReturn, proposeBoxes } from '@accountia/tax-rules';
import { describe, expect, test } from 'vitest';
import {
  ABROAD,
  declaration,
  EMPLOYEE,
  EVERYTHING,
  TAXPAYER,
  TRADER,
  type Fact,
} from '../testing/declarations.ts';
import type { InsightCode } from './codes.ts';
import { draftInsights } from './find-insights.ts';
import type { AnalysisInput } from './types.ts';

const impact = (input: AnalysisInput, code: InsightCode) =>
  draftInsights(input).find((draft) => draft.code === code)?.impact;
const withFacts = (...facts: Fact[]) => declaration([...EMPLOYEE, ...facts]);

/** Box 129, worked out here without the insights. */
function taxOf(input: AnalysisInput, facts: Parameters<typeof draftReturn>[0]['facts'] = {}): bigint {
  const { input: proposed } = proposeBoxes({ ...input, taxpayerName: input.taxpayer.name });
  return draftReturn({ ...proposed, facts: { ...proposed.facts, ...facts } }).boxes[129]?.value ?? 0n;
}

describe('what an insight is worth', () => {
  const input = declaration(EMPLOYEE);

  test('a saving is the difference between two returns, not a rate', () => {
    expect(impact(input, 'labour_exemption')).toMatchObject({
      kind: 'saving',
      amount: taxOf(input, { labourExemption: false }) - taxOf(input),
    });
    expect(impact(input, 'e_invoice_benefit')?.amount).toBe(
      taxOf(input, { eInvoicePurchases: 0n }) - taxOf(input),
    );
    expect(impact(input, 'dependants')?.amount).toBe(taxOf(input) - taxOf(input, { dependants: 1 }));
    expect(impact(input, 'severance_exempt')?.amount).toBe(1_330_000n);
  });

  test('what no longer fits under the general cap saves nothing, and says so', () => {
    const full = withFacts(
      { detail: 'Aportes a cuentas AFC (1022)', amount: 25_000_000n, reporter: 'bank' },
      { detail: 'Pagos por medicina prepagada', amount: 2_000_000n },
    );
    expect(impact(full, 'prepaid_medicine')).toMatchObject({
      amount: 0n,
      basis: expect.stringContaining('el impuesto no cambia'),
    });
  });

  test('a risk is the penalty of the law: the minimum, a share of the tax, or of the income', () => {
    // 10 UVT of 2026, rounded.
    expect(impact(input, 'due_date')).toMatchObject({ kind: 'risk', amount: 524_000n });
    const rich = declaration([{ detail: 'Pagos por salarios (2276)', amount: 400_000_000n }]);
    const tax = taxOf(rich);
    // 5 % of the tax for the first month, to the thousand.
    expect(impact(rich, 'late_filing_penalty')?.amount).toBe(((tax / 20n + 500n) / 1000n) * 1000n);
  });

  test('the later it is, the more an overdue return costs', () => {
    const facts: Fact[] = [{ detail: 'Pagos por salarios (2276)', amount: 400_000_000n }];
    const on = (today: string) => impact(declaration(facts, { today }), 'filing_overdue')?.amount ?? 0n;
    expect(on('2026-09-16')).toBe(0n);
    expect(on('2026-09-17')).toBeGreaterThan(0n);
    expect(on('2026-11-20')).toBeGreaterThan(on('2026-09-17') * 2n);
    expect(impact(declaration(facts, { today: '2026-11-20' }), 'non_filing_penalty')?.amount).toBe(
      19_000_000n,
    );
  });

  test('withholdings and credit balances count peso by peso', () => {
    expect(impact(input, 'withholdings_credit')).toMatchObject({ kind: 'saving', amount: 1_900_000n });
  });

  test('rows of someone else cost what the tax would grow if they were the taxpayer’s', () => {
    const services = { detail: 'Servicios (5004)', amount: 14_000_000n, reporter: 'bank' } as const;
    const others = withFacts({ ...services, reportedName: 'RAMIRO ESCOBAR TIRADO' });
    expect(impact(others, 'another_name')).toMatchObject({
      kind: 'risk',
      amount: taxOf(withFacts(services)) - taxOf(input),
    });
  });

  test('the tax on patrimony follows its table', () => {
    const wealthy = declaration([], { year: 2024, topes: { '2': 3_900_000_000n } });
    // 72,000 UVT of 2025 are free, the rest pays half a percent.
    expect(impact(wealthy, 'patrimony_tax')?.amount).toBe((3_900_000_000n - 72_000n * 49_799n) / 200n);
  });

  test('assets abroad declared late cost half a percent, or the minimum', () => {
    const abroad = (amount: bigint) =>
      declaration([{ detail: 'Saldo cuentas bancarias en el exterior', amount, reporter: 'bank' }]);
    expect(impact(abroad(400_000_000n), 'foreign_assets_return')?.amount).toBe(2_000_000n);
    expect(impact(abroad(105_000_000n), 'foreign_assets_return')?.amount).toBe(525_000n);
    expect(impact(abroad(5_000_000n), 'foreign_assets')).toMatchObject({ kind: 'risk', amount: null });
  });

  test('where the report does not tell enough there is a reason instead of a figure', () => {
    expect(impact(declaration(TRADER), 'housing_interest_missing')).toEqual({
      kind: 'saving',
      amount: null,
      basis: 'No se estima: el reporte no dice cuánto pagó de intereses.',
    });
    expect(impact({ ...input, year: 2022 }, 'labour_exemption')).toMatchObject({
      amount: null,
      basis: expect.stringContaining('formulario 210'),
    });
  });

  test('a figure that no return can hold leaves the insights, without estimates', () => {
    const absurd = withFacts({ detail: 'Pagos por salarios (2276)', amount: 10n ** 30n });
    expect(impact(absurd, 'labour_exemption')).toMatchObject({
      amount: null,
      basis: expect.stringContaining('no caben'),
    });
  });
});

test('every insight names a document, and a worth never below zero with its reason', () => {
  const inputs = [
    declaration(EVERYTHING),
    declaration(TRADER),
    declaration(ABROAD),
    declaration(EMPLOYEE, { today: '2027-01-01' }),
  ];
  for (const draft of inputs.flatMap((input) => draftInsights(input))) {
    expect(draft.documents.filter((document) => document.trim() !== '').length).toBeGreaterThan(0);
    if (draft.impact === null) continue;
    expect(draft.impact.basis).not.toMatch(/undefined|NaN|null/);
    expect(draft.impact.basis.length).toBeGreaterThan(10);
    expect(draft.impact.amount === null || draft.impact.amount >= 0n).toBe(true);
  }
});

test('within a severity what is worth most comes first', () => {
  const worth = draftInsights(declaration(EVERYTHING, { taxpayer: TAXPAYER }))
    .filter(({ severity }) => severity === 'info')
    .map(({ impact: found }) => found?.amount ?? 0n);
  expect(worth).toEqual(worth.toSorted((a, b) => (a === b ? 0 : a > b ? -1 : 1)));
});
