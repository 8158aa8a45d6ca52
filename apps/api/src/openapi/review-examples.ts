import type {
  Duplicate,
  ReviewDecision,
  ReviewDecisionRequest,
  ReviewItem,
} from '@accountia/task-contracts/api';

const declarationId = '0190f3c2-9a11-7b02-8c55-6b1d0c9e4f21';
const entryId = '0190f3c2-9a40-7e9d-a3b7-5d2e8f1c6a32';
const otherEntryId = '0190f3c2-9a40-7e9d-a3b7-5d2e8f1c6a33';
const actor = { apiKeyId: '0190f3c2-1111-7e9d-a3b7-5d2e8f1c6a32', name: 'Oficina contable' };

const item: ReviewItem = {
  concept: 'bonos de fidelidad redimidos',
  entries: 3,
  amount: '4500000',
  declarationIds: [declarationId],
  reporters: ['ALMACENES INVENTADOS S.A.'],
  classified: [{ category: 'unclassified', rule: 'none', confidence: 'low', entries: 3 }],
  example: { entryId, detail: 'Bonos de fidelidad redimidos (5099)', suggestedUse: '' },
};

const request: ReviewDecisionRequest = {
  concept: 'bonos de fidelidad redimidos',
  category: 'non_labour_income',
  note: 'Premios en dinero del programa de puntos',
};

const decision: ReviewDecision = {
  id: '0190f3c2-3333-7e9d-a3b7-5d2e8f1c6a32',
  concept: 'bonos de fidelidad redimidos',
  category: 'non_labour_income',
  note: 'Premios en dinero del programa de puntos',
  example: 'Bonos de fidelidad redimidos (5099)',
  state: 'in_force',
  before: [{ category: 'unclassified', rule: 'none', entries: 3 }],
  affectedEntries: 3,
  replaces: null,
  decidedAt: '2026-08-13T09:00:00.000Z',
  decidedBy: actor,
  replacedAt: null,
  revertedAt: null,
  revertedBy: null,
};

const duplicate: Duplicate = {
  id: '5f2c9d0b7a6e4f1c8d3b2a1908f7e6d5',
  code: 'duplicate_candidate',
  title: 'Posible dato repetido',
  explanation: 'El mismo informante reportó 2 veces «Pagos por salarios» por $ 5.000.000.',
  action:
    'Compare con los certificados. Si es el mismo hecho, cuéntelo una sola vez; si son cuentas o pagos distintos, déjelos.',
  entries: [entryId, otherEntryId].map((id, index) => ({
    entryId: id,
    reporterName: 'EMPRESA INVENTADA S.A.S.',
    detail: 'Pagos por salarios',
    amount: '5000000',
    counted: index === 0,
  })),
  articles: [],
  resolution: 'ignore',
  decidedAt: '2026-08-13T09:00:00.000Z',
  decidedBy: actor,
};

export const reviewExamples = { item, request, decision, duplicate } as const;
