import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Database, findRun, organizationBacklog } from '@accountia/db';
import { ping } from '@accountia/task-contracts';
import { createAcceptor } from '@accountia/task-runtime';
import { Queue } from 'bullmq';
import type { Kysely } from 'kysely';
import { ended } from '../support/ended.ts';
import { inFlight } from '../support/in-flight.ts';
import { startPythonPeer } from '../support/python-peer.ts';
import { redisDatabase } from '../support/redis-database.ts';
import { startBenchStack } from '../support/stack.ts';
import { judge, median, pairedRatio, spread } from '../support/statistics.ts';

/**
 * Runs that do nothing, from the first one asked for to the last one ended: ours (committed in PostgreSQL, dispatcher,
 * Redis, worker, completed in PostgreSQL), Celery with its results kept on the same Redis, and bare BullMQ, which keeps
 * nothing but what is in Redis. Rounds take turns.
 * `node bench/queue/noop.ts [--rounds 5] [--runs 3000] [--concurrency 4]`
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    runs: { type: 'string', default: '3000' },
    concurrency: { type: 'string', default: '4' },
  },
});
const rounds = Number(values.rounds);
const runs = Number(values.runs);
/** Requests for runs under way at the same time, as in a server that many call. */
const PRODUCERS = 8;
const BAR = 2;

interface Round {
  readonly seconds: number;
  readonly acceptSeconds: number;
}
type Contender = { readonly name: string; readonly rounds: Round[]; run(count: number): Promise<Round> };

await using stack = await startBenchStack({ WORKER_CONCURRENCY: values.concurrency });
await stack.start('worker');
await stack.start('beat');
const bullmq = await startBullmq(redisDatabase(stack.redisUrl, 2));
const celery = await startPythonPeer({
  script: path.join(import.meta.dirname, 'celery/noop_peer.py'),
  modules: ['celery', 'redis'],
  environment: { BENCH_REDIS_URL: redisDatabase(stack.redisUrl, 1) },
});
try {
  const ours: Contender = { name: 'Accountia', rounds: [], run: (count) => roundOfOurs(stack.db, count) };
  const bare: Contender = { name: 'BullMQ, bare', rounds: [], run: (count) => bullmq.round(count) };
  const peers: Contender[] = [bare];
  if (celery !== null) {
    peers.unshift({
      name: 'Celery',
      rounds: [],
      async run(count) {
        const round = await celery.ask<Round & { done: number }>({ do: 'round', count });
        if (round.done !== count) throw new Error(`Celery did ${round.done} of ${count}`);
        return round;
      },
    });
  }
  // Once without counting: code is compiled, connections are open.
  for (const contender of [ours, ...peers]) await contender.run(runs);
  for (let round = 0; round < rounds; round += 1) {
    for (const contender of [ours, ...peers]) contender.rounds.push(await contender.run(runs));
  }

  const rate = (contender: Contender) => contender.rounds.map(({ seconds }) => runs / seconds);
  console.log(
    `${rounds} rounds of ${runs} runs that do nothing, concurrency ${values.concurrency}: runs a second`,
  );
  if (celery !== null) console.log(celery.versions);
  console.log(`${''.padEnd(14)}${'end to end'.padEnd(24)}${'accepted'.padEnd(24)}ours is`);
  for (const contender of [ours, ...peers]) {
    const accepted = contender.rounds.map(({ acceptSeconds }) => runs / acceptSeconds);
    const ratio = pairedRatio(rate(ours), rate(contender));
    console.log(
      contender.name.padEnd(14) +
        spread(rate(contender)).padEnd(24) +
        spread(accepted).padEnd(24) +
        `${ratio.toFixed(2)} times as fast`,
    );
  }
  const cost = ours.rounds.map((round, index) => (round.seconds - bare.rounds[index]!.seconds) / runs);
  console.log(`Durability costs ${(median(cost) * 1e6).toFixed(0)} µs a run against bare BullMQ.`);
  const [theirs] = peers;
  if (celery !== null) {
    const ratio = pairedRatio(rate(ours), rate(theirs!));
    judge(`at least ${BAR} times Celery: ${ratio.toFixed(2)}`, ratio >= BAR);
  }
} finally {
  await celery?.stop();
  await bullmq.stop();
}

async function roundOfOurs(db: Kysely<Database>, count: number): Promise<Round> {
  const organizationId = await stack.newOrganization();
  const accept = createAcceptor(db);
  const started = performance.now();
  let last = '';
  await inFlight(count, PRODUCERS, async () => {
    last = (await accept(ping, { echo: 'a' }, { organizationId })).run.id;
  });
  const accepted = performance.now();
  // One row by its key as long as that tells enough.
  while ((await findRun(db, organizationId, last))?.state !== 'completed') await sleep(10);
  while ((await organizationBacklog(db, organizationId, 1)).unfinished > 0) await sleep(10);
  const ended = performance.now();
  const { completed } = await db
    .selectFrom('runs')
    .select((eb) => eb.fn.countAll<bigint>().as('completed'))
    .where('organization_id', '=', organizationId)
    .where('state', '=', 'completed')
    .executeTakeFirstOrThrow();
  if (Number(completed) !== count) throw new Error(`${completed} of ${count} runs completed`);
  return { seconds: (ended - started) / 1_000, acceptSeconds: (accepted - started) / 1_000 };
}

async function startBullmq(
  url: string,
): Promise<{ round(count: number): Promise<Round>; stop(): Promise<void> }> {
  const child: ChildProcess = fork(path.join(import.meta.dirname, 'bullmq-worker.ts'), [
    url,
    values.concurrency,
  ]);
  await once(child, 'message');
  const queue = new Queue('noop', { connection: { url } });
  return {
    async round(count) {
      await queue.obliterate({ force: true });
      const started = performance.now();
      await inFlight(count, PRODUCERS, () => queue.add('ping', { echo: 'a', durationMs: 0 }));
      const accepted = performance.now();
      while ((await queue.getCompletedCount()) < count) await sleep(5);
      const ended = performance.now();
      return { seconds: (ended - started) / 1_000, acceptSeconds: (accepted - started) / 1_000 };
    },
    async stop() {
      await queue.obliterate({ force: true });
      await queue.close();
      child.disconnect();
      await ended(child);
    },
  };
}
