import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { draft } from '../testing/draft.ts';
import type { Row } from '../testing/review.ts';
import { entriesOf, info } from '../testing/review.ts';
import { boxAmounts, compareDrafts, compareYears } from './compare-years.ts';
import { compareReports } from './compare-reports.ts';
import { compareWithCertificates } from './compare-with-certificates.ts';
import type { CertificateAmount } from './compare-with-certificates.ts';
import { explainTopes } from './explain-topes.ts';

const M = 1_000_000n;
const SALARY: Row = { detail: 'Pagos por salarios (2276)', amount: 60n * M };
const BALANCE: Row = { detail: 'Saldo CDT (1020)', amount: 8n * M };

describe('two downloads of a report', () => {
  it('says nothing of the same rows, in whatever order, spacing or accents', () => {
    const after = entriesOf([BALANCE, { ...SALARY, detail: 'PAGOS  POR SALÁRIOS (2276)' }]);
    expect(compareReports(entriesOf([SALARY, BALANCE]), after)).toEqual({
      added: [],
      removed: [],
      changed: [],
      unchangedCount: 2,
      differenceByCategory: {},
    });
  });

  it('tells what was added and removed', () => {
    const comparison = compareReports(entriesOf([SALARY]), entriesOf([BALANCE]));
    expect(comparison.added.map(({ detail }) => detail)).toEqual([BALANCE.detail]);
    expect(comparison.removed.map(({ detail }) => detail)).toEqual([SALARY.detail]);
    expect(comparison.differenceByCategory).toEqual({ assets: 8n * M, labour_income: -60n * M });
  });

  it('tells an amount that changed, with its difference', () => {
    const { changed, added, removed } = compareReports(
      entriesOf([SALARY]),
      entriesOf([{ ...SALARY, amount: 63n * M }]),
    );
    expect(changed).toEqual([expect.objectContaining({ difference: 3n * M })]);
    expect([added, removed]).toEqual([[], []]);
  });

  it('pairs repeated rows: one changed, one added', () => {
    const after = entriesOf([SALARY, { ...SALARY, amount: 5n * M }, { ...SALARY, amount: 9n * M }]);
    const comparison = compareReports(entriesOf([SALARY, { ...SALARY, amount: 4n * M }]), after);
    expect(comparison).toMatchObject({
      unchangedCount: 1,
      changed: [{ difference: 1n * M }],
      added: [{ amount: 9n * M }],
      removed: [],
    });
  });

  it.each([
    ['reporter', { reporterNit: '860777888' }],
    ['concept number', { detail: 'Pagos por salarios (5001)' }],
    ['further information', { additionalInformation: info('Número', '7') }],
  ])('takes another %s for another fact', (_what, change) => {
    const { added, removed } = compareReports(entriesOf([SALARY]), entriesOf([{ ...SALARY, ...change }]));
    expect([added.length, removed.length]).toEqual([1, 1]);
  });

  it('is reversible and independent of order', () => {
    const rows = fc.array(
      fc.record({
        detail: fc.constantFrom('Pagos por salarios (2276)', 'Saldo CDT (1020)', 'Arrendamientos (5005)'),
        amount: fc.bigInt({ min: 1n, max: 4n }),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(rows, rows, (first, second) => {
        const [before, after] = [entriesOf(first), entriesOf(second)];
        const there = compareReports(before, after);
        const back = compareReports(after, before);
        expect(back.added.length).toBe(there.removed.length);
        expect(back.changed.length).toBe(there.changed.length);
        expect(there.unchangedCount + there.changed.length + there.added.length).toBe(after.length);
        expect(compareReports([...before].reverse(), [...after].reverse())).toEqual(there);
      }),
    );
  });
});

describe("DIAN's totals explained", () => {
  const of = (tope: number, rows: readonly Row[], reported?: bigint) => {
    const found = explainTopes(entriesOf(rows), reported === undefined ? {} : { [tope]: reported });
    const explanation = found.find((each) => each.tope === tope);
    if (!explanation) throw new Error('no such tope');
    return explanation;
  };

  it('matches a plain sum', () => {
    expect(of(1, [SALARY], 60n * M)).toMatchObject({
      sum: 60n * M,
      adjusted: 60n * M,
      reasons: [],
      unexplained: 0n,
    });
  });

  it('answers for the five topes, without a total too', () => {
    const explanations = explainTopes([], {});
    expect(explanations.map(({ tope }) => tope)).toEqual([1, 2, 3, 4, 5]);
    expect(explanations.every(({ unexplained }) => unexplained === undefined)).toBe(true);
  });

  it.each<[string, number, Row[], bigint]>([
    [
      'property_valued_twice',
      2,
      [
        { detail: 'Valor avalúo catastral (1476)', amount: 180n * M },
        { detail: 'Valor base del impuesto predial (1476)', amount: 200n * M },
      ],
      200n * M,
    ],
    [
      'property_share',
      2,
      [
        {
          detail: 'Valor avalúo catastral (1476)',
          amount: 180n * M,
          additionalInformation: info('Porcentaje de Participación', '50'),
        },
      ],
      90n * M,
    ],
    [
      'severance_reported_twice',
      1,
      [
        { detail: 'Cesantías consignadas al fondo de cesantías (2276)', amount: 5n * M },
        { detail: 'Valor total de las cesantías abonadas en el periodo (2274)', amount: 6n * M },
      ],
      6n * M,
    ],
    [
      'total_beside_holders',
      1,
      [
        { detail: 'CDT Rendimientos Pagados (1020)', amount: 2n * M },
        { detail: 'Valor Total Rendimientos pagados', amount: 4n * M },
      ],
      2n * M,
    ],
    ['negative_amounts', 1, [SALARY, { ...SALARY, amount: -M }], 60n * M],
  ])('%s explains the difference', (code, tope, rows, reported) => {
    const explanation = of(tope, rows, reported);
    expect(explanation.reasons.map((each) => each.code)).toEqual([code]);
    expect(explanation).toMatchObject({ adjusted: reported, unexplained: 0n });
  });

  it.each<[string, number, Row]>([
    [
      'support_documents_overlap',
      1,
      { detail: 'Documentos soporte de adquisiciones a no obligados a facturar', amount: M },
    ],
    ['prior_patrimony', 2, { detail: 'Total patrimonio bruto declarado en el año anterior', amount: M }],
  ])('%s is told and takes nothing', (code, tope, row) => {
    expect(of(tope, [row], 0n)).toMatchObject({ sum: 0n, reasons: [{ code, amount: 0n }] });
  });

  it('leaves what it cannot explain', () => {
    expect(of(1, [SALARY], 70n * M).unexplained).toBe(10n * M);
  });
});

describe('report against certificates', () => {
  const certificate = (
    amount: bigint,
    change: Partial<CertificateAmount<string>> = {},
  ): CertificateAmount<string> => ({
    id: 'F220',
    reporterNit: '900111222',
    category: 'labour_income',
    amount,
    ...change,
  });

  it.each([
    ['matches', 60n * M, undefined],
    ['matches', 60n * M + 1_000n, undefined],
    ['matches', 60n * M - 1_000n, undefined],
    ['differs', 60n * M + 1_001n, undefined],
    ['differs', 60n * M + 1n, 0n],
    ['matches', 61n * M, 2n * M],
  ])('%s with %d and a tolerance of %s', (status, amount, tolerance) => {
    expect(compareWithCertificates(entriesOf([SALARY]), [certificate(amount)], tolerance)).toEqual([
      expect.objectContaining({ status, entries: [1], certificates: ['F220'], difference: 60n * M - amount }),
    ]);
  });

  it('adds the rows of an issuer and category, however the NIT is written', () => {
    const rows = entriesOf([SALARY, { detail: 'Pagos por viáticos (2276)', amount: 2n * M }]);
    const [only] = compareWithCertificates(rows, [certificate(62n * M, { reporterNit: '900.111.222-3' })]);
    expect(only).toMatchObject({ status: 'matches', reported: 62n * M, certified: 62n * M });
  });

  it('tells what only one side has', () => {
    const rows = entriesOf([
      SALARY,
      { detail: 'Retención por pagos rentas de trabajo o pensiones', amount: M },
    ]);
    const statuses = compareWithCertificates(rows, [
      certificate(60n * M),
      certificate(5n * M, { reporterNit: '800555666' }),
    ]);
    expect(statuses.map(({ reporterNit, category, status }) => [reporterNit, category, status])).toEqual([
      ['800555666', 'labour_income', 'only_in_certificates'],
      ['900111222', 'labour_income', 'matches'],
      ['900111222', 'withholdings', 'only_in_report'],
    ]);
  });

  it('says nothing of issuers without certificates', () => {
    expect(compareWithCertificates(entriesOf([SALARY]), [])).toEqual([]);
  });
});

describe('two years', () => {
  it('tells the boxes and categories that changed', () => {
    const comparison = compareYears(
      { year: 2025, boxes: { 32: 110n * M, 33: 5n * M }, totalsByCategory: { assets: 9n * M } },
      { year: 2024, boxes: { 32: 100n * M, 33: 5n * M, 58: 2n * M }, totalsByCategory: { assets: 6n * M } },
    );
    expect(comparison.boxes).toEqual([
      { key: 32, current: 110n * M, previous: 100n * M, difference: 10n * M, changeBasisPoints: 1_000n },
      { key: 58, current: 0n, previous: 2n * M, difference: -2n * M, changeBasisPoints: -10_000n },
    ]);
    expect(comparison.categories).toEqual([
      expect.objectContaining({ key: 'assets', changeBasisPoints: 5_000n }),
    ]);
  });

  it('gives no percentage of nothing', () => {
    expect(compareYears({ year: 2025, boxes: { 58: M } }, { year: 2024 }).boxes).toEqual([
      expect.objectContaining({ key: 58, changeBasisPoints: undefined }),
    ]);
  });

  it.each([
    [13_500_000n, 10n * M, 6],
    [13_499_000n, 10n * M, 12],
    [12_500_000n, 10n * M, 12],
    [12_499_000n, 10n * M, undefined],
    [9n * M, 3n * M, undefined],
  ])('net tax of %d after %d: firm in %s months (art. 689-3)', (now, before, months) => {
    const comparison = compareYears(
      { year: 2025, boxes: { 126: now } },
      { year: 2024, boxes: { 126: before } },
    );
    expect(comparison.auditBenefitMonths).toBe(months);
  });

  it('tells what a recomputation changed, and nothing when nothing did', () => {
    const before = draft(2024, { 132: M });
    const after = draft(2024, { 132: 3n * M });
    expect(compareDrafts(before, after)).toEqual([
      { box: 132, before: M, after: 3n * M },
      { box: 137, before: M, after: 3n * M },
    ]);
    expect(compareDrafts(after, after)).toEqual([]);
    expect(boxAmounts(after)[137]).toBe(3n * M);
  });
});
