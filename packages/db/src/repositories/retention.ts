import { type Kysely, sql } from 'kysely';
import type { Database } from '../schema/index.ts';

/**
 * Deletes finished runs older than the given age, at most `limit`; their events go with them. A child stays for as long
 * as its parent is unfinished, which may still ask what became of it. Answers with how many.
 */
export async function deleteFinishedRuns(
  db: Kysely<Database>,
  options: { olderThanDays: number; limit: number },
): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    delete from runs using (
      select organization_id, id from runs
      where finished_at < now() - ${options.olderThanDays} * interval '1 day'
        and not exists (
          select from run_children join runs as parents
            on parents.organization_id = run_children.organization_id and parents.id = run_children.parent_id
          where run_children.organization_id = runs.organization_id and run_children.child_id = runs.id
            and parents.finished_at is null
        )
      limit ${options.limit}
      for update of runs skip locked
    ) as old
    where runs.organization_id = old.organization_id and runs.id = old.id
    returning runs.id
  `.execute(db);
  return rows.length;
}

/** Of these objects, those that belong to a document which is kept, over all organizations. */
export async function keptObjects(
  db: Kysely<Database>,
  objectNames: readonly string[],
): Promise<ReadonlySet<string>> {
  if (objectNames.length === 0) return new Set();
  const rows = await db
    .selectFrom('documents')
    .select('object_name')
    .where('object_name', 'in', objectNames)
    .where('state', '<>', 'purged')
    .execute();
  return new Set(rows.map((row) => row.object_name));
}

/**
 * Deletes declarations whose documents are all purged, with what was concluded from them: without this a name, a number
 * and insights would outlive the reports that they come from. Answers with how many.
 */
export async function deleteEmptyDeclarations(db: Kysely<Database>, limit: number): Promise<number> {
  return await db.transaction().execute(async (trx) => {
    // Locked first and looked at again in the next statement: a file that is being read may be adding itself.
    const { rows: candidates } = await sql<{ organization_id: string; id: string }>`
      select organization_id, id from declarations
      where exists (${purgedDocuments}) and not exists (${otherDocuments})
      limit ${limit} for update skip locked
    `.execute(trx);
    let deleted = 0;
    for (const { organization_id: organizationId, id } of candidates) {
      const { rows } = await sql<{ id: string }>`
        select id from declarations
        where organization_id = ${organizationId} and id = ${id} and not exists (${otherDocuments})
      `.execute(trx);
      if (rows.length === 0) continue;
      await trx
        .updateTable('documents')
        .set({ declaration_id: null })
        .where('organization_id', '=', organizationId)
        .where('declaration_id', '=', id)
        .execute();
      await trx
        .deleteFrom('declarations')
        .where('organization_id', '=', organizationId)
        .where('id', '=', id)
        .execute();
      deleted += 1;
    }
    return deleted;
  });
}

const ownDocuments = sql`
  select from documents where documents.organization_id = declarations.organization_id
    and documents.declaration_id = declarations.id
`;
const purgedDocuments = sql`${ownDocuments} and documents.state = 'purged'`;
const otherDocuments = sql`${ownDocuments} and documents.state <> 'purged'`;

/**
 * Deletes what is known of old slots. What is newer than a schedule's next slot stays whatever its age says: it is what
 * keeps a slot from being started twice.
 */
export async function deleteOldScheduleSlots(db: Kysely<Database>, olderThanDays: number): Promise<number> {
  const { rows } = await sql<{ slot_at: Date }>`
    delete from schedule_slots using schedules
    where schedules.id = schedule_slots.schedule_id and slot_at < schedules.next_slot_at
      and slot_at < now() - ${olderThanDays} * interval '1 day'
      and schedule_slots.created_at < now() - ${olderThanDays} * interval '1 day'
    returning slot_at
  `.execute(db);
  return rows.length;
}

/** Deletes notifications of which the day they speak of is long past. */
export async function deleteOldNotifications(db: Kysely<Database>, olderThanDays: number): Promise<number> {
  const result = await db
    .deleteFrom('notifications')
    .where('created_at', '<', sql<Date>`now() - ${olderThanDays} * interval '1 day'`)
    .where('due_date', '<', sql<string>`current_date`)
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}
