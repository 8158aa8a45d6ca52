import { type Kysely, type Selectable, sql } from 'kysely';
import type { Database } from '../schema/index.ts';
import type { WorkersTable } from '../schema/runs.ts';

export type WorkerRow = Selectable<WorkersTable>;
export type WorkerRegistration = Pick<
  WorkerRow,
  'id' | 'app' | 'host' | 'pid' | 'version' | 'queues' | 'concurrency' | 'active_runs'
>;

/** Registers a process that does background work, or says that it still lives. */
export async function heartbeatWorker(db: Kysely<Database>, worker: WorkerRegistration): Promise<void> {
  await db
    .insertInto('workers')
    .values(worker)
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet({
        active_runs: worker.active_runs,
        concurrency: worker.concurrency,
        heartbeat_at: sql<Date>`now()`,
      }),
    )
    .execute();
}

export async function removeWorker(db: Kysely<Database>, id: string): Promise<void> {
  await db.deleteFrom('workers').where('id', '=', id).execute();
}

/** Processes that were heard of in the last `withinMs`. */
export async function listLiveWorkers(db: Kysely<Database>, withinMs: number): Promise<WorkerRow[]> {
  return await db
    .selectFrom('workers')
    .selectAll()
    .where('heartbeat_at', '>', sql<Date>`now() - ${withinMs} * interval '1 millisecond'`)
    .orderBy('app')
    .orderBy('started_at')
    .execute();
}

/** How long the oldest delivery that no worker has taken waits, by queue, in milliseconds. */
export async function oldestDeliveries(db: Kysely<Database>): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ queue: string; age: string }>`
    select queue, extract(epoch from now() - min(dispatched_at)) * 1000 as age
    from runs where state = 'dispatched' group by queue
  `.execute(db);
  return new Map(rows.map(({ queue, age }) => [queue, Math.round(Number(age))]));
}

/** Forgets processes that were not heard of for a day. */
export async function deleteSilentWorkers(db: Kysely<Database>): Promise<number> {
  const result = await db
    .deleteFrom('workers')
    .where('heartbeat_at', '<', sql<Date>`now() - interval '1 day'`)
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}
