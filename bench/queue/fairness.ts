import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { createOrganization } from '@accountia/db';
import { openTestDatabase } from '@accountia/db/testing';
import { createTestRedis, startTestServices } from '@accountia/dev-services/testing';
import { createLogger } from '@accountia/service-kit';
import { ping } from '@accountia/task-contracts';
import { createTransport, enqueue, startDispatcher, startTaskWorker } from '@accountia/task-runtime';
import { handlersWith } from '@accountia/task-runtime/testing';
import { sql } from 'kysely';

/**
 * How long one organization's single run takes, from its commit to its end, on an idle system and while another
 * organization has 10,000 runs waiting for the same worker. Ends with 1 when the p99 is more than twice that of idle.
 * `node bench/queue/fairness.ts [--samples 300] [--backlog 10000] [--work-ms 50] [--concurrency 4]`
 */
const { values } = parseArgs({
  options: {
    samples: { type: 'string', default: '300' },
    backlog: { type: 'string', default: '10000' },
    'work-ms': { type: 'string', default: '50' },
    concurrency: { type: 'string', default: '4' },
  },
});
const samples = Number(values.samples);
const backlog = Number(values.backlog);
const workMs = Number(values['work-ms']);
const concurrency = Number(values.concurrency);

const logger = createLogger({ app: 'bench', level: 'warn' });
const services = await startTestServices({ ownerPid: process.pid });
const redis = await createTestRedis(services.queue.url);
const database = await openTestDatabase();
const { db, url: databaseUrl } = database;
const transport = createTransport({ kind: 'redis', url: redis.url, prefix: redis.prefix }, logger);
const worker = await startTaskWorker({
  db,
  databaseUrl,
  transport,
  handlers: handlersWith({
    'system.ping': {
      async execute({ payload, workerId, attempt, signal }) {
        await sleep(workMs, undefined, { signal });
        return { apply: async () => ({ echo: payload.echo, workerId, attempt }) };
      },
    },
  }),
  logger,
  concurrency,
  leaseMs: 15_000,
});
const dispatcher = await startDispatcher({ db, databaseUrl, transport, logger });

const small = await createOrganization(db, 'one file');
const big = await createOrganization(db, 'ten thousand files');
try {
  await measure(20);
  const idle = await measure(samples);
  await sql`
    insert into runs (organization_id, task, task_version, queue, priority, payload, max_attempts, timeout_ms)
    select ${big.id}::uuid, ${ping.name}, ${ping.version}, ${ping.queue}, 1, '{"echo": "a", "durationMs": 0}', 4, 300000
    from generate_series(1, ${backlog})
  `.execute(db);
  await sleep(2_000);
  const before = await finished();
  const start = performance.now();
  const busy = await measure(samples);
  const perSecond = ((await finished()) - before) / ((performance.now() - start) / 1_000);
  const left = backlog - (await finished());
  if (left <= 0) throw new Error('The backlog was gone before the samples were: ask for a larger one');

  console.log(
    `${samples} single runs of ${workMs} ms, ${concurrency} slots, milliseconds from commit to end`,
  );
  console.log('                            p50     p95     p99     max');
  print('idle', idle);
  print(`behind ${backlog} of another`, busy);
  const ratio = busy.p99 / idle.p99;
  console.log(
    `p99 ratio ${ratio.toFixed(2)}; the backlog went on at ${perSecond.toFixed(0)} runs a second, ${left} left.`,
  );
  console.log(`In the order of arrival a single run would have waited ${(left / perSecond).toFixed(0)} s.`);
  process.exitCode = ratio <= 2 ? 0 : 1;
} finally {
  await dispatcher.stop();
  await worker.stop(1_000);
  await transport.close();
  await redis.dispose();
  await database.dispose();
  await services.release();
}

interface Latency {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** Asks for one run at a time, at no fixed beat, and reads from PostgreSQL's own clock how long each took. */
async function measure(count: number): Promise<Latency> {
  const ids: string[] = [];
  for (let sample = 0; sample < count; sample += 1) {
    const { run } = await db
      .transaction()
      .execute((trx) => enqueue(trx, ping, { echo: 'a' }, { organizationId: small.id }));
    ids.push(run.id);
    await sleep(workMs + Math.random() * workMs);
    while (!(await isFinished(run.id))) await sleep(5);
  }
  const rows = await db
    .selectFrom('runs')
    .select(sql<string>`extract(epoch from finished_at - created_at) * 1000`.as('ms'))
    .where('id', 'in', ids)
    .execute();
  const times = rows.map((row) => Number(row.ms)).toSorted((one, other) => one - other);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))]!;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

async function isFinished(id: string): Promise<boolean> {
  const row = await db
    .selectFrom('runs')
    .select('finished_at')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return row.finished_at !== null;
}

async function finished(): Promise<number> {
  const { count } = await db
    .selectFrom('runs')
    .select((eb) => eb.fn.countAll<bigint>().as('count'))
    .where('organization_id', '=', big.id)
    .where('finished_at', 'is not', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

function print(name: string, latency: Latency): void {
  const cells = [latency.p50, latency.p95, latency.p99, latency.max].map((value) =>
    value.toFixed(1).padStart(8),
  );
  console.log(name.padEnd(23) + cells.join(''));
}
