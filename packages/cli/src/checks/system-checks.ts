import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  assertSchemaIsCurrent,
  type Database,
  findRun,
  listLiveWorkers,
  requestCancel,
  SYSTEM_ORGANIZATION_ID,
} from '@accountia/db';
import { createObjectStore } from '@accountia/gcs';
import { ping } from '@accountia/task-contracts';
import { isTerminal } from '@accountia/task-contracts/api';
import { enqueue, type Transport } from '@accountia/task-runtime';
import { type Kysely, sql } from 'kysely';
import type { Check } from './check.ts';

/** A worker says that it lives every two seconds. */
export const WORKER_SILENCE_MS = 10_000;
const POLL_MS = 50;

export interface SystemUnderTest {
  readonly db: Kysely<Database>;
  readonly transport: Transport;
  readonly objectStore: {
    readonly bucket: string;
    readonly projectId?: string;
    readonly apiEndpoint?: string;
    readonly keyFilename?: string;
  };
  readonly pingTimeoutMs: number;
}

/** Everything that a run needs on its way, then the way itself. */
export function systemChecks(system: SystemUnderTest): Check[] {
  const queueName = system.transport.kind === 'redis' ? 'Redis' : 'Queue';
  return [
    {
      name: 'PostgreSQL',
      hint: 'Start everything with "npm start"; for another database see DATABASE_URL. Migrate with "accountia migrate".',
      run: () => checkDatabase(system.db),
    },
    {
      name: queueName,
      hint: 'Start everything with "npm start"; for another server see REDIS_URL.',
      run: async () => {
        await system.transport.check();
        return `the queue answers${system.transport.kind === 'redis' ? '' : ', delivered through PostgreSQL'}`;
      },
    },
    {
      name: 'Object store',
      hint: 'See GCS_BUCKET_NAME, GOOGLE_APPLICATION_CREDENTIALS and GCS_API_ENDPOINT.',
      run: () => checkObjectStore(system.objectStore),
    },
    {
      name: 'Workers',
      hint: 'Start one with "npm start"; its log: accountia logs worker',
      after: ['PostgreSQL'],
      run: () => checkWorkers(system.db),
    },
    {
      name: 'Ping run',
      hint: 'Either beat does not dispatch or the worker does not take: accountia status, accountia logs beat, accountia logs worker',
      after: ['PostgreSQL', queueName, 'Workers'],
      run: () => checkPing(system.db, system.pingTimeoutMs),
    },
  ];
}

async function checkDatabase(db: Kysely<Database>): Promise<string> {
  const { rows } = await sql<{
    version: string;
  }>`select current_setting('server_version') as version`.execute(db);
  await assertSchemaIsCurrent(db);
  return `version ${rows[0]?.version ?? 'unknown'}, schema up to date`;
}

/** There and back: what is written can be read and deleted again. */
async function checkObjectStore(options: SystemUnderTest['objectStore']): Promise<string> {
  const store = createObjectStore(options);
  await store.check();
  const name = `accountia-test/${randomUUID()}`;
  const written = Buffer.from(`accountia test ${name}`);
  await store.put(name, written);
  try {
    const read = await store.read(name, { maxBytes: 1_000 });
    if (!read.equals(written)) throw new Error('what was read is not what was written');
  } finally {
    await store.delete(name, { ignoreMissing: true });
  }
  return `bucket ${options.bucket}: written, read and deleted`;
}

async function checkWorkers(db: Kysely<Database>): Promise<string> {
  const workers = await listLiveWorkers(db, WORKER_SILENCE_MS);
  if (workers.length === 0)
    throw new Error(`no worker was heard of in the last ${WORKER_SILENCE_MS / 1_000} s`);
  const slots = workers.reduce((sum, worker) => sum + worker.concurrency, 0);
  return `${workers.length} alive, ${slots} runs at a time in each queue`;
}

/** A run from its row over dispatcher, queue and worker back to its row. One that does not arrive is cancelled. */
async function checkPing(db: Kysely<Database>, timeoutMs: number): Promise<string> {
  const echo = randomUUID();
  const { run } = await db
    .transaction()
    .execute((trx) => enqueue(trx, ping, { echo }, { organizationId: SYSTEM_ORGANIZATION_ID }));
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const now = await findRun(db, SYSTEM_ORGANIZATION_ID, run.id);
    if (now === null) throw new Error(`run ${run.id} is gone`);
    if (isTerminal(now.state)) {
      const result = ping.result.safeParse(now.result);
      if (now.state === 'completed' && result.success && result.data.echo === echo) {
        return `completed by ${result.data.workerId}`;
      }
      throw new Error(
        `run ${run.id} ended as ${now.state}${now.error === null ? '' : `: ${now.error.message}`}`,
      );
    }
    if (performance.now() > deadline) {
      await requestCancel(db, SYSTEM_ORGANIZATION_ID, run.id);
      throw new Error(`run ${run.id} was still ${now.state} after ${timeoutMs / 1_000} s; it was cancelled`);
    }
    await sleep(POLL_MS);
  }
}
