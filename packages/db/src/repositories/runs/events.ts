import type { RunEvent, RunEventType } from '@accountia/task-contracts/api';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../schema/index.ts';
import { json } from '../values.ts';

/** Adds to the history of a run. A trigger announces what seldom happens to whoever follows the run; see `announceRuns`. */
export async function appendRunEvent(
  db: Kysely<Database>,
  run: { readonly organization_id: string; readonly id: string },
  type: RunEventType,
  data: Record<string, unknown>,
): Promise<void> {
  await db
    .insertInto('run_events')
    .values({ organization_id: run.organization_id, run_id: run.id, type, data: json(data) })
    .execute();
}

/**
 * Tells who follows these runs that something happened: what every run goes through, and no trigger announces. Afterwards
 * and for many at once, because transactions that notify commit one by one; this one waits for no disk.
 */
export async function announceRuns(db: Kysely<Database>, runIds: readonly string[]): Promise<void> {
  await sql`
    select set_config('synchronous_commit', 'off', true), pg_notify('accountia_run_event', run_id)
    from unnest(${[...runIds]}::text[]) as announced (run_id)
  `.execute(db);
}

/** Events after `afterSequence`, oldest first. */
export async function listRunEvents(
  db: Kysely<Database>,
  organizationId: string,
  runId: string,
  afterSequence: bigint,
  limit = 500,
): Promise<RunEvent[]> {
  const rows = await db
    .selectFrom('run_events')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('run_id', '=', runId)
    .where('sequence', '>', afterSequence)
    .orderBy('sequence')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    sequence: row.sequence.toString(),
    type: row.type,
    at: row.at.toISOString(),
    data: row.data,
  }));
}
