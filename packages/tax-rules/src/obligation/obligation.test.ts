import { describe, expect, it } from 'vitest';
import { describeFilingReason, filingObligation } from './filing-obligation.ts';
import { compareTopes } from './topes.ts';
import { vatResponsibility } from './vat-responsibility.ts';

const LOW = { 1: 1_000n, 2: 1_000n, 3: 1_000n, 4: 1_000n, 5: 1_000n };
const INCOME_2023 = 59_376_800n;

function tope(number: number, amount: bigint, year: number) {
  const found = compareTopes({ ...LOW, [number]: amount }, year).find(
    (comparison) => comparison.number === number,
  );
  if (!found) throw new Error(`no tope ${number}`);
  return found;
}

describe('compareTopes', () => {
  it('answers the five topes with key, label, limit and article', () => {
    expect(
      compareTopes(LOW, 2024).map(({ number, key, limitUvt, comparator, article }) => [
        number,
        key,
        limitUvt,
        comparator,
        article,
      ]),
    ).toEqual([
      [1, 'income', 1400, '>=', '592'],
      [2, 'patrimony', 4500, '>', '592'],
      [3, 'cards', 1400, '>', '594-3'],
      [4, 'deposits', 1400, '>', '594-3'],
      [5, 'purchases', 1400, '>', '594-3'],
    ]);
  });

  it.each([
    [1, 65_890_999n, false],
    [1, 65_891_000n, true],
    [1, 65_891_001n, true],
    [2, 211_792_499n, false],
    [2, 211_792_500n, false],
    [2, 211_792_501n, true],
    [3, 65_891_000n, false],
    [3, 65_891_001n, true],
    [4, 65_891_000n, false],
    [4, 65_891_001n, true],
    [5, 65_891_000n, false],
    [5, 65_891_001n, true],
  ])('AG2024, tope %d with %d pesos: exceeded %s', (number, amount, exceeded) => {
    expect(tope(number, amount, 2024).exceeded).toBe(exceeded);
  });

  it.each([
    [INCOME_2023 - 500n, false],
    [INCOME_2023 - 499n, true],
    [INCOME_2023, true],
    [INCOME_2023 + 499n, true],
    [INCOME_2023 + 500n, false],
  ])('%d is near the edge: %s', (amount, nearEdge) => {
    expect(tope(1, amount, 2023).nearEdge).toBe(nearEdge);
  });

  it('shows both readings between the exact and the rounded limit', () => {
    expect(tope(1, 59_376_900n, 2023)).toMatchObject({
      limit: INCOME_2023,
      roundedLimit: 59_377_000n,
      exceeded: true,
      exceededByRounded: false,
      nearEdge: true,
    });
  });

  it.each([
    [0n, 0],
    [6_589_100n, 10],
    [65_891_000n, 100],
    [57_523_000n, 87.3],
    [131_782_000n, 200],
  ])('%d is %d %% of the income limit of AG2024', (amount, percent) => {
    expect(tope(1, amount, 2024).percentOfLimit).toBe(percent);
  });

  it('tells a tope that the report lacks from one of zero', () => {
    const [income, patrimony] = compareTopes({ 2: 0n }, 2024);
    expect(income).toMatchObject({ reported: false, amount: 0n, exceeded: false, nearEdge: false });
    expect(patrimony).toMatchObject({ reported: true, amount: 0n });
  });

  it('refuses a year without parameters', () => {
    expect(() => compareTopes(LOW, 2019)).toThrowError(expect.objectContaining({ code: 'unknown_year' }));
  });
});

describe('filingObligation', () => {
  const codesOf = (...input: Parameters<typeof filingObligation>) => {
    const { obligated, reasons } = filingObligation(...input);
    return [obligated, reasons.map(({ code }) => code)];
  };

  it.each([1, 2, 3, 4, 5])('tope %d alone obliges', (number) => {
    expect(codesOf({ ...LOW, [number]: 10n ** 10n }, 2024, false)).toEqual([true, ['tope_exceeded']]);
  });

  it('names every criterion met', () => {
    const { reasons, articles } = filingObligation({ ...LOW, 1: 10n ** 10n, 4: 10n ** 10n }, 2024, true);
    expect(reasons.map(({ code }) => code)).toEqual(['tope_exceeded', 'tope_exceeded', 'vat_responsible']);
    expect(articles).toEqual(['592', '594-3']);
  });

  it('VAT responsibility alone obliges', () => {
    expect(codesOf(LOW, 2024, true)).toEqual([true, ['vat_responsible']]);
  });

  it('is sure of no only when every criterion is known', () => {
    expect(codesOf(LOW, 2024, false)).toEqual([false, ['below_all_topes']]);
    expect(codesOf(LOW, 2024)).toEqual(['unknown', ['vat_unknown']]);
    expect(codesOf({ 1: 0n, 2: 0n, 3: 0n, 4: 0n }, 2024, false)).toEqual(['unknown', ['tope_not_reported']]);
  });

  it('does not decide between the exact and the rounded limit', () => {
    expect(codesOf({ ...LOW, 1: 59_376_900n }, 2023, false)).toEqual(['unknown', ['tope_near_edge']]);
    expect(codesOf({ ...LOW, 1: 59_376_900n, 2: 10n ** 10n }, 2023, false)).toEqual([
      true,
      ['tope_exceeded'],
    ]);
  });

  it('explains each reason in Spanish with the figures', () => {
    const texts = [
      filingObligation({ ...LOW, 1: 70_000_000n }, 2024, true),
      filingObligation({ ...LOW, 1: 59_376_900n, 5: undefined }, 2023),
      filingObligation(LOW, 2024, false),
    ].flatMap(({ reasons }) => reasons.map(describeFilingReason));
    expect(texts).toEqual([
      'Ingresos brutos: $ 70.000.000 alcanza o supera el tope de $ 65.891.000 (1.400 UVT) (art. 592 del E.T.).',
      expect.stringContaining('responsable del IVA'),
      'Ingresos brutos: $ 59.376.900 queda entre el tope exacto ($ 59.376.800) y el redondeado ($ 59.377.000). Revise la cifra antes de decidir.',
      'El reporte no trae el total de compras y consumos; el tope es $ 59.376.800 (1.400 UVT).',
      expect.stringContaining('El reporte no dice si es responsable del IVA'),
      expect.stringContaining('No supera ningún tope'),
    ]);
  });
});

describe('vatResponsibility', () => {
  it.each([
    [['responsabilidad 48 RUT'], true],
    [['Responsabilidad 49 RUT'], false],
    [['responsabilidad 11 RUT'], true],
    [['responsabilidad 05 RUT'], undefined],
    [['Pagos por salarios (2276)'], undefined],
    [['Responsable de IVA'], true],
    [['No responsable de IVA'], false],
    [['responsabilidad 49 RUT', 'responsabilidad 48 RUT'], true],
    [[], undefined],
  ])('%j: %s', (details, expected) => {
    expect(vatResponsibility(details)).toBe(expected);
  });
});
