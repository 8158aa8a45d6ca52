import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CATEGORIES } from '../categories.ts';
import { draftReturn } from '../draft/draft-return.ts';
import { amountsOf, propose } from '../testing/proposal.ts';
import type { Row } from '../testing/review.ts';
import { entriesOf, TAXPAYER } from '../testing/review.ts';
import { SAMPLES } from '../testing/samples.ts';
import { createProposer, proposeBoxes } from './propose-boxes.ts';
import { DECISION_OPTIONS } from './types.ts';
import type { DecisionName, LeftOutReason, ProposalDecisions } from './types.ts';

const M = 1_000_000n;

describe('several proposals of one declaration', () => {
  it('are those of each decision alone, in whatever order they are asked for', () => {
    const entries = entriesOf([
      { detail: 'Honorarios (5002)', amount: 30n * M },
      { detail: 'Cesantías consignadas al fondo de cesantías (2276)', amount: 7n * M },
      {
        detail: 'Valor total de las cesantías abonadas en el periodo (2274)',
        amount: 8n * M,
        reporterNit: '2',
      },
      { detail: 'Aportes a cuentas AFC (2276)', amount: 6n * M },
      { detail: 'Aportes a cuentas AFC (1022)', amount: 6n * M, reporterNit: '2' },
      { detail: 'Saldo cuentas bancarias (Titular Secundario)', amount: M, reporterNit: '2' },
      { detail: 'Servicios (5004)', amount: M, reporterNit: '3', reportedName: 'RAMIRO ESCOBAR TIRADO' },
    ]);
    const declaration = { year: 2024, taxpayerName: TAXPAYER, entries };
    const decisions: ProposalDecisions<number>[] = [
      {},
      ...Object.entries(DECISION_OPTIONS).flatMap(([name, options]) =>
        options.map((option): ProposalDecisions<number> => ({ [name as DecisionName]: option })),
      ),
      { entries: [{ id: 6, sharePercent: 50 }] },
      { entries: [{ id: 7, use: 'include' }] },
    ];
    const alone = decisions.map((decided) => proposeBoxes(declaration, decided));
    const propose = createProposer(declaration);
    expect(decisions.map((decided) => propose(decided))).toEqual(alone);
    expect(decisions.toReversed().map((decided) => propose(decided))).toEqual(alone.toReversed());
    expect(new Set(alone.map(({ input }) => input.boxes[32])).size).toBeGreaterThan(2);
  });
});

describe('rows that stand alone', () => {
  it.each<[string, Row, Record<string, bigint>]>([
    ['103', { detail: 'Pagos por salarios (2276)', amount: 60n * M }, { 32: 60n * M }],
    ['103', { detail: 'Pagos por viáticos (2276)', amount: 2n * M }, { 32: 2n * M }],
    ['337', { detail: 'Mesadas pensionales', amount: 60n * M }, { 99: 60n * M }],
    ['335', { detail: 'Arrendamientos (5005)', amount: 24n * M }, { 58: 24n * M }],
    [
      '38',
      { detail: 'CDT Rendimientos Pagados (1020)', amount: 3n * M },
      { 58: 3n * M, financialYields: 3n * M },
    ],
    ['38', { detail: 'Intereses (5006)', amount: 3n * M, boxes: [58] }, { 58: 3n * M }],
    [
      '38',
      { detail: 'Intereses y rendimientos financieros pagados (5063)', amount: 3n * M, boxes: [58, 59] },
      { 58: 3n * M, financialYields: 3n * M },
    ],
    ['335', { detail: 'Otros ingresos (5016)', amount: 5n * M }, { 74: 5n * M }],
    ['242', { detail: 'Participación o dividendo gravado num. 3 art. 49 (5071)', amount: M }, { 107: M }],
    [
      '242',
      { detail: 'Participación o dividendo gravado parágrafo 2 art. 49 (5070)', amount: M },
      { 108: M },
    ],
    [
      '49',
      {
        detail: 'Dividendos y participaciones no gravados de utilidades 2016 y anteriores (5068)',
        amount: M,
      },
      { 104: M, 105: M },
    ],
    ['242', { detail: 'Dividendos recibidos de sociedades del exterior', amount: M }, { 109: M }],
    ['242', { detail: 'Dividendos pagados en el año', amount: M }, { 108: M }],
    ['242', { detail: 'Dividendos pagados en el año', amount: M, boxes: [107] }, { 107: M }],
    [
      '317',
      { detail: 'Loterías, rifas, apuestas y similares (5044)', amount: M },
      { 112: M, lotteryPrizes: M },
    ],
    [
      '303-1',
      { detail: 'Indemnizaciones por seguros de vida pagadas (5072)', amount: M },
      { 112: M, lifeInsurance: M },
    ],
    ['300', { detail: 'Enajenación de activos fijos', amount: M }, { 112: M }],
    ['302', { detail: 'Herencias, legados y porción conyugal', amount: M }, { 112: M }],
    ['387', { detail: 'Pagos por medicina prepagada', amount: M }, { prepaidMedicine: M }],
    [
      '119',
      { detail: 'Intereses pagados por crédito de vivienda (1026)', amount: M },
      { housingInterest: M },
    ],
    ['119', { detail: 'Intereses sobre préstamos educativos del ICETEX', amount: M }, { icetexInterest: M }],
    ['115', { detail: 'GMF pagado (5101)', amount: M }, { financialMovementsTax: M }],
    ['257', { detail: 'Donaciones', amount: M }, { donations: M }],
    ['254', { detail: 'Impuestos pagados en el exterior (1004)', amount: M }, { 122: M }],
    [
      '336',
      { detail: 'Monto total de facturación electrónica susceptible de beneficio', amount: M },
      { eInvoicePurchases: M },
    ],
    ['373', { detail: 'Retención rendimientos (1301)', amount: M }, { 132: M }],
    ['268', { detail: 'Saldo cuentas bancarias (Titular Principal)', amount: M }, { 29: M }],
    ['283', { detail: 'Saldo cuentas bancarias (Titular Principal)', amount: -M }, { 30: M }],
    ['283', { detail: 'Cuentas por pagar de clientes (1315)', amount: M }, { 30: M }],
    ['815', { detail: 'Total saldo a favor', amount: M }, { 131: M }],
    ['807', { detail: 'Anticipo de renta para el año gravable siguiente', amount: M }, { 130: M }],
    [
      '55',
      {
        detail: 'Cotizaciones voluntarias al régimen de ahorro individual con solidaridad - RAIS (2276)',
        amount: M,
      },
      { voluntaryRais: M },
    ],
    [
      '206',
      { detail: 'Valor ingreso laboral promedio de los últimos seis meses (2276)', amount: M },
      { averageMonthlyIncome: M },
    ],
  ])('art. %s: %o', (_article, row, amounts) => {
    expect(amountsOf(propose([row]))).toEqual(amounts);
  });
});

describe('rows that add to nothing are listed with the reason', () => {
  it.each<[LeftOutReason, Row]>([
    ['threshold_only', { detail: 'Total consumos o gastos con tarjeta Crédito o Débito (1023)' }],
    ['threshold_only', { detail: 'Valor total de los movimientos en cuentas (1019)' }],
    ['threshold_only', { detail: 'Suma valor total facturas tras ajustes por notas' }],
    ['threshold_only', { detail: 'CDT inversión efectuada (1020)' }],
    ['informative', { detail: 'Pagos por alimentación hasta 41 UVT (2276)' }],
    ['informative', { detail: 'Total ingresos brutos por rentas de trabajo y pensión (2276)' }],
    ['unclassified', { detail: 'Zzz' }],
    ['another_name', { detail: 'Pagos por salarios (2276)', reportedName: 'ROJAS LAURA' }],
    ['prior_return_reference', { detail: 'Total patrimonio bruto declarado en el año anterior' }],
    ['loan_interest_unproven', { detail: 'Intereses de préstamos (1026)' }],
    ['severance_already_income', { detail: 'Valor total de los retiros de cesantías en el periodo' }],
    [
      'support_documents_overlap',
      { detail: 'Documentos soporte de adquisiciones a no obligados a facturar' },
    ],
    ['negative_amount', { detail: 'Pagos por salarios (2276)', amount: -5n }],
    ['zero', { detail: 'Pagos por salarios (2276)', amount: 0n }],
  ])('%s', (reason, row) => {
    const proposal = propose([row]);
    expect(amountsOf(proposal)).toEqual({});
    expect(proposal.leftOut).toEqual([
      expect.objectContaining({ id: 1, reason, text: expect.stringMatching(/\.$/) }),
    ]);
  });
});

describe('a proposal', () => {
  it('refuses a decision that is not one of its options', () => {
    const decisions = { fees: 'sin_costos' } as unknown as ProposalDecisions<number>;
    expect(() => propose([], decisions)).toThrowError(expect.objectContaining({ code: 'invalid_input' }));
  });

  it('tells decisions about rows that are no longer there', () => {
    expect(propose([], { entries: [{ id: 9, use: 'exclude' }] }).unusedDecisions).toEqual([9]);
  });

  it.each(SAMPLES.map((sample) => [sample.file, sample] as const))(
    'of %s loses no row and can be drafted',
    (_file, sample) => {
      const entries = sample.rows.map(({ row, amount, ...rest }) => ({
        ...rest,
        id: row,
        amount: BigInt(amount),
      }));
      const declaration = { year: Math.max(2023, sample.year), taxpayerName: sample.taxpayer.name, entries };
      const proposal = proposeBoxes(declaration);
      const seen = new Set([
        ...proposal.amounts.flatMap(({ entries: parts }) => parts.map(({ id }) => id)),
        ...proposal.leftOut.map(({ id }) => id),
      ]);
      expect([...seen].sort((first, second) => first - second)).toEqual(
        entries.map(({ id }) => id).sort((first, second) => first - second),
      );
      expect(() => draftReturn(proposal.input)).not.toThrow();
    },
  );

  it('does not depend on the order of the entries, changes none and repeats itself', () => {
    const sample = SAMPLES.find(({ rows }) => rows.length > 60);
    if (!sample) throw new Error('no large sample');
    const entries = sample.rows.map(({ row, amount, ...rest }) => ({
      ...rest,
      id: row,
      amount: BigInt(amount),
    }));
    const declaration = { year: 2024, taxpayerName: sample.taxpayer.name };
    const expected = proposeBoxes({ ...declaration, entries });
    const before = structuredClone(entries);
    fc.assert(
      fc.property(fc.shuffledSubarray(entries, { minLength: entries.length }), (shuffled) => {
        expect(proposeBoxes({ ...declaration, entries: shuffled })).toEqual(expected);
      }),
      { numRuns: 20 },
    );
    expect(entries).toEqual(before);
  });

  it('adds up: each box is the sum of its rows, and of each category every row goes somewhere', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            detail: fc.constantFrom(
              'Zzz',
              'Pagos por salarios (2276)',
              'Saldo CDT (1020)',
              'Honorarios (5002)',
            ),
            amount: fc.bigInt({ min: -5_000_000n, max: 500_000_000n }),
            category: fc.constantFrom(...CATEGORIES),
            boxes: fc.subarray([29, 30, 32, 58, 59, 74, 107]),
          }),
          { maxLength: 40 },
        ),
        (rows) => {
          const entries = rows.map((row, index) => ({
            ...row,
            id: index,
            reporterNit: '900111222',
            topes: [],
          }));
          const { amounts, leftOut, input } = proposeBoxes({ year: 2024, taxpayerName: TAXPAYER, entries });
          for (const { target, value, entries: parts } of amounts) {
            const sum = parts.reduce((total, { amount }) => total + amount, 0n);
            expect(value).toBe(sum > 0n ? sum : 0n);
            if ('box' in target) expect(input.boxes[target.box]).toBe(value);
          }
          const seen = new Set([
            ...amounts.flatMap((each) => each.entries.map(({ id }) => id)),
            ...leftOut.map(({ id }) => id),
          ]);
          expect(seen.size).toBe(entries.length);
        },
      ),
    );
  });
});
