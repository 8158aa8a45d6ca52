import { admitRuns, heartbeatWorker, reconcileSchedules, SYSTEM_ORGANIZATION_ID } from '@accountia/db';
import { dailySummary, ping } from '@accountia/task-contracts';
import { enqueue } from '@accountia/task-runtime';
import { createEagerRunner, handlersWith } from '@accountia/task-runtime/testing';
import { sql } from 'kysely';
import type { TestMonitor } from './start-monitor.ts';

const ORGANIZATION = { organizationId: SYSTEM_ORGANIZATION_ID };

/**
 * A little of everything that the monitor shows, made by the real parts: a run that failed, one that was handed to the
 * queue, one that has been due for seven minutes, a live worker, one that fell silent, two schedules.
 */
export async function fill({
  db,
  transport,
}: TestMonitor): Promise<{ failedRunId: string; deliveredRunId: string }> {
  const failed = await db.transaction().execute((trx) => enqueue(trx, dailySummary, {}, ORGANIZATION));
  await createEagerRunner({ db, handlers: handlersWith({}) }).drain();

  const delivered = await db
    .transaction()
    .execute((trx) => enqueue(trx, ping, { echo: 'hola' }, ORGANIZATION));
  await transport.deliver(
    await admitRuns(db, { queue: delivered.run.queue, maxInFlight: 10, batchSize: 10 }),
  );

  const late = await db.transaction().execute((trx) => enqueue(trx, ping, { echo: 'hola' }, ORGANIZATION));
  await db
    .updateTable('runs')
    .set({ run_at: sql<Date>`now() - interval '7 minutes'` })
    .where('id', '=', late.run.id)
    .execute();

  const worker = {
    app: 'worker',
    host: 'equipo-1',
    pid: 4321,
    version: '0.1.0',
    queues: ['maintenance'],
    concurrency: 4,
  };
  await heartbeatWorker(db, { ...worker, id: 'worker-alive', active_runs: 3 });
  await heartbeatWorker(db, { ...worker, id: 'worker-silent', host: 'equipo-2', active_runs: 1 });
  await db
    .updateTable('workers')
    .set({ heartbeat_at: sql<Date>`now() - interval '1 minute'` })
    .where('id', '=', 'worker-silent')
    .execute();

  const schedule = { task: dailySummary.name, pattern: '0 6 * * *', timeZone: 'America/Bogota', payload: {} };
  await db.transaction().execute((trx) =>
    reconcileSchedules(trx, [
      { ...schedule, id: 'resumen-diario', enabled: true },
      { ...schedule, id: 'resumen-apagado', enabled: false },
    ]),
  );
  return { failedRunId: failed.run.id, deliveredRunId: delivered.run.id };
}
