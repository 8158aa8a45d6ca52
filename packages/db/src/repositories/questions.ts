import type { Kysely, Selectable } from 'kysely';
import type { Database } from '../schema/index.ts';
import type { DeclarationQuestionsTable } from '../schema/questions.ts';
import { decodeTimeCursor, type Page, toPage } from './cursor.ts';
import { json } from './values.ts';

export type QuestionRow = Omit<Selectable<DeclarationQuestionsTable>, 'organization_id'> & {
  asked_by_name: string | null;
};

export interface NewQuestion {
  readonly organizationId: string;
  readonly declarationId: string;
  readonly apiKeyId: string;
  readonly question: string;
  readonly answer: unknown;
}

/** Keeps a question with its answer. Null when the declaration was deleted meanwhile. */
export async function insertQuestion(
  db: Kysely<Database>,
  asked: NewQuestion,
): Promise<{ id: string; created_at: Date } | null> {
  const row = await db
    .insertInto('declaration_questions')
    .columns(['organization_id', 'declaration_id', 'question', 'answer', 'asked_by'])
    .expression((from) =>
      from
        .selectFrom('declarations')
        .select((column) => [
          'declarations.organization_id',
          'declarations.id',
          column.val(asked.question).as('question'),
          column.cast<string>(column.val(json(asked.answer)), 'jsonb').as('answer'),
          column.cast<string>(column.val(asked.apiKeyId), 'uuid').as('asked_by'),
        ])
        .where('declarations.organization_id', '=', asked.organizationId)
        .where('declarations.id', '=', asked.declarationId)
        // Held until the row is in: a purge that comes between would leave it without its declaration.
        .forKeyShare(),
    )
    .returning(['id', 'created_at'])
    .executeTakeFirst();
  return row ?? null;
}

export interface QuestionFilter {
  readonly organizationId: string;
  readonly declarationId: string;
  /** Only this one. */
  readonly id?: string;
  readonly limit: number;
  readonly cursor?: string;
}

/** What was asked about a declaration, newest first. Throws InvalidCursorError. */
export async function listQuestions(
  db: Kysely<Database>,
  filter: QuestionFilter,
): Promise<Page<QuestionRow>> {
  let query = db
    .selectFrom('declaration_questions as asked')
    .leftJoin('api_keys', (join) =>
      join
        .onRef('api_keys.organization_id', '=', 'asked.organization_id')
        .onRef('api_keys.id', '=', 'asked.asked_by'),
    )
    .select([
      'asked.declaration_id',
      'asked.id',
      'asked.question',
      'asked.answer',
      'asked.asked_by',
      'asked.created_at',
      'api_keys.name as asked_by_name',
    ])
    .where('asked.organization_id', '=', filter.organizationId)
    .where('asked.declaration_id', '=', filter.declarationId);
  if (filter.id !== undefined) query = query.where('asked.id', '=', filter.id);
  if (filter.cursor !== undefined) query = query.where('asked.id', '<', decodeTimeCursor(filter.cursor).id);
  const rows = await query
    .orderBy('asked.id', 'desc')
    .limit(filter.limit + 1)
    .execute();
  return toPage(
    rows,
    filter.limit,
    (row) => [row.created_at.toISOString(), row.id],
    (row) => row,
  );
}
