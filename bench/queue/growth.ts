import { parseArgs } from 'node:util';
import {
  admitRuns,
  claimRun,
  completeRun,
  createOrganization,
  type Database,
  expireRuns,
  holdAttempt,
  listRunEvents,
  listRuns,
  listUnclaimed,
  organizationBacklog,
  queueDepths,
  recoverLostRuns,
  whatWaits,
} from '@accountia/db';
import { openTestDatabase } from '@accountia/db/testing';
import { ping } from '@accountia/task-contracts';
import { enqueue } from '@accountia/task-runtime';
import { type Kysely, sql } from 'kysely';
import { judge, median } from '../support/statistics.ts';

/**
 * What a run and the questions about runs cost while more and more finished runs are kept, with three events each: median
 * milliseconds of one connection on a server that does not wait for its disk. Flat means: at the largest size no
 * more than twice that of the smallest, or less than a tenth of a millisecond apart.
 * `node bench/queue/growth.ts [--runs 1000,100000,1000000] [--rounds 40]`
 */
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000,100000,1000000' },
    rounds: { type: 'string', default: '40' },
  },
});
const sizes = values.runs.split(',').map(Number);
const rounds = Number(values.rounds);
const MOST = 2;
const NOTHING_MS = 0.1;
const ORGANIZATIONS = 20;

await using database = await openTestDatabase();
const { db } = database;
const organizations: string[] = [];
for (let number = 0; number < ORGANIZATIONS; number += 1) {
  organizations.push((await createOrganization(db, `bench ${number}`)).id);
}
const [organizationId] = organizations as [string];

const costs = new Map<string, number[]>();
let kept = 0;
for (const size of sizes) {
  await keep(size - kept);
  kept = size;
  await sql`vacuum analyze`.execute(db);
  for (const [name, cost] of await measureAll()) costs.set(name, [...(costs.get(name) ?? []), cost]);
}

console.log(
  `milliseconds${''.padEnd(24)}${sizes.map((size) => size.toLocaleString('en').padStart(12)).join('')}`,
);
for (const [name, measured] of costs) {
  console.log(name.padEnd(36) + measured.map((cost) => cost.toFixed(2).padStart(12)).join(''));
}
for (const [name, measured] of costs) {
  const [first, last] = [measured[0]!, measured.at(-1)!];
  const isFlat = last <= first * MOST || last - first < NOTHING_MS;
  judge(`flat: ${name}, ${(last / first).toFixed(2)} times`, isFlat);
}

/** Adds finished runs: most completed, some failed, of many organizations and documents. */
async function keep(count: number): Promise<void> {
  await sql`
    with kept as (
      insert into runs (
        organization_id, task, task_version, queue, priority, payload, max_attempts, timeout_ms, state, attempt,
        document_id, run_at, started_at, finished_at, worker_id, result, error, created_at
      )
      select (${organizations}::uuid[])[1 + number % ${ORGANIZATIONS}], 'exogena.process-file', 1, 'parse', 1,
        '{"documentId": "01900000-0000-7000-8000-000000000001"}', 4, 300000,
        case when number % 100 = 0 then 'failed' else 'completed' end, 1, gen_random_uuid(),
        at, at, at, 'bench', '{}', case when number % 100 = 0 then '{"code": "unknown_layout"}'::jsonb end, at
      from generate_series(1, ${count}::integer) as number
      cross join lateral (select now() - number * interval '7 seconds' as at) as time
      returning organization_id, id, state
    )
    insert into run_events (organization_id, run_id, type, data)
    select organization_id, id, type, '{"attempt": 1}' from kept
    cross join (values ('queued'), ('started'), ('completed')) as event (type)
  `.execute(db);
}

async function measureAll(): Promise<[string, number][]> {
  const results: [string, number][] = [];
  await db.connection().execute(async (connection) => {
    results.push(...(await lifeOfARun(connection)));
    const failed = { organizationId, state: 'failed', limit: 50 } as const;
    const questions: [string, () => Promise<unknown>][] = [
      ['dispatcher: what waits', () => whatWaits(connection, ['parse', 'analyze', 'maintenance'])],
      ['sweeper: lost runs', () => recoverLostRuns(connection)],
      ['sweeper: expired runs', () => expireRuns(connection)],
      ['sweeper: deliveries', () => listUnclaimed(connection, { olderThanMs: 3_000, limit: 2_000 })],
      ['list: newest of an organization', () => listRuns(connection, { organizationId, limit: 50 })],
      ['list: failed of an organization', () => listRuns(connection, failed)],
      ['list: newest of all', () => listRuns(connection, { limit: 50 })],
      ['back-pressure of an organization', () => organizationBacklog(connection, organizationId, 20_000)],
      ['depths of the queues', () => queueDepths(connection)],
    ];
    for (const [name, ask] of questions) results.push([name, await repeated(ask)]);
  });
  return results;
}

/** Each step of `rounds` runs, one run after the other. */
async function lifeOfARun(connection: Kysely<Database>): Promise<[string, number][]> {
  const times = { enqueue: [], admit: [], claim: [], complete: [], history: [] } as Record<string, number[]>;
  for (let round = 0; round < rounds; round += 1) {
    const asked = await timed(times['enqueue']!, () =>
      connection.transaction().execute((trx) => enqueue(trx, ping, { echo: 'a' }, { organizationId })),
    );
    const [admitted] = await timed(times['admit']!, () =>
      admitRuns(connection, { queue: ping.queue, maxInFlight: 400, batchSize: 200 }),
    );
    const runId = asked.run.id;
    const claim = { organizationId, runId, delivery: admitted!.delivery, workerId: 'bench', leaseMs: 15_000 };
    const claimed = await timed(times['claim']!, () => claimRun(connection, claim));
    const key = { organizationId, runId, attempt: claimed!.attempt };
    await timed(times['complete']!, () =>
      connection.transaction().execute(async (trx) => {
        await holdAttempt(trx, key);
        await completeRun(trx, key, { result: { echo: 'a', workerId: 'bench', attempt: 1 } });
      }),
    );
    await timed(times['history']!, () => listRunEvents(connection, organizationId, runId, 0n));
  }
  return Object.entries(times).map(([step, taken]) => [`a run: ${step}`, median(taken)]);
}

async function repeated(ask: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) await timed(times, ask);
  return median(times);
}

async function timed<Value>(times: number[], work: () => Promise<Value>): Promise<Value> {
  const startedAt = performance.now();
  const value = await work();
  times.push(performance.now() - startedAt);
  return value;
}
