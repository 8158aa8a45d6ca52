import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type MigratedTestDatabase, openTestDatabase } from '../../testing/index.ts';
import { createOrganization } from '../organizations.ts';
import { requestCancel } from './control.ts';
import { insertRun } from './enqueue.ts';
import { listRunEvents } from './events.ts';
import { claimRuns, completeWithoutEffects } from './execution.ts';
import { newRun } from './run-steps.ts';

describe('several runs in one statement', () => {
  let database: MigratedTestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.dispose());

  const claimant = { workerId: 'w', leaseMs: 60_000 };

  /** Runs that were handed to the queue once, of an organization each. */
  async function dispatched(count: number) {
    return await Promise.all(
      Array.from({ length: count }, async () => {
        const { id: organizationId } = await createOrganization(database.db, 'Prueba');
        const { run } = await database.db
          .transaction()
          .execute((trx) => insertRun(trx, newRun(organizationId)));
        await sql`update runs set state = 'dispatched', delivery = 1, dispatched_at = now() where id = ${run.id}`.execute(
          database.db,
        );
        return { organizationId, runId: run.id, delivery: 1 };
      }),
    );
  }

  test('are claimed each by its own delivery, once, and answered in their order', async () => {
    const [one, two, three] = (await dispatched(3)) as [Delivery, Delivery, Delivery];
    const late = { ...two, delivery: 0 };
    const elsewhere = { ...three, organizationId: one.organizationId };
    const claimed = await claimRuns(database.db, [late, two, one, two, elsewhere], claimant);
    expect(claimed.map((run) => run?.id)).toEqual([undefined, two.runId, one.runId, undefined, undefined]);
    expect(claimed[1]).toMatchObject({ state: 'running', attempt: 1, worker_id: 'w' });
    expect(await claimRuns(database.db, [one, three], claimant)).toMatchObject([null, { id: three.runId }]);
  });

  test('are completed with their own results, except those that may not be', async () => {
    const deliveries = (await dispatched(4)) as [Delivery, Delivery, Delivery, Delivery];
    await claimRuns(database.db, deliveries, claimant);
    const [, , cancelled, taken] = deliveries;
    await requestCancel(database.db, cancelled.organizationId, cancelled.runId);
    await sql`update runs set attempt = 2 where id = ${taken.runId}`.execute(database.db);
    const ended = deliveries.map(({ organizationId, runId }, place) => ({
      organizationId,
      runId,
      attempt: 1,
      result: { place, text: `"${place}", {}\\ ñ` },
      progress: place === 1 ? { percent: 90 } : undefined,
    }));
    expect(await completeWithoutEffects(database.db, ended)).toEqual([
      'held',
      'held',
      'cancel-requested',
      'lost',
    ]);
    const rows = await database.db
      .selectFrom('runs')
      .select(['state', 'result', 'progress'])
      .where(
        'id',
        'in',
        deliveries.map(({ runId }) => runId),
      )
      .orderBy(sql`array_position(${deliveries.map(({ runId }) => runId)}::uuid[], id)`)
      .execute();
    expect(rows).toEqual([
      { state: 'completed', result: ended[0]!.result, progress: null },
      { state: 'completed', result: ended[1]!.result, progress: { percent: 90 } },
      { state: 'running', result: null, progress: null },
      { state: 'running', result: null, progress: null },
    ]);
    const { organizationId, runId } = deliveries[1];
    const events = await listRunEvents(database.db, organizationId, runId, 0n);
    expect(events.map(({ type }) => type)).toEqual(['queued', 'started', 'progress', 'completed']);
  });
});

interface Delivery {
  readonly organizationId: string;
  readonly runId: string;
  readonly delivery: number;
}
