import type { RunEvent, RunEventType } from '@accountia/task-contracts/api';
import type { Kysely } from 'kysely';
import type { Database } from '../../schema/index.ts';
import { json } from '../values.ts';

/** Adds to the history of a run; a trigger announces it to whoever follows the run. */
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
