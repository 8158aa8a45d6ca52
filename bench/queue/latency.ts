import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ping } from '@accountia/task-contracts';
import { createAcceptor } from '@accountia/task-runtime';
import { sql } from 'kysely';
import { startBenchStack } from '../support/stack.ts';
import { judge, percentile } from '../support/statistics.ts';

/**
 * How long it takes from the commit that accepts a run until a worker has taken it, upon which its handler starts, at light
 * load: one run now and then, in the real processes. The commit counts from the moment at which the client has its
 * answer; client and server read the same machine's clock.
 * `node bench/queue/latency.ts [--samples 500]`
 */
const { values } = parseArgs({ options: { samples: { type: 'string', default: '500' } } });
const samples = Number(values.samples);
const BAR = { p50: 10, p99: 50 };

await using stack = await startBenchStack();
const { db } = stack;
await stack.start('worker');
await stack.start('beat');
const organizationId = await stack.newOrganization();
const accept = createAcceptor(db);
await measure(30);
const times = await measure(samples);
const p50 = percentile(times, 0.5);
const p99 = percentile(times, 0.99);
console.log(`${samples} single runs, one at a time, milliseconds from commit to start`);
console.log(
  `p50 ${p50.toFixed(1)}  p95 ${percentile(times, 0.95).toFixed(1)}  p99 ${p99.toFixed(1)}  max ${Math.max(...times).toFixed(1)}`,
);
judge(`p50 below ${BAR.p50} ms`, p50 < BAR.p50);
judge(`p99 below ${BAR.p99} ms`, p99 < BAR.p99);

async function measure(count: number): Promise<number[]> {
  const committed = new Map<string, number>();
  for (let sample = 0; sample < count; sample += 1) {
    const { run } = await accept(ping, { echo: 'a' }, { organizationId });
    committed.set(run.id, performance.timeOrigin + performance.now());
    await sleep(20 + Math.random() * 60);
  }
  await sleep(500);
  const rows = await db
    .selectFrom('runs')
    .select(['id', sql<number>`extract(epoch from started_at)::float8 * 1000`.as('startedMs')])
    .where('organization_id', '=', organizationId)
    .where('started_at', 'is not', null)
    .where('id', 'in', [...committed.keys()])
    .execute();
  if (rows.length !== count) throw new Error(`${rows.length} of ${count} runs started`);
  return rows.map(({ id, startedMs }) => Math.max(0, startedMs - committed.get(id)!));
}
