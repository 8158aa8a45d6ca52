import { type Kysely, sql } from 'kysely';
import type { Database } from '../schema/index.ts';

/** Whose answer it is. */
export interface AnswerOwner {
  readonly organizationId: string;
  readonly declarationId: string;
}

/** What a model answered to exactly this question about this declaration; null when nobody asked, or too long ago. */
export async function findModelAnswer(
  db: Kysely<Database>,
  { organizationId, declarationId }: AnswerOwner,
  hash: string,
): Promise<string | null> {
  const row = await db
    .selectFrom('model_answers')
    .select('answer')
    .where('organization_id', '=', organizationId)
    .where('declaration_id', '=', declarationId)
    .where('hash', '=', hash)
    .where('expires_at', '>', sql<Date>`now()`)
    .executeTakeFirst();
  return row?.answer ?? null;
}

export interface NewModelAnswer {
  readonly hash: string;
  readonly provider: string;
  readonly modelId: string;
  readonly promptVersion: string;
  readonly answer: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Keeps an answer for as long as the organization keeps documents. Nothing is kept for a declaration that is gone. */
export async function storeModelAnswer(
  db: Kysely<Database>,
  { organizationId, declarationId }: AnswerOwner,
  answer: NewModelAnswer,
): Promise<void> {
  await sql`
    insert into model_answers
      (organization_id, declaration_id, hash, provider, model, prompt_version, answer, input_tokens, output_tokens, expires_at)
    select declarations.organization_id, declarations.id, ${answer.hash}, ${answer.provider}, ${answer.modelId},
      ${answer.promptVersion}, ${answer.answer}, ${answer.inputTokens}, ${answer.outputTokens},
      now() + organizations.retention_days * interval '1 day'
    from declarations join organizations on organizations.id = declarations.organization_id
    where declarations.organization_id = ${organizationId} and declarations.id = ${declarationId}
    on conflict (organization_id, declaration_id, hash) do update set
      answer = excluded.answer, created_at = now(), expires_at = excluded.expires_at,
      input_tokens = excluded.input_tokens, output_tokens = excluded.output_tokens
  `.execute(db);
}

/** Deletes answers that are past their time, over all organizations. Answers with how many. */
export async function deleteExpiredModelAnswers(db: Kysely<Database>): Promise<number> {
  const result = await db
    .deleteFrom('model_answers')
    .where('expires_at', '<', sql<Date>`now()`)
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}
