import fc from 'fast-check';
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../schema/index.ts';
import { type MigratedTestDatabase, openTestDatabase } from '../../testing/index.ts';
import { createOrganization } from '../organizations.ts';
import { requestCancel, retryFinishedRun } from './control.ts';
import { admitRuns } from './dispatch.ts';
import { insertRun } from './enqueue.ts';
import { claimRun, scheduleRetry, settleRun } from './execution.ts';
import { insertFlow } from './flows.ts';
import { listUnsound } from './invariants.ts';
import { expireRuns, recoverLostRuns } from './recovery.ts';
import { applyAndComplete } from './run-commands.ts';
import { newRun, type RealRuns } from './run-steps.ts';
import { TRIES } from './run-model.ts';

/** What one actor does next; `pick` chooses the run or the delivery. */
const ACTIONS = ['flow', 'single', 'deliver', 'deliver-twice', 'cancel', 'retry', 'lose', 'expire'] as const;
const actor = fc.array(fc.tuple(fc.constantFrom(...ACTIONS), fc.nat()), { minLength: 5, maxLength: 15 });
const ERROR = { code: 'broken', message: 'broken', retryable: true, details: {} };

/** The model test goes step by step; here everybody acts at once, and only what must always hold is asked. */
describe('runs under actors that act at the same time', () => {
  let database: MigratedTestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
    await sql`create table effects (run_id uuid not null, attempt integer not null)`.execute(database.db);
  });
  afterAll(() => database.dispose());

  test('none is applied twice, none deadlocks, none waits for what has ended', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(actor, { minLength: 4, maxLength: 6 }), async (actors) => {
        const { db } = database;
        await db.deleteFrom('runs').execute();
        await sql`delete from effects`.execute(db);
        const { id: organizationId } = await createOrganization(db, 'actors');
        const real = { db, organizationId };
        await Promise.all(
          actors.map(async (actions) => {
            for (const [action, pick] of actions) await act(real, action, pick);
          }),
        );
        expect(await listUnsound(real)).toEqual([]);
        await finishAll(real);
        expect(await listUnsound(real)).toEqual([]);
        const open = await db.selectFrom('runs').select('state').where('finished_at', 'is', null).execute();
        expect(open).toEqual([]);
      }),
      // No smaller case: what happens at the same time happens otherwise the next time.
      { numRuns: 25, endOnFailure: true },
    );
  });
});

async function act(real: RealRuns, action: (typeof ACTIONS)[number], pick: number): Promise<void> {
  const { db, organizationId } = real;
  switch (action) {
    case 'single':
      await db.transaction().execute((trx) => insertRun(trx, newRun(organizationId, 'shared')));
      return;
    case 'flow': {
      const children = [
        newRun(organizationId),
        newRun(organizationId, 'shared'),
        newRun(organizationId, 'other'),
      ];
      const flow = {
        children,
        parent: newRun(organizationId),
        onChildFailure: pick % 2 ? 'fail' : 'ignore',
      } as const;
      await db.transaction().execute((trx) => insertFlow(trx, flow));
      return;
    }
    case 'deliver':
    case 'deliver-twice':
      await admitRuns(db, { queue: 'parse', maxInFlight: 50, batchSize: 2 });
      await Promise.all((action === 'deliver' ? [pick] : [pick, pick]).map((how) => executeOne(real, how)));
      return;
    case 'cancel':
      await requestCancel(db, organizationId, await anyRun(db, pick));
      return;
    case 'retry':
      await retryFinishedRun(db, organizationId, await anyRun(db, pick), () => TRIES);
      return;
    case 'lose':
      await sql`update runs set lease_expires_at = now() - interval '1 second' where state = 'running'`.execute(
        db,
      );
      await recoverLostRuns(db);
      return;
    case 'expire':
      await sql`
        update runs set not_after = now() where id = ${await anyRun(db, pick)} and finished_at is null
      `.execute(db);
      await expireRuns(db);
  }
}

async function anyRun(db: Kysely<Database>, pick: number): Promise<string> {
  const rows = await db.selectFrom('runs').select('id').orderBy('id').execute();
  return rows[pick % Math.max(1, rows.length)]?.id ?? crypto.randomUUID();
}

/** Takes any dispatched run and ends the attempt one way or another; what it was told may be old by then. */
async function executeOne({ db, organizationId }: RealRuns, how: number): Promise<void> {
  const dispatched = await db
    .selectFrom('runs')
    .select(['id', 'delivery'])
    .where('state', '=', 'dispatched')
    .orderBy('id')
    .execute();
  const chosen = dispatched[how % Math.max(1, dispatched.length)];
  if (chosen === undefined) return;
  const claim = { organizationId, runId: chosen.id, delivery: chosen.delivery };
  const run = await claimRun(db, { ...claim, workerId: 'test', leaseMs: 60_000 });
  if (run === null) return;
  const key = { organizationId, runId: run.id, attempt: run.attempt };
  if (how % 4 === 0) {
    await db.transaction().execute((trx) => settleRun(trx, key, { state: 'failed', error: ERROR }));
  } else if (how % 4 === 1) await scheduleRetry(db, key, ERROR, 0);
  else await applyAndComplete({ db, organizationId }, { id: run.id, attempt: run.attempt });
}

/** Lets everything that is left go its way, parents after their children. */
async function finishAll(real: RealRuns): Promise<void> {
  const { db, organizationId } = real;
  await sql`update runs set lease_expires_at = now() - interval '1 second' where state = 'running'`.execute(
    db,
  );
  await sql`update runs set state = 'queued', dispatched_at = null where state = 'dispatched'`.execute(db);
  await recoverLostRuns(db);
  for (;;) {
    await expireRuns(db);
    const admitted = await admitRuns(db, { queue: 'parse', maxInFlight: 50, batchSize: 50 });
    if (admitted.length === 0) return;
    await Promise.all(
      admitted.map(async ({ id, delivery }) => {
        const claim = { organizationId, runId: id, delivery, workerId: 'test', leaseMs: 60_000 };
        const run = await claimRun(db, claim);
        if (run === null || (await applyAndComplete(real, { id, attempt: run.attempt }))) return;
        // It was asked to stop before.
        const key = { organizationId, runId: id, attempt: run.attempt };
        await db.transaction().execute((trx) => settleRun(trx, key, { state: 'cancelled', error: ERROR }));
      }),
    );
  }
}
