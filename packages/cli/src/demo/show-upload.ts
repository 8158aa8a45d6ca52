import path from 'node:path';
import { type Client, type Run, RunFailedError, type UploadOptions } from '@accountia/sdk';
import { bulkDocumentLines } from '../report/bulk-document.ts';
import { style } from '../terminal/style.ts';
import { createProgressView, progressOf } from './progress-line.ts';
import { renderDeclaration } from './report.ts';

export interface GivenUpload {
  readonly say: (line: string) => void;
  readonly bytes: Uint8Array;
  /** Where it lies: people see its name. */
  readonly file: string;
  readonly reading?: UploadOptions['reading'];
}

/** Uploads a file, follows its run, and shows what was read: a declaration, or a bulk file. Answers the exit code. */
export async function showUpload(client: Client, given: GivenUpload): Promise<number> {
  const { say, bytes, file, reading } = given;
  say('');
  say(
    `${style('bold', 'Uploading')} ${path.basename(file)} (${bytes.byteLength.toLocaleString('en')} bytes) ${style('dim', 'POST /v1/documents')}`,
  );
  const accepted = await client.documents.upload({ data: bytes, filename: path.basename(file), reading });
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
    declarationId: string | null;
    analysisRunId: string | null;
  };
  const document = await client.documents.get(accepted.document.id);
  if (declarationId === null) {
    const totals = await client.documents.recordTotals(document.id);
    for (const line of ['', ...bulkDocumentLines(document, totals)]) say(line);
    return 0;
  }

  say(
    `${style('bold', 'Analysing')} ${style('dim', 'declaration.analyze · rules with citations; a language model only when one is configured')}`,
  );
  const analyzed = analysisRunId === null ? null : await follow(client, analysisRunId);
  if (analyzed instanceof RunFailedError)
    say(style('yellow', `  ${analyzed.run.error?.message ?? analyzed.message}`));

  const [summary, insights] = await Promise.all([
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
