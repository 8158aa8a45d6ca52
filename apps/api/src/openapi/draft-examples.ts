import type {
  DeclarationDecisionList,
  Draft,
  DraftRequest,
  DraftSummary,
} from '@accountia/task-contracts/api';

const declarationId = '0190f3c2-9a11-7b02-8c55-6b1d0c9e4f21';
const entryId = '0190f3c2-9a40-7e9d-a3b7-5d2e8f1c6a32';
const actor = { apiKeyId: '0190f3c2-1111-7e9d-a3b7-5d2e8f1c6a32', name: 'Oficina contable' };

const request: DraftRequest = {
  facts: { dependants: 2, prepaidMedicine: '1200000' },
  decisions: { fees: 'with_costs' },
  entries: [{ entryId, use: 'include' }],
};

const changes: NonNullable<Draft['changes']> = {
  boxes: [
    {
      box: 139,
      label: 'Adición por dependientes a la casilla 92',
      before: '0',
      after: '7171000',
    },
  ],
  told: [{ kind: 'fact', subject: 'dependants', before: null, after: 2 }],
  entries: { added: 0, removed: 0, reclassified: 0 },
};

const version = {
  version: 2,
  createdAt: '2026-08-13T09:00:00.000Z',
  createdBy: actor,
  outdated: false,
  changes,
};

const summary: DraftSummary = {
  ...version,
  provisional: false,
  netPatrimony: '0',
  taxableIncome: '59543000',
  netTax: '171000',
  withholdings: '0',
  balanceDue: '299000',
  creditBalance: '0',
};

const draft: Draft = {
  declarationId,
  ...version,
  taxableYear: 2025,
  form: '210',
  provisional: false,
  boxes: {
    '32': {
      label: 'Ingresos brutos (rentas de trabajo)',
      kind: 'adjusted',
      unit: 'pesos',
      value: '79390000',
      rule: 'labour.gross',
      article: '103',
      citation: 'art. 103 E.T.',
      explanation: 'Lo informado, $ 79.390.257, aproximado a miles.',
      operands: [{ name: 'casilla 32', value: '79390257', box: 32 }],
      provisional: false,
      entries: [{ entryId, amount: '79390257' }],
    },
  },
  questions: [
    {
      fact: 'monthsWorked',
      kind: 'count',
      options: null,
      title: 'Meses trabajados en el año',
      reason: 'Los límites de 32 UVT por dependientes y 16 UVT por salud son por mes.',
      whenMissing: 'Se toman doce meses trabajados.',
      articles: ['387'],
      status: 'assumed',
      value: null,
      entries: [],
    },
  ],
  choices: [
    {
      code: 'duplicate_candidate',
      decision: 'entries',
      chosen: 'include',
      options: ['include', 'exclude'],
      decided: false,
      entryIds: [entryId],
      text: 'El mismo informante repite concepto y valor: se cuentan todas las filas hasta que se confirme si sobran.',
      articles: [],
    },
  ],
  leftOut: [{ entryId, amount: '41225785', reason: 'informative', text: 'Es informativa: no se suma.' }],
  assumptions: [
    {
      code: 'monthsWorked',
      field: 'facts.monthsWorked',
      text: 'Se toman doce meses trabajados.',
      articles: ['387'],
    },
  ],
  warnings: [],
  unusedDecisions: [],
};

const decision: DeclarationDecisionList['items'][number] = {
  id: '0190f3c2-2222-7e9d-a3b7-5d2e8f1c6a32',
  kind: 'fact',
  subject: 'dependants',
  value: 2,
  findingId: null,
  state: 'in_force',
  decidedAt: '2026-08-13T09:00:00.000Z',
  decidedBy: actor,
  replacedAt: null,
  revertedAt: null,
  revertedBy: null,
};

/** Invented, as those of `examples`; a test holds them against the schemas. */
export const draftExamples = { request, draft, summary, decision } as const;
