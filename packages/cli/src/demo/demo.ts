import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { connect, createApiKey, createOrganization } from '@accountia/db';
import { createClient } from '@accountia/sdk';
import { ROOT } from '../stack/root.ts';
import { prepareStack, type PreparedStack } from '../stack/prepare.ts';
import { startApps } from '../stack/stack.ts';
import { showUpload } from './show-upload.ts';
import { style } from '../terminal/style.ts';

const SAMPLE = path.join(ROOT, 'samples', 'reporteExogena2025.xlsx');

/**
 * Shows the whole product on one report: starts everything, uploads the file, follows its run, prints what was found,
 * stops everything. Answers the exit code.
 */
export async function runDemo(file: string | undefined): Promise<number> {
  const started = performance.now();
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const report = path.resolve(file ?? SAMPLE);
  // Before anything starts: a wrong path should cost no time.
  const bytes = await readFile(report);

  say(style('bold', 'Accountia · from an uploaded DIAN report to a classified, explained declaration'));
  say('');
  const interruption = interrupted();
  const prepared = await prepareStack({ onLog: (line) => say(style('dim', `  ${line}`)) });
  try {
    const apps = await startApps(prepared);
    try {
      for (const app of apps.apps)
        say(style('dim', `  ${app.name}: process ${app.pid}${app.url === null ? '' : `, ${app.url}`}`));
      say(style('dim', `  up after ${((performance.now() - started) / 1_000).toFixed(1)} s`));
      const tenant = await createTenant(prepared);
      const client = createClient({ baseUrl: apps.urlOf('api'), apiKey: tenant.apiKey });
      return await Promise.race([showUpload(client, { say, bytes, file: report }), interruption]);
    } finally {
      await apps.stop();
    }
  } finally {
    await prepared.services.release();
    say(
      style(
        'dim',
        `\n  Stopped everything it had started. ${((performance.now() - started) / 1_000).toFixed(1)} s in all.`,
      ),
    );
  }
}

/** A tenant of its own for each demo: the same file is read anew each time, not answered as already uploaded. */
async function createTenant(prepared: PreparedStack): Promise<{ apiKey: string }> {
  const db = connect({
    url: prepared.services.databaseUrl,
    maxConnections: 1,
    applicationName: 'accountia demo',
  });
  try {
    const { id } = await createOrganization(db, `Demostración ${new Date().toISOString()}`);
    const { key } = await createApiKey(db, { organizationId: id, name: 'demo' });
    return { apiKey: key };
  } finally {
    await db.destroy();
  }
}

/** Rejects when somebody presses Ctrl-C, so that what was started is stopped on the way out. */
function interrupted(): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => reject(new Error(`Stopped by ${signal}`)));
  }
  promise.catch(() => undefined);
  return promise;
}
