import { describe, expect, it } from 'vitest';
import { only } from '../testing/review.ts';

describe('what is not added', () => {
  it('the six-month average', () => {
    const row = { detail: 'Valor ingreso laboral promedio de los últimos seis meses (2276)', boxes: [36] };
    expect(only('six_month_average', [row])).toMatchObject([{ severity: 'info', articles: ['206'] }]);
  });

  it('card spending, movements and purchases', () => {
    const rows = [
      { detail: 'Total consumos o gastos con tarjeta (1023)' },
      { detail: 'Valor total de los movimientos en cuentas (1019)' },
      { detail: 'Suma valor total facturas tras ajustes por notas' },
      { detail: 'Pagos por salarios' },
    ];
    expect(only('thresholds_are_not_income', rows)).toMatchObject([
      { entries: [1, 2, 3], params: { amount: '3000' } },
    ]);
  });
});

describe('the e-invoice benefit', () => {
  const base = (amount: bigint) => [
    { detail: 'Monto total de facturación electrónica susceptible de beneficio', amount },
  ];

  it.each([
    [1_000_000n, '10000'],
    [199n, '1'],
    [1_129_560_000n, '11295600'],
    [9_000_000_000n, '11295600'],
  ])('of a base of %d in AG2024 is %s', (amount, deduction) => {
    expect(only('e_invoice_benefit', base(amount))).toMatchObject([
      { params: { deduction, maximum: '11295600' } },
    ]);
  });

  it.each([2022, 2019])('does not exist, or is not known, for AG%d', (year) => {
    expect(only('e_invoice_benefit', base(1_000_000n), { year })).toEqual([]);
  });
});

describe("DIAN's topes", () => {
  const rows = [
    { detail: 'Pagos por salarios (2276)', boxes: [32], topes: [1], amount: 600n },
    { detail: 'Honorarios (5002)', amount: 400n },
    { detail: 'Total patrimonio bruto declarado en el año anterior', topes: [2], amount: 9_999n },
    { detail: 'Saldo cuentas bancarias', topes: [2], amount: -50n },
    { detail: 'Saldo CDT (1020)', topes: [2], amount: 70n },
  ];

  it('that agree with the rows are not mentioned', () => {
    expect(only('tope_difference', rows, { topes: { 1: 1_000n, 2: 70n } })).toEqual([]);
  });

  it('that differ are told with both figures', () => {
    expect(only('tope_difference', rows, { topes: { 1: 1_500n, 3: 10n } })).toMatchObject([
      {
        severity: 'info',
        entries: [1, 2],
        params: { tope: 1, reported: '1500', sum: '1000', difference: '500' },
      },
      { entries: [], params: { tope: 3, sum: '0' } },
    ]);
  });
});
