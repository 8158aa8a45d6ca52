import { describe, expect, it } from 'vitest';
import { amountsOf, propose } from '../testing/proposal.ts';
import type { Row } from '../testing/review.ts';
import { entriesOf, info, TAXPAYER } from '../testing/review.ts';
import { proposeBoxes } from './propose-boxes.ts';
import type { ProposalDecisions } from './types.ts';

const M = 1_000_000n;

describe('the traps', () => {
  const severance: Row[] = [
    { detail: 'Cesantías consignadas al fondo de cesantías (2276)', amount: 5n * M },
    { detail: 'Cesantías e intereses de cesantías pagadas al empleado (2276)', amount: 600_000n },
    { detail: 'Valor total de las cesantías abonadas en el periodo (2274)', amount: 5n * M },
  ];

  it.each<[ProposalDecisions<number>, bigint]>([
    [{}, 5_600_000n],
    [{ severance: 'larger' }, 5_600_000n],
    [{ severance: 'employer' }, 5_600_000n],
    [{ severance: 'fund' }, 5n * M],
    [{ severance: 'sum' }, 10_600_000n],
  ])(
    'severance of employer and fund counts once, by the larger; with %o it is %d (arts. 27, 206)',
    (decisions, amount) => {
      expect(amountsOf(propose(severance, decisions))).toMatchObject({ 32: amount, severance: amount });
    },
  );

  it('tells the severance it left out and the choice behind it', () => {
    const proposal = propose(severance);
    expect(proposal.leftOut).toEqual([
      expect.objectContaining({ id: 3, reason: 'severance_reported_twice' }),
    ]);
    expect(proposal.assumptions).toContainEqual(
      expect.objectContaining({
        code: 'severance_reported_twice',
        decision: 'severance',
        chosen: 'larger',
        entries: [1, 2, 3],
      }),
    );
  });

  it('takes the balance of the fund as patrimony, or else what was deposited', () => {
    const balance: Row = { detail: 'Saldo de cesantías a 31 de diciembre', amount: 9n * M };
    expect(amountsOf(propose(severance))[29]).toBe(5n * M);
    expect(amountsOf(propose([...severance, balance]))[29]).toBe(9n * M);
  });

  it('counts a withdrawal of severance only when a person says so', () => {
    const rows: Row[] = [{ detail: 'Valor total de los retiros de cesantías en el periodo', amount: M }];
    expect(amountsOf(propose(rows, { entries: [{ id: 1, use: 'include' }] }))).toEqual({
      32: M,
      severance: M,
    });
  });

  it('counts AFC of employer and bank once, by the larger (arts. 126-1, 126-4)', () => {
    const rows: Row[] = [
      { detail: 'Pagos por salarios (2276)', amount: 90n * M },
      { detail: 'Aportes a cuentas AFC (2276)', amount: 6n * M },
      { detail: 'Aportes a cuentas AFC (1022)', amount: 7n * M, reporterNit: '860777888' },
    ];
    expect(amountsOf(propose(rows))).toMatchObject({ 35: 7n * M });
    expect(amountsOf(propose(rows, { voluntarySavings: 'sum' }))).toMatchObject({ 35: 13n * M });
    expect(propose(rows).leftOut).toEqual([
      expect.objectContaining({ id: 2, reason: 'voluntary_savings_reported_twice' }),
    ]);
  });

  it('counts the same contribution of two banks once', () => {
    const rows: Row[] = [
      { detail: 'Aportes a cuentas AFC (1022)', amount: 6n * M },
      { detail: 'Aportes a cuentas AFC (1022)', amount: 6n * M, reporterNit: '860777888' },
    ];
    expect(amountsOf(propose(rows))).toEqual({ 35: 6n * M });
  });

  it('never adds averages: the greatest counts', () => {
    const detail = 'Valor ingreso laboral promedio de los últimos seis meses (2276)';
    const rows: Row[] = [
      { detail, amount: 7n * M },
      { detail, amount: 9n * M, reporterNit: '860777888' },
    ];
    expect(amountsOf(propose(rows))).toEqual({ averageMonthlyIncome: 9n * M });
  });

  it('leaves out the total of yields beside the rows of each holder (art. 335)', () => {
    const rows: Row[] = [
      { detail: 'CDT Rendimientos Pagados (1020)', amount: 2n * M },
      { detail: 'Valor Total Rendimientos pagados', amount: 4n * M },
      { detail: 'Valor Total Rendimientos pagados', amount: 3n * M, reporterNit: '860777888' },
    ];
    expect(amountsOf(propose(rows))[58]).toBe(5n * M);
    expect(amountsOf(propose(rows, { yieldTotals: 'totals' }))[58]).toBe(7n * M);
    expect(amountsOf(propose(rows, { yieldTotals: 'sum' }))[58]).toBe(9n * M);
  });

  it('declares of a property the greater value, by the share (art. 277)', () => {
    const extra = [...info('Matricula', '050-1'), ...info('Porcentaje de Participación', '50.00')];
    const rows: Row[] = [
      { detail: 'Valor avalúo catastral (1476)', amount: 180n * M, additionalInformation: extra },
      { detail: 'Valor base del impuesto predial (1476)', amount: 200n * M, additionalInformation: extra },
      {
        detail: 'Valor avalúo catastral (1476)',
        amount: 60n * M,
        additionalInformation: info('Matricula', '050-2'),
      },
    ];
    const proposal = propose(rows);
    expect(amountsOf(proposal)).toEqual({ 29: 160n * M });
    expect(proposal.leftOut).toEqual([expect.objectContaining({ id: 1, reason: 'property_lower_value' })]);
    expect(amountsOf(propose(rows, { entries: [{ id: 2, sharePercent: 25 }] }))).toEqual({ 29: 110n * M });
  });

  it('takes the full value of a joint account until a share is told (arts. 261, 263)', () => {
    const rows: Row[] = [{ detail: 'Saldo cuentas bancarias (Titular Secundario)', amount: 8n * M }];
    expect(amountsOf(propose(rows))).toEqual({ 29: 8n * M });
    expect(propose(rows).assumptions).toContainEqual(
      expect.objectContaining({ code: 'joint_holder', entries: [1] }),
    );
    expect(amountsOf(propose(rows, { entries: [{ id: 1, sharePercent: 33.33 }] }))).toEqual({
      29: 2_666_400n,
    });
  });

  it('counts a row under another name once it is confirmed', () => {
    const rows: Row[] = [{ detail: 'Pagos por salarios (2276)', amount: M, reportedName: 'ROJAS LAURA' }];
    expect(amountsOf(propose(rows, { entries: [{ id: 1, use: 'include' }] }))).toEqual({ 32: M });
    expect(propose(rows).assumptions).toContainEqual(
      expect.objectContaining({ code: 'another_name', decision: 'entries', chosen: 'exclude' }),
    );
  });

  it.each<[ProposalDecisions<number>, Record<string, bigint>]>([
    [{}, { 32: 80n * M, 356: 80n * M }],
    [{ fees: 'with_costs' }, { 43: 80n * M }],
    [{ fees: 'non_labour' }, { 74: 80n * M }],
  ])('places fees by choice: with %o, %o (arts. 206, 336, 340)', (decisions, amounts) => {
    expect(amountsOf(propose([{ detail: 'Honorarios (5002)', amount: 80n * M }], decisions))).toEqual(
      amounts,
    );
  });

  it('takes the health that a pension payer reports from the pension (art. 337)', () => {
    const rows: Row[] = [
      { detail: 'Mesadas pensionales', amount: 60n * M, reporterNit: '900336004' },
      { detail: 'Aportes obligatorios a salud (2276)', amount: 6n * M, reporterNit: '900336004' },
      { detail: 'Pagos por salarios (2276)', amount: 30n * M },
      { detail: 'Aportes obligatorios a salud (2276)', amount: M },
    ];
    expect(amountsOf(propose(rows))).toMatchObject({ 100: 6n * M, 33: M });
    expect(amountsOf(propose(rows, { contributions: 'labour' }))).toMatchObject({ 33: 7n * M });
  });

  it.each<[string, Row, number]>([
    ['labour', { detail: 'Pagos por salarios (2276)' }, 33],
    ['capital', { detail: 'Arrendamientos (5005)' }, 59],
    ['non-labour', { detail: 'Otros ingresos (5016)' }, 76],
    ['pension of another payer', { detail: 'Mesadas pensionales', reporterNit: '900336004' }, 100],
  ])('contributions follow the only income: %s', (_kind, income, box) => {
    const rows: Row[] = [
      { ...income, amount: 30n * M },
      { detail: 'Aportes obligatorios a salud (2276)', amount: M },
    ];
    expect(amountsOf(propose(rows))[box]).toBe(M);
  });

  it('contributions and savings follow fees with costs', () => {
    const rows: Row[] = [
      { detail: 'Honorarios (5002)', amount: 80n * M },
      { detail: 'Aportes obligatorios a salud (2276)', amount: M },
      { detail: 'Aportes a cuentas AFC (1022)', amount: 2n * M },
    ];
    expect(amountsOf(propose(rows, { fees: 'with_costs' }))).toEqual({ 43: 80n * M, 44: M, 47: 2n * M });
  });

  it.each<[ProposalDecisions<number>, Row, Record<string, bigint>]>([
    [{ fixedAssets: 'ordinary_income' }, { detail: 'Enajenación de activos fijos' }, { 74: M }],
    [{ dividends: 'numeral_3' }, { detail: 'Dividendos pagados en el año' }, { 107: M }],
    [{ loanInterest: 'home_loan' }, { detail: 'Intereses de préstamos (1026)' }, { housingInterest: M }],
    [{ inflationaryPart: 'omit' }, { detail: 'CDT Rendimientos Pagados (1020)' }, { 58: M }],
    [
      { supportDocuments: 'include' },
      { detail: 'Documentos soporte de adquisiciones a no obligados a facturar' },
      { 74: M },
    ],
    [{ entries: [{ id: 1, box: 58 }] }, { detail: 'Zzz' }, { 58: M }],
    [{ entries: [{ id: 1, box: 58, sharePercent: 50 }] }, { detail: 'Zzz' }, { 58: 500_000n }],
    [{ entries: [{ id: 1, use: 'exclude' }] }, { detail: 'Pagos por salarios (2276)' }, {}],
  ])('a decision flips the choice: %o', (decisions, row, amounts) => {
    expect(amountsOf(propose([{ ...row, amount: M }], decisions))).toEqual(amounts);
  });

  it('keeps suspected duplicates and tells both', () => {
    const rows: Row[] = [
      { detail: 'Arrendamientos (5005)', amount: M },
      { detail: 'ARRENDAMIENTOS  (5005)', amount: M },
    ];
    expect(amountsOf(propose(rows))).toEqual({ 58: 2n * M });
    expect(propose(rows).assumptions).toContainEqual(
      expect.objectContaining({ code: 'duplicate_candidate', entries: [1, 2], chosen: 'include' }),
    );
  });

  it('subtracts a negative withholding: it does not lower the tax', () => {
    const rows: Row[] = [
      { detail: 'Retención rendimientos (1301)', amount: 500n },
      { detail: 'Retención rendimientos (1301)', amount: -200n },
    ];
    expect(amountsOf(propose(rows))).toEqual({ 132: 300n });
  });

  it('follows the category that a person gave, not the wording', () => {
    const entries = entriesOf([{ detail: 'Pagos por salarios (2276)', amount: M }]);
    const corrected = entries.map((entry) => ({ ...entry, category: 'pension_income' as const }));
    const { input } = proposeBoxes({ year: 2024, taxpayerName: TAXPAYER, entries: corrected });
    expect(input.boxes).toEqual({ 99: M });
  });
});
