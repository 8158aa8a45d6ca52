import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { NotificationsTable } from '../schema/documents.ts';
import type { Database } from '../schema/index.ts';
import { decodeTimeCursor, type Page, toPage } from './cursor.ts';

export type NotificationRow = Selectable<NotificationsTable> & {
  taxable_year: number;
  taxpayer_name: string;
};

export interface FilingDeclaration {
  readonly organization_id: string;
  readonly id: string;
  readonly taxable_year: number;
  readonly taxpayer_number: string;
}

/**
 * Declarations of a taxable year that say something (a document of theirs is read and kept), over all organizations, in
 * the order of their keys: `after` is the last one of the page before.
 */
export async function listFilingDeclarations(
  db: Kysely<Database>,
  options: { taxableYear: number; after: FilingDeclaration | null; limit: number },
): Promise<FilingDeclaration[]> {
  const { after } = options;
  let query = db
    .selectFrom('declarations')
    .select(['organization_id', 'id', 'taxable_year', 'taxpayer_number'])
    .where('taxable_year', '=', options.taxableYear)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('documents')
          .select('documents.id')
          .whereRef('documents.organization_id', '=', 'declarations.organization_id')
          .whereRef('documents.declaration_id', '=', 'declarations.id')
          .where('documents.state', '=', 'processed'),
      ),
    );
  if (after !== null) {
    query = query.where(
      sql<boolean>`(organization_id, id) > (${after.organization_id}::uuid, ${after.id}::uuid)`,
    );
  }
  return await query.orderBy('organization_id').orderBy('id').limit(options.limit).execute();
}

export interface FilingReminder {
  readonly organizationId: string;
  readonly declarationId: string;
  readonly dueDate: string;
  readonly stageDays: number;
  readonly daysLeft: number;
  readonly provisional: boolean;
}

/** Leaves reminders, each at most once per declaration, date and stage. Answers with how many are new. */
export async function insertFilingReminders(
  trx: Transaction<Database>,
  reminders: readonly FilingReminder[],
): Promise<number> {
  if (reminders.length === 0) return 0;
  const result = await trx
    .insertInto('notifications')
    .values(
      reminders.map((reminder) => ({
        organization_id: reminder.organizationId,
        kind: 'filing_due',
        declaration_id: reminder.declarationId,
        due_date: reminder.dueDate,
        stage_days: reminder.stageDays,
        days_left: reminder.daysLeft,
        provisional: reminder.provisional,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0n);
}

export interface NotificationFilter {
  readonly organizationId: string;
  readonly declarationId?: string;
  readonly since?: Date;
  readonly limit: number;
  readonly cursor?: string;
}

/** Newest first. Throws InvalidCursorError. */
export async function listNotifications(
  db: Kysely<Database>,
  filter: NotificationFilter,
): Promise<Page<NotificationRow>> {
  let query = db
    .selectFrom('notifications')
    .innerJoin('declarations', (join) =>
      join
        .onRef('declarations.organization_id', '=', 'notifications.organization_id')
        .onRef('declarations.id', '=', 'notifications.declaration_id'),
    )
    .selectAll('notifications')
    .select(['declarations.taxable_year', 'declarations.taxpayer_name'])
    .where('notifications.organization_id', '=', filter.organizationId);
  if (filter.declarationId !== undefined) {
    query = query.where('notifications.declaration_id', '=', filter.declarationId);
  }
  if (filter.since !== undefined)
    query = query.where(
      // Clients know the time to the millisecond; what they have must not come again.
      sql<boolean>`date_trunc('milliseconds', notifications.created_at) > ${filter.since}`,
    );
  if (filter.cursor !== undefined) {
    query = query.where('notifications.id', '<', decodeTimeCursor(filter.cursor).id);
  }
  const rows = await query
    .orderBy('notifications.id', 'desc')
    .limit(filter.limit + 1)
    .execute();
  return toPage(
    rows,
    filter.limit,
    (row) => [row.created_at.toISOString(), row.id],
    (row) => row,
  );
}
