import type { QuestionRow } from '@accountia/db';
import type { AnswerEvent, GivenAnswer } from '@accountia/rag';
import type { AnswerFact, QuestionAnswer, QuestionEvent } from '@accountia/task-contracts/api';
import { presentActor } from './drafts.ts';

type GivenFact = GivenAnswer['facts'][number];

/** What is kept of an answer, and what the wire carries of it besides when and by whom it was asked. */
export type StoredAnswer = Pick<
  QuestionAnswer,
  'text' | 'answered' | 'citations' | 'facts' | 'generator' | 'notes' | 'dropped'
>;

export function storedAnswer(answer: GivenAnswer): StoredAnswer {
  return {
    text: answer.text,
    answered: answer.answered,
    citations: answer.citations.map((citation) => ({ ...citation })),
    facts: answer.facts.map(presentFact),
    generator: structuredClone(answer.generator),
    notes: answer.notes.map((note) => ({ ...note })),
    dropped: answer.dropped.map((drop) => ({ ...drop })),
  };
}

export function presentQuestion(row: QuestionRow): QuestionAnswer {
  // Written by storedAnswer and by nothing else.
  const answer = row.answer as StoredAnswer;
  return {
    id: row.id,
    declarationId: row.declaration_id,
    question: row.question,
    ...answer,
    askedBy: presentActor(row.asked_by, row.asked_by_name),
    createdAt: row.created_at.toISOString(),
  };
}

export function presentAnswerEvent(event: Exclude<AnswerEvent, { type: 'done' }>): QuestionEvent {
  if (event.type === 'text') return { type: 'text', text: event.text, refs: [...event.refs] };
  return {
    type: 'source',
    source:
      'fact' in event
        ? { kind: 'fact', fact: presentFact(event.fact) }
        : { kind: 'citation', citation: { ...event.citation } },
  };
}

function presentFact(fact: GivenFact): AnswerFact {
  const { ref, kind, id, text, amount, entryIds } = fact;
  return { ref, kind, id, text, amount: amount === null ? null : amount.toString(), entryIds: [...entryIds] };
}
