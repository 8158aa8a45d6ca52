import { hostname } from 'node:os';
import { connect, listLiveWorkers } from '@accountia/db';
import { sql } from 'kysely';

/** Longer than a busy worker is ever late with its heartbeat, which it gives every two seconds. */
const WORKER_SILENCE_MS = 15_000;
const ANSWER_TIMEOUT_MS = 5_000;

/** Throws unless the app that serves HTTP on this machine says that it lives. */
export async function probeHttp(port: string): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/livez`, {
    signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`/livez answers ${response.status}: ${await response.text()}`);
}

/** Throws unless a worker of this machine, which in a container is the only one, gave a heartbeat lately. */
export async function probeWorker(databaseUrl: string): Promise<void> {
  await using db = open(databaseUrl);
  const alive = await listLiveWorkers(db, WORKER_SILENCE_MS);
  const own = alive.some((worker) => worker.app === 'worker' && worker.host === hostname());
  if (!own)
    throw new Error(`no worker on ${hostname()} gave a heartbeat in the last ${WORKER_SILENCE_MS} ms`);
}

/** Throws unless a beat of this machine holds its connection, either leading or waiting to lead. */
export async function probeBeat(databaseUrl: string): Promise<void> {
  await using db = open(databaseUrl);
  const { rows } = await sql`
    select 1 from pg_stat_activity
    where datname = current_database() and application_name = 'accountia leader (beat)'
      and client_addr is not distinct from inet_client_addr()
  `.execute(db);
  if (rows.length === 0) throw new Error('no beat of this machine is connected to the database');
}

function open(url: string) {
  const db = connect({ url, maxConnections: 1, applicationName: 'accountia probe' });
  return Object.assign(db, { [Symbol.asyncDispose]: () => db.destroy() });
}
