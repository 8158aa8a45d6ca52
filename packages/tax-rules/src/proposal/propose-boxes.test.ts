import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CATEGORIES } from '../categories.ts';
import { draftReturn } from '../draft/draft-return.ts';
import { amountsOf, propose } from '../testing/proposal.ts';
import type { Row } from '../testing/review.ts';
import { entriesOf, info, TAXPAYER } from '../testing/review.ts';
import { SAMPLES } from '../testing/samples.ts';
import { proposeBoxes } from './propose-boxes.ts';
import type { LeftOutReason, ProposalDecisions } from './types.ts';

const M = 1_000_000n;

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
