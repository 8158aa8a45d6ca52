import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { connect, createApiKey, createOrganization } from '@accountia/db';
import { createClient, type Run, RunFailedError } from '@accountia/sdk';
import { ROOT } from '../stack/root.ts';
import { prepareStack, type PreparedStack } from '../stack/prepare.ts';
import { startApps } from '../stack/stack.ts';
import { createProgressView, progressOf } from './progress-line.ts';
import { renderDeclaration } from './report.ts';
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
      return await Promise.race([showReport(client, { say, bytes, file: report }), interruption]);
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

type Client = ReturnType<typeof createClient>;

async function showReport(
  client: Client,
  given: { say: (line: string) => void; bytes: Uint8Array; file: string },
): Promise<number> {
  const { say, bytes, file } = given;
  say('');
  say(
    `${style('bold', 'Uploading')} ${path.basename(file)} (${bytes.byteLength.toLocaleString('en')} bytes) ${style('dim', 'POST /v1/documents')}`,
  );
  const accepted = await client.documents.upload({ data: bytes, filename: path.basename(file) });
  say(style('dim', `  document ${accepted.document.id}, run ${accepted.run.id}`));

  say(
    `${style('bold', 'Reading and classifying')} ${style('dim', `GET /v1/runs/{id}/events · ${accepted.run.task}`)}`,
  );
  const processed = await follow(client, accepted.run.id);
  if (processed instanceof RunFailedError) {
    say('');
    say(style('red', `  ${processed.run.error?.message ?? processed.message}`));
    say(style('dim', `  code: ${processed.run.error?.code ?? 'unknown'}`));
    return 1;
  }
  const { declarationId, analysisRunId } = processed.result as {
    declarationId: string;
    analysisRunId: string;
  };

  say(
    `${style('bold', 'Analysing')} ${style('dim', 'declaration.analyze · rules with citations; a language model only when one is configured')}`,
  );
  const analyzed = await follow(client, analysisRunId);
  if (analyzed instanceof RunFailedError)
    say(style('yellow', `  ${analyzed.run.error?.message ?? analyzed.message}`));

  const [document, summary, insights] = await Promise.all([
    client.documents.get(accepted.document.id),
    client.declarations.summary(declarationId),
    client.declarations.insights(declarationId),
  ]);
  say(renderDeclaration({ document, summary, insights }));
  return 0;
}

async function follow(client: Client, runId: string): Promise<Run | RunFailedError> {
  const view = createProgressView(process.stdout);
  try {
    const run = await client.waitForRun(runId, {
      timeoutMs: 300_000,
      onEvent: (event) => {
        const step = progressOf(event);
        if (step !== null) view.show(step.phase, step.percent, step.note);
      },
    });
    return run;
  } catch (error) {
    if (error instanceof RunFailedError) return error;
    throw error;
  } finally {
    view.done();
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
