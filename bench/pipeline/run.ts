import { createHash } from 'node:crypto';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { findDocument, insertDocument } from '@accountia/db';
import { buildPersonalReport } from '@accountia/excel-parser/testing';
import { objectName } from '@accountia/gcs';
import { processFile } from '@accountia/task-contracts';
import { enqueue } from '@accountia/task-runtime';
import { sql } from 'kysely';
import { inFlight } from '../support/in-flight.ts';
import { startPythonPeer } from '../support/python-peer.ts';
import { redisDatabase } from '../support/redis-database.ts';
import { startBenchStack } from '../support/stack.ts';
import { judge, pairedRatio, spread } from '../support/statistics.ts';
import { stageShares, STAGES, type StageTimes } from './stages.ts';

/**
 * Reports that are in the object store already, from the first one asked for to the last one whose entries are committed:
 * ours, and the same work by Celery with openpyxl and psycopg2 from the same object store. Rounds take turns. The analyses
 * that follow, which the peer does not do, wait meanwhile: our worker takes files only. The rounds at the end have a worker
 * that does both, and last until the last report is analysed.
 * `node bench/pipeline/run.ts [--rounds 5] [--reports 300] [--rows 120] [--warm-up 600]`
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    reports: { type: 'string', default: '300' },
    rows: { type: 'string', default: '120' },
    /** Reports that nobody counts: a worker in its first seconds mostly compiles. */
    'warm-up': { type: 'string', default: '600' },
  },
});
const rounds = Number(values.rounds);
const reports = Number(values.reports);
const rows = Number(values.rows);
const warmUp = Number(values['warm-up']);
const BAR = 4;
const AIM = 8;
const PRODUCERS = 8;

interface Report {
  readonly object: string;
  readonly generation: string;
  readonly sha256: string;
  readonly size: number;
}
interface Round {
  readonly seconds: number;
}

await using stack = await startBenchStack();
const { db, objects } = stack;
const files = { WORKER_QUEUES: 'parse' };
let worker = await stack.start('worker', { environment: files });
await stack.start('beat');
const contents = Array.from({ length: reports }, (_, index) => {
  const { bytes } = buildPersonalReport({ seed: index + 1, facts: rows });
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
});
const stored = await storeReports(await stack.newOrganization(), reports);
const peer = await startPythonPeer({
  script: path.join(import.meta.dirname, 'celery/report_peer.py'),
  modules: ['celery', 'redis', 'openpyxl', 'psycopg2'],
  environment: {
    BENCH_REDIS_URL: redisDatabase(stack.redisUrl, 1),
    BENCH_DATABASE_URL: stack.services.databaseUrl,
    BENCH_OBJECTS_URL: stack.objectsUrl,
  },
});
try {
  const ours: Round[] = [];
  const theirs: (Round & { stages: StageTimes })[] = [];
  await warm((count) => roundOfOurs(count));
  // As the server does by itself within a minute: nobody plans for tables that were empty a moment ago.
  await sql`analyze`.execute(db);
  if (peer !== null) await warm((count) => peer.ask({ do: 'round', documents: stored.slice(0, count) }));
  for (let round = 0; round < rounds; round += 1) {
    ours.push(await roundOfOurs(reports));
    if (peer === null) continue;
    const answer = await peer.ask<Round & { entries: number; stages: StageTimes }>({
      do: 'round',
      documents: stored,
    });
    if (answer.entries !== reports * rows) throw new Error(`The peer stored ${answer.entries} entries`);
    theirs.push(answer);
  }

  const rate = (done: readonly Round[]) => done.map(({ seconds }) => reports / seconds);
  console.log(`${rounds} rounds of ${reports} reports of ${rows} rows: reports a second`);
  console.log(`Accountia                      ${spread(rate(ours))}`);
  if (peer !== null) {
    console.log(`Celery, openpyxl and psycopg2  ${spread(rate(theirs))}  (${peer.versions})`);
  }
  await worker.stop();
  worker = await stack.start('worker');
  const both = await roundsWithAnalyses();
  console.log(`Accountia, with analyses       ${spread(rate(both))}`);
  await worker.stop();
  const shares: [string, StageTimes][] = [['Accountia', await stagesOfOurs()]];
  const [first] = theirs;
  if (first !== undefined) shares.push(['Celery', first.stages]);
  console.log(`\n${'share of an attempt'.padEnd(22)}${STAGES.map((stage) => stage.padStart(13)).join('')}`);
  for (const [name, times] of shares) console.log(name.padEnd(22) + stageShares(times));
  if (peer !== null) {
    const ratio = pairedRatio(rate(ours), rate(theirs));
    console.log('');
    judge(`at least ${BAR} times the peer: ${ratio.toFixed(2)} (the aim is ${AIM})`, ratio >= BAR);
  }
} finally {
  await peer?.ask({ do: 'stop' });
  await peer?.stop();
}

/** In rounds, because an organization has the same bytes once. */
async function warm(round: (count: number) => Promise<unknown>): Promise<void> {
  for (let left = warmUp; left > 0; left -= reports) await round(Math.min(left, reports));
}

/** Into the store before the clock starts. An object belongs to one document, so that each round of ours has its own. */
async function storeReports(organizationId: string, count: number): Promise<Report[]> {
  const made: Report[] = [];
  await inFlight(count, PRODUCERS, async (index) => {
    const { bytes, sha256 } = contents[index]!;
    const object = objectName({ organizationId, documentId: crypto.randomUUID(), extension: 'xlsx' });
    const { generation } = await objects.put(object, bytes);
    made.push({ object, generation, sha256, size: bytes.byteLength });
  });
  return made;
}

async function accept(organizationId: string, report: Report): Promise<string> {
  const id = crypto.randomUUID();
  await db.transaction().execute(async (trx) => {
    const document = await insertDocument(trx, {
      organizationId,
      id,
      filename: 'reporte.xlsx',
      contentType: 'application/octet-stream',
      sizeBytes: report.size,
      sha256: report.sha256,
      objectName: report.object,
      objectGeneration: report.generation,
    });
    if (document === null) throw new Error(`Stored already: ${report.object}`);
    await enqueue(
      trx,
      processFile,
      { documentId: id },
      { organizationId, documentId: id, subjectIsNew: true },
    );
  });
  return id;
}

/** `rest` waits for what is to be counted besides. */
async function roundOfOurs(
  count: number,
  rest?: () => Promise<void>,
): Promise<Round & { organizationId: string }> {
  const organizationId = await stack.newOrganization();
  const some = await storeReports(organizationId, count);
  let last = '';
  const started = performance.now();
  await inFlight(count, PRODUCERS, async (index) => {
    last = await accept(organizationId, some[index]!);
  });
  // One row by its key as long as that tells enough: who only looks on should not be what is measured.
  while ((await findDocument(db, organizationId, last))?.state !== 'processed') await sleep(20);
  while ((await countProcessed(organizationId)) < count) await sleep(20);
  await rest?.();
  const seconds = (performance.now() - started) / 1_000;
  const entries = await db
    .selectFrom('entries')
    .select((eb) => eb.fn.countAll<bigint>().as('count'))
    .where('organization_id', '=', organizationId)
    .executeTakeFirstOrThrow();
  if (Number(entries.count) !== count * rows) throw new Error(`We stored ${entries.count} entries`);
  return { seconds, organizationId };
}

/** As many again in which each report is analysed, until the last analysis has ended. */
async function roundsWithAnalyses(): Promise<Round[]> {
  await atRest();
  await warm((count) => roundOfOurs(count, atRest));
  const done: Round[] = [];
  for (let round = 0; round < rounds; round += 1) done.push(await roundOfOurs(reports, atRest));
  return done;
}

async function countProcessed(organizationId: string): Promise<number> {
  const { count } = await db
    .selectFrom('documents')
    .select((eb) => eb.fn.countAll<bigint>().as('count'))
    .where('organization_id', '=', organizationId)
    .where('state', '<>', 'uploaded')
    .executeTakeFirstOrThrow();
  return Number(count);
}

async function atRest(): Promise<void> {
  for (;;) {
    const row = await db.selectFrom('runs').select('id').where('finished_at', 'is', null).executeTakeFirst();
    if (row === undefined) return;
    await sleep(50);
  }
}

/** One round more in a worker that tells what each attempt spent its time on. */
async function stagesOfOurs(): Promise<StageTimes> {
  const spent: Record<string, number>[] = [];
  await stack.start('worker', {
    environment: { ...files, LOG_LEVEL: 'debug' },
    onEntry: (entry) => {
      if ('msg' in entry && entry.msg === 'report stored') spent.push(entry as Record<string, number>);
    },
  });
  await warm((count) => roundOfOurs(count));
  spent.length = 0;
  const { organizationId } = await roundOfOurs(reports);
  const { seconds: total } = await db
    .selectFrom('runs')
    .select(sql<number>`sum(extract(epoch from finished_at - started_at))::float8`.as('seconds'))
    .where('organization_id', '=', organizationId)
    .where('task', '=', processFile.name)
    .executeTakeFirstOrThrow();
  const sum = (key: string) => spent.reduce((total, entry) => total + entry[key]!, 0) / 1_000;
  const [fetch, parse, classify, write] = ['fetchMs', 'parseMs', 'classifyMs', 'writeMs'].map(sum);
  return {
    fetch: fetch!,
    parse: parse!,
    classify: classify!,
    write: write!,
    bookkeeping: Math.max(0, total - fetch! - parse! - classify! - write!),
  };
}
