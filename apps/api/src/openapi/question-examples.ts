import type { QuestionAnswer, QuestionEvent } from '@accountia/task-contracts/api';
import { examples } from './examples.ts';

const fact = {
  ref: 'F1',
  kind: 'category' as const,
  id: 'withholdings',
  text: 'Retenciones en la fuente: $ 1.900.000 en 1 dato.',
  amount: '1900000',
  entryIds: [examples.entry.id],
};
const citation = {
  ref: 'P1',
  passageId: 'et-373',
  norm: 'Estatuto Tributario',
  article: '373',
  title: 'Las retenciones se restan del impuesto',
  excerpt: 'Lo retenido en el año se resta del impuesto que resulte en la declaración.',
};
const said = 'En 2025 le retuvieron $ 1.900.000 a título de renta, según lo que reportaron los terceros:';
const answer: QuestionAnswer = {
  id: '0198f3c2-7d5a-7c41-9b1e-2f6d1f3a7c77',
  declarationId: examples.declaration.id,
  question: '¿Cuánto me retuvieron?',
  text: said,
  answered: true,
  citations: [citation],
  facts: [fact],
  generator: { kind: 'rules' },
  notes: [],
  dropped: [],
  askedBy: null,
  createdAt: examples.declaration.createdAt,
};
const events: QuestionEvent[] = [
  { type: 'source', source: { kind: 'fact', fact } },
  { type: 'text', text: said, refs: ['F1'] },
  { type: 'source', source: { kind: 'citation', citation } },
  { type: 'done', answer },
];

export const questionExamples = {
  request: { question: '¿Cuánto me retuvieron?' },
  answer,
  events: events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join(''),
};
