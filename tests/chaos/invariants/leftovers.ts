import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findRun, SYSTEM_ORGANIZATION_ID } from '@accountia/db';
import { purgeExpired } from '@accountia/task-contracts';
import { isTerminal } from '@accountia/task-contracts/api';
import { enqueue } from '@accountia/task-runtime';
import { sql } from 'kysely';
import { restartService } from '../faults/services.ts';
import type { ChaosStack } from '../stack.ts';
import { type Violation, violations } from './violation.ts';

export interface Orphans {
  /** Objects without a document after the faults: uploads that ended between the object and the row. */
  readonly before: number;
  readonly afterPurge: number;
}

/** Objects that no document points to, and what the purge leaves of them when they are old enough. */
export async function checkObjects(
  stack: ChaosStack,
  /** Uploads that did not get a 2xx, each try for itself: no more objects than these may be without a document. */
  failedUploads: number,
): Promise<{ orphans: Orphans; found: Violation[] }> {
  const before = await orphanedObjects(stack);
  const lost = await missingObjects(stack);
  await makeOld(stack, new Set(before));
  const purged = await purge(stack);
  const after = await orphanedObjects(stack);
  return {
    orphans: { before: before.length, afterPurge: after.length },
    found: [
      ...violations('every document has its object', lost),
      ...violations(
        'an object without a document comes from an upload that failed',
        before.length > failedUploads ? [`${before.length} objects, ${failedUploads} failed uploads`] : [],
      ),
      ...violations('the purge completes', [purged]),
      ...violations('the purge removes objects without a document', after),
    ],
  };
}

async function orphanedObjects(stack: ChaosStack): Promise<string[]> {
  const known = new Set(
    (await stack.db.selectFrom('documents').select('object_name').execute()).map((row) => row.object_name),
  );
  const orphans: string[] = [];
  for await (const object of stack.objects.list('organizations/')) {
    if (!known.has(object.name)) orphans.push(object.name);
  }
  return orphans;
}

/** The purge leaves young objects alone, for their row may be on its way: gives these an age of two days. */
async function makeOld(stack: ChaosStack, names: ReadonlySet<string>): Promise<void> {
  if (names.size === 0) return;
  const twoDaysAgo = new Date(Date.now() - 48 * 3_600_000).toISOString();
  const root = path.join(stack.prepared.services.stateDirectory, 'objects');
  for (const file of globSync('**/objects/*/*.json', { cwd: root })) {
    const record = JSON.parse(readFileSync(path.join(root, file), 'utf8')) as { name: string };
    if (!names.has(record.name)) continue;
    writeFileSync(path.join(root, file), JSON.stringify({ ...record, timeCreated: twoDaysAgo }));
  }
  // The object server reads its records when it starts.
  await restartService(stack.prepared.services.stateDirectory, 'object-store', 'SIGTERM');
}

async function missingObjects(stack: ChaosStack): Promise<string[]> {
  const stored = new Set<string>();
  for await (const object of stack.objects.list('organizations/')) stored.add(object.name);
  const documents = await stack.db
    .selectFrom('documents')
    .select('object_name')
    .where('state', '<>', 'purged')
    .execute();
  return documents.map((row) => row.object_name).filter((name) => !stored.has(name));
}

/** Null when it completed, else what became of it. */
async function purge(stack: ChaosStack): Promise<string | null> {
  const { run } = await stack.db
    .transaction()
    .execute((trx) => enqueue(trx, purgeExpired, {}, { organizationId: SYSTEM_ORGANIZATION_ID }));
  const deadline = performance.now() + 60_000;
  for (;;) {
    const now = await findRun(stack.db, run.organization_id, run.id);
    if (now?.state === 'completed') return null;
    if (now === null || isTerminal(now.state) || performance.now() > deadline) {
      return `run ${run.id} is ${now?.state}: ${now?.error?.message ?? 'no error'}`;
    }
    await sleep(100);
  }
}

/** Sessions of the apps in PostgreSQL, by application name. */
export async function countSessions(stack: ChaosStack): Promise<Map<string, number>> {
  const { rows } = await sql<{ name: string; sessions: string }>`
    select application_name as name, count(*)::text as sessions from pg_stat_activity
    where datname = current_database() and application_name like 'accountia %' group by 1
  `.execute(stack.db);
  return new Map(rows.map(({ name, sessions }) => [name, Number(sessions)]));
}

/** Pools give idle connections back after ten seconds: waits for that, then says who still has more than when idle. */
export async function checkSessions(
  stack: ChaosStack,
  baseline: ReadonlyMap<string, number>,
  withinMs: number,
): Promise<Violation[]> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const now = await countSessions(stack);
    const excess = [...now].flatMap(([name, sessions]) =>
      sessions > (baseline.get(name) ?? 0)
        ? [`${name}: ${sessions} instead of ${baseline.get(name) ?? 0}`]
        : [],
    );
    if (excess.length === 0) return [];
    if (performance.now() > deadline) return violations('no connection is leaked', excess);
    await sleep(500);
  }
}

/** After everything was stopped: the processes that did not notice. */
export function checkSurvivors(pids: Iterable<number>): Violation[] {
  return violations(
    'no process survives',
    [...pids].map((pid) => (isOurs(pid) ? `process ${pid}` : null)),
  );
}

/** A pid may have been given to a stranger in the meantime; ours run on Node.js, PostgreSQL or Redis. */
function isOurs(pid: number): boolean {
  const file = `/proc/${pid}/cmdline`;
  if (!existsSync(file)) return false;
  try {
    return /node|postgres|redis|valkey/.test(readFileSync(file, 'utf8'));
  } catch (error) {
    // It ended between the two looks.
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}
