import type {
  CertificateComparison,
  CertificateRequest,
  ReportComparison,
  TopeExplanationList,
  YearComparison,
} from '@accountia/task-contracts/api';

const declarationId = '0190f3c2-9a11-7b02-8c55-6b1d0c9e4f21';
const entryId = '0190f3c2-9a40-7e9d-a3b7-5d2e8f1c6a32';

const salary: ReportComparison['added'][number] = {
  entryId,
  reporterNit: '900123456',
  reporterName: 'EMPRESA INVENTADA S.A.S.',
  detail: 'Pagos por salarios',
  category: 'labour_income',
  amount: '79390257',
};

const report: ReportComparison = {
  before: {
    id: '0190f3c2-7d5a-7c41-9b1e-2f6d1f3a7c10',
    filename: 'reporte-mayo.xlsx',
    createdAt: '2026-05-12T15:04:05.000Z',
    reportedAt: null,
  },
  after: {
    id: '0190f3c2-7d5a-7c41-9b1e-2f6d1f3a7c11',
    filename: 'reporte-agosto.xlsx',
    createdAt: '2026-08-12T15:04:05.000Z',
    reportedAt: null,
  },
  added: [],
  removed: [],
  changed: [{ before: { ...salary, amount: '70000000' }, after: salary, difference: '9390257' }],
  unchangedCount: 41,
  differenceByCategory: [{ category: 'labour_income', label: 'Ingresos laborales', difference: '9390257' }],
};

const topes: TopeExplanationList = {
  items: [
    {
      tope: 2,
      label: 'Patrimonio bruto',
      reported: '180000000',
      sum: '310000000',
      adjusted: '180000000',
      unexplained: '0',
      reasons: [
        {
          code: 'property_valued_twice',
          text: 'Del mismo inmueble vienen dos valores: cuenta el mayor.',
          amount: '130000000',
          entryIds: [entryId],
        },
      ],
      entryIds: [entryId],
    },
  ],
};

const certificates: CertificateRequest = {
  certificates: [
    { id: 'formato-220', reporterNit: '900.123.456-7', category: 'labour_income', amount: '79390000' },
  ],
  tolerance: '1000',
};

const certified: CertificateComparison = {
  items: [
    {
      reporterNit: '900123456',
      reporterName: 'EMPRESA INVENTADA S.A.S.',
      category: 'labour_income',
      label: 'Ingresos laborales',
      status: 'matches',
      reported: '79390257',
      certified: '79390000',
      difference: '257',
      entryIds: [entryId],
      certificateIds: ['formato-220'],
    },
  ],
};

const years: YearComparison = {
  current: { declarationId, taxableYear: 2025 },
  previous: { declarationId: '0190f3c2-9a11-7b02-8c55-6b1d0c9e4f20', taxableYear: 2024 },
  boxesCompared: true,
  boxes: [
    {
      box: 126,
      label: 'Impuesto neto de renta',
      current: '5200000',
      previous: '4000000',
      difference: '1200000',
      changePercent: 30,
    },
  ],
  categories: [
    {
      category: 'labour_income',
      label: 'Ingresos laborales',
      current: '79390257',
      previous: '70000000',
      difference: '9390257',
      changePercent: 13.41,
    },
  ],
  auditBenefitMonths: 12,
};

export const comparisonExamples = { report, topes, certificates, certified, years } as const;
