import { type DeclarationRow, insertQuestion, listQuestions } from '@accountia/db';
import { answerQuestion } from '@accountia/rag';
import { TaskError } from '@accountia/task-contracts';
import type { QuestionEvent } from '@accountia/task-contracts/api';
import type { ApiDependencies } from '../context.ts';
import { presentAnswerEvent, presentQuestion, storedAnswer } from '../presenters/questions.ts';
import { notFound } from '../problems/api-error.ts';
import { openDeclaration } from './open-declaration.ts';

export interface Asking {
  readonly declaration: DeclarationRow;
  readonly question: string;
  readonly apiKeyId: string;
  /** Aborted when nobody waits for the answer any more; nothing is kept then. */
  readonly signal: AbortSignal;
}

/**
 * The answer to a question as it comes about; the last event is `done`, once question and answer are stored.
 * Throws ApiError `declaration_not_found` when the declaration is deleted meanwhile, and the signal's reason.
 */
export async function* ask(
  { db, logger, questions }: Pick<ApiDependencies, 'db' | 'logger' | 'questions'>,
  { declaration, question, apiKeyId, signal }: Asking,
): AsyncGenerator<QuestionEvent, void, void> {
  const { organization_id: organizationId, id: declarationId } = declaration;
  const { model, search = null, calls, meterOf, modelTimeoutMs } = questions;
  const asked = await openDeclaration(db, declaration);
  const events = answerQuestion(asked, question, {
    db,
    model,
    search,
    admit: async () => await admit(calls, organizationId),
    signal,
    ...(meterOf === undefined ? {} : { meter: meterOf(organizationId) }),
    ...(modelTimeoutMs === undefined ? {} : { modelTimeoutMs }),
    onModelError: (error) => logger.warn({ err: error, declarationId }, 'the language model failed'),
  });
  for await (const event of events) {
    if (event.type !== 'done') {
      yield presentAnswerEvent(event);
      continue;
    }
    const answer = storedAnswer(event.answer);
    const owner = { organizationId, declarationId };
    const stored = await insertQuestion(db, { ...owner, apiKeyId, question, answer });
    if (stored === null) throw notFound('declaration');
    const newest = await listQuestions(db, { ...owner, id: stored.id, limit: 1 });
    const row = newest.items[0];
    if (row === undefined) throw notFound('declaration');
    yield { type: 'done', answer: presentQuestion(row) };
  }
}

/** False when the organization has used up its calls for now: whoever asks gets the rules' answer rather than none. */
async function admit(calls: ApiDependencies['questions']['calls'], organizationId: string): Promise<boolean> {
  try {
    await calls.take(organizationId);
    return true;
  } catch (error) {
    if (error instanceof TaskError && error.code === 'rate_limited') return false;
    throw error;
  }
}
