import { admitRuns, type Database, organizationBacklog, whatWaits } from '@accountia/db';
import { openTestDatabase } from '@accountia/db/testing';
import { QUEUES } from '@accountia/task-contracts';
import { type Kysely, sql } from 'kysely';

/**
 * What one round of the dispatcher costs while many runs wait: milliseconds for a batch of 200 under room for 400, and of the
 * look-ups beside it. `node bench/queue/admission.ts`
 */
const CASES = [
  { organizations: 1, runs: 1_000 },
  { organizations: 1, runs: 100_000 },
  { organizations: 10, runs: 100_000 },
  { organizations: 1_000, runs: 100_000 },
  { organizations: 10, runs: 1_000_000 },
];
const ROUNDS = 21;
const OPTIONS = { queue: 'parse', maxInFlight: 400, batchSize: 200 } as const;

await using database = await openTestDatabase();
const { db } = database;
console.log('organizations  queued runs  admit 200  distinct (before) what waits  backlog of one');
for (const { organizations, runs } of CASES) {
  const some = await fill(organizations, runs);
  const admit = await median(() => undoing(() => admitRuns(db, OPTIONS)));
  const before = await median(() => distinctBefore(db));
  const due = await median(() => timed(() => whatWaits(db, QUEUES)));
  const backlog = await median(() => timed(() => organizationBacklog(db, some, 20_000)));
  const cells = [organizations, runs].map((value) => value.toLocaleString('en'));
  const times = [admit, before, due, backlog].map((value) => `${value.toFixed(1)} ms`);
  console.log(
    [cells[0]!.padStart(13), cells[1]!.padStart(13), times[0]!.padStart(11), times[1]!.padStart(19)].join(
      '',
    ) + [times[2]!.padStart(10), times[3]!.padStart(16)].join(''),
  );
}

/** Empties the table and fills it anew; answers with one of the organizations. */
async function fill(organizations: number, runs: number): Promise<string> {
  await sql`truncate runs, run_events, run_children`.execute(db);
  await db.deleteFrom('organizations').where('name', 'like', 'bench %').execute();
  await sql`
    insert into organizations (name, max_in_flight)
    select 'bench ' || number, 400 from generate_series(1, ${organizations}) as number
  `.execute(db);
  await sql`
    insert into runs (organization_id, task, task_version, queue, priority, payload, max_attempts, timeout_ms, run_at)
    select owner.id, 'exogena.process-file', 1, 'parse', 1, '{}', 4, 300000, now() - number * interval '1 millisecond'
    from (select id, row_number() over () as position from organizations where name like 'bench %') as owner
    join generate_series(1, ${runs}) as number on number % ${organizations} = owner.position - 1
  `.execute(db);
  await sql`vacuum analyze runs`.execute(db);
  const { id } = await db
    .selectFrom('organizations')
    .select('id')
    .where('name', 'like', 'bench %')
    .executeTakeFirstOrThrow();
  return id;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Admits, and puts back what was admitted, outside the measured time. */
async function undoing(admit: () => Promise<unknown[]>): Promise<number> {
  let admitted = 0;
  const elapsed = await timed(async () => (admitted = (await admit()).length));
  if (admitted !== OPTIONS.batchSize) throw new Error(`admitted ${admitted}`);
  await db.updateTable('runs').set({ state: 'queued' }).where('state', '=', 'dispatched').execute();
  return elapsed;
}

/** How waiting organizations were found until now: by a look at every queued row. */
async function distinctBefore(on: Kysely<Database>): Promise<number> {
  return await timed(() =>
    sql`
      select distinct organization_id from runs where queue = 'parse' and state = 'queued' and run_at <= now()
    `.execute(on),
  );
}

async function median(measure: () => Promise<number>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push(await measure());
  return times.toSorted((one, other) => one - other)[Math.floor(ROUNDS / 2)]!;
}
