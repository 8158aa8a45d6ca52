import type {
  Declaration,
  DeclarationSummary,
  Document,
  Entry,
  Health,
  Insight,
  InsightFeedbackReport,
  InsightFeedbackRequest,
  Notification,
  Run,
} from '@accountia/task-contracts/api';

/** Invented people and numbers; what they show is checked against the schemas by a test. */
const documentId = '0190f3c2-7d5a-7c41-9b1e-2f6d1f3a7c10';
const declarationId = '0190f3c2-9a11-7b02-8c55-6b1d0c9e4f21';
const entryId = '0190f3c2-9a40-7e9d-a3b7-5d2e8f1c6a32';
const uploadedAt = '2026-08-12T15:04:05.000Z';
const processedAt = '2026-08-12T15:04:07.000Z';

const document: Document = {
  id: documentId,
  filename: 'reporte-exogena-2025.xlsx',
  sizeBytes: 48_213,
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  reading: null,
  state: 'processed',
  layout: 'personal-report',
  taxableYear: 2025,
  declarationId,
  supersededBy: null,
  entryCount: 42,
  bulk: null,
  warnings: [
    {
      code: 'amount_rounded',
      message: 'El valor traía centavos y se redondeó a pesos (1520300,50).',
      row: 27,
      cell: 'F27',
      details: { raw: '1520300,50' },
    },
  ],
  error: null,
  createdAt: uploadedAt,
  processedAt,
  expiresAt: '2027-08-12T15:04:05.000Z',
};

const notification: Notification = {
  id: '0190f3c2-7d88-7b15-8f6a-3c2e9d0b7a58',
  kind: 'filing_due',
  declarationId,
  taxableYear: 2025,
  dueDate: '2026-10-20',
  daysLeft: 30,
  provisional: false,
  title: 'La declaración de renta vence en 30 días',
  body:
    'La declaración de renta de MARIA INVENTADA DE PRUEBA por el año gravable 2025, si está obligado a presentarla, vence ' +
    'el 20 de octubre de 2026: hasta ese día se presenta y se paga sin sanción.',
  createdAt: '2026-09-20T12:00:03.000Z',
};

const run: Run = {
  id: '0190f3c2-7d61-7a3f-b2c4-8e0f5d7a9b43',
  task: 'exogena.process-file',
  taskVersion: 1,
  state: 'queued',
  attempt: 0,
  maxAttempts: 4,
  documentId,
  declarationId: null,
  progress: null,
  result: null,
  error: null,
  quarantineReason: null,
  cancelRequested: false,
  createdAt: uploadedAt,
  runAt: uploadedAt,
  startedAt: null,
  finishedAt: null,
};

const taxpayer = { documentType: 'CC', number: '1057664193', name: 'MARÍA INVENTADA DE EJEMPLO' };

const declaration: Declaration = {
  id: declarationId,
  taxableYear: 2025,
  taxpayer,
  documentCount: 1,
  entryCount: 42,
  analyzedAt: '2026-08-12T15:04:09.000Z',
  createdAt: processedAt,
  updatedAt: '2026-08-12T15:04:09.000Z',
};

const entry: Entry = {
  id: entryId,
  documentId,
  declarationId,
  row: 20,
  sheet: 'Reporte',
  cell: 'F20',
  reporterNit: '900123456',
  reporterName: 'EMPRESA INVENTADA S.A.S.',
  reportedNumber: '1057664193',
  reportedName: 'MARÍA INVENTADA DE EJEMPLO',
  detail: 'Pagos por salarios',
  amount: '79390257',
  category: 'labour_income',
  boxes: [32],
  topes: [1],
  candidateBoxes: [32],
  rule: 'salaries',
  confidence: 'high',
  suggestedUse: 'Tope 1: ingresos brutos | R32',
  additionalInformation: [],
};

const summary: DeclarationSummary = {
  declarationId,
  taxableYear: 2025,
  taxpayer,
  totalsByCategory: { labour_income: '79390257' },
  categories: [{ category: 'labour_income', label: 'Ingresos laborales', amount: '79390257', entries: 1 }],
  topes: [
    {
      tope: 1,
      key: 'gross_income',
      label: 'Ingresos brutos',
      amount: '79390257',
      reported: true,
      limit: '69718600',
      limitUvt: 1400,
      comparator: '>=',
      exceeded: true,
      nearEdge: false,
      percentOfLimit: 113.8,
      law: 'E.T. art. 592',
    },
  ],
  filing: {
    obligated: true,
    reasons: [
      'Ingresos brutos: $79.390.257 alcanza o supera el tope de $69.718.600 (1.400 UVT) (art. 592 del E.T.).',
    ],
    dueDate: '2026-10-21',
  },
  warnings: [],
};

const insight: Insight = {
  id: '0190f3c2-a5d0-7f18-9c3a-1b7e4d2f8c54',
  code: 'tope_income_exceeded',
  kind: 'warning',
  severity: 'warning',
  title: 'Debe presentar la declaración',
  body: 'Sus ingresos brutos superan el tope del año.',
  action: 'Prepare el formulario 210 antes del vencimiento.',
  explanation: null,
  amount: '79390257',
  box: null,
  deadline: '2026-10-21',
  confidence: 'high',
  entryIds: [entryId],
  citations: [
    {
      passageId: 'et-592',
      norm: 'Estatuto Tributario',
      article: '592',
      title: 'Quiénes no están obligados a declarar',
    },
  ],
  documents: ['Certificado de ingresos y retenciones (formulario 220)'],
  impact: {
    kind: 'risk',
    amount: '524000',
    basis:
      'Extemporaneidad de 1 mes o fracción sobre el impuesto a cargo del borrador (art. 641), con la mínima de $ 524.000 (art. 639), sin reducción ni intereses.',
  },
  feedback: {
    verdict: 'useful',
    reason: 'El contribuyente no sabía que debía declarar.',
    judgedAt: processedAt,
    judgedBy: null,
  },
};

const feedbackRequest: InsightFeedbackRequest = {
  verdict: 'useful',
  reason: 'El contribuyente no sabía que debía declarar.',
};

const feedbackReport: InsightFeedbackReport = {
  items: [
    {
      code: insight.code,
      useful: 12,
      wrong: 1,
      reasons: [
        {
          verdict: 'wrong',
          reason: 'El tope traía consignaciones de otra persona.',
          title: insight.title,
          declarationId,
          judgedAt: processedAt,
        },
      ],
    },
  ],
};

const health: Health = {
  status: 'ok',
  app: 'api',
  version: '0.1.0',
  dependencies: [{ name: 'postgresql', ok: true, latencyMs: 1.2, message: null }],
};

export const examples = {
  document,
  run,
  declaration,
  entry,
  summary,
  insight,
  feedbackRequest,
  feedbackReport,
  notification,
  health,
} as const;
