import { setTimeout as sleep } from 'node:timers/promises';
import {
  AccountiaApiError,
  AccountiaConnectionError,
  type Client,
  createClient,
  RunFailedError,
} from '@accountia/sdk';
import { isTerminal, type Run } from '@accountia/task-contracts/api';
import type { PlannedDocument } from '../plan/plan.ts';
import type { ChaosStack } from '../stack.ts';
import { contentOf } from './contents.ts';
import type { Answers, LedgerEntry } from './ledger.ts';

const AGAIN_AFTER_MS = 500;
const REQUEST_TIMEOUT_MS = 10_000;
/** Shorter than the pause between two signs of life of the API: a stream that is merely quiet is given up, too. */
const SILENCE_LIMIT_MS = 8_000;

/** Sends a planned document when its time comes and does with it what its client intends. Never rejects. */
export async function sendDocument(
  stack: ChaosStack,
  planned: PlannedDocument,
  arrivals: readonly PlannedDocument[],
  answers: Answers,
  /** Aborts when the suite waits no longer. */
  signal: AbortSignal,
): Promise<LedgerEntry> {
  const tenant = stack.tenants[planned.organization]!;
  const entry: LedgerEntry = {
    planned,
    organizationId: tenant.organizationId,
    content: contentOf(planned, arrivals),
    outcome: { kind: 'never-taken' },
    toldState: null,
    surprise: null,
  };
  const once = planned.intent === 'try-once';
  const client = createClient({
    baseUrl: stack.apiUrl,
    apiKey: tenant.apiKey,
    timeoutMs: REQUEST_TIMEOUT_MS,
    fetch: counting(answers),
    ...(once ? { maxRetries: 0 } : {}),
  });
  try {
    if (once) await uploadOnce(client, entry, signal);
    else await uploadInsistently(client, entry, signal);
    if (entry.outcome.kind === 'accepted') await goOn(client, entry, entry.outcome.runId, signal);
  } catch (error) {
    if (!signal.aborted) entry.surprise = String(error);
  }
  return entry;
}

async function uploadOnce(client: Client, entry: LedgerEntry, signal: AbortSignal): Promise<void> {
  try {
    await upload(client, entry, crypto.randomUUID(), signal);
  } catch (error) {
    entry.outcome = definiteRefusal(error) ?? { kind: 'unknown' };
  }
}

/** The same key each time: whatever became of the earlier tries, it is one upload. */
async function uploadInsistently(client: Client, entry: LedgerEntry, signal: AbortSignal): Promise<void> {
  const idempotencyKey = crypto.randomUUID();
  await insist(signal, async () => {
    try {
      await upload(client, entry, idempotencyKey, signal);
    } catch (error) {
      const refusal = definiteRefusal(error);
      if (refusal === null) throw error;
      entry.outcome = refusal;
    }
  });
}

async function upload(
  client: Client,
  entry: LedgerEntry,
  idempotencyKey: string,
  signal: AbortSignal,
): Promise<void> {
  const { bytes, filename } = entry.content;
  const { document, run } = await client.documents.upload({ data: bytes, filename, idempotencyKey, signal });
  entry.outcome = { kind: 'accepted', documentId: document.id, runId: run.id };
}

/** A refusal that says that nothing was done: the request itself is at fault, not the moment. */
function definiteRefusal(error: unknown): { kind: 'refused'; status: number; code: string } | null {
  if (!AccountiaApiError.isInstance(error)) return null;
  const { status, code } = error;
  return status >= 400 && status < 500 && status !== 408 && status !== 429
    ? { kind: 'refused', status, code }
    : null;
}

async function goOn(client: Client, entry: LedgerEntry, runId: string, signal: AbortSignal): Promise<void> {
  const { intent } = entry.planned;
  if (intent === 'follow') await followToTheEnd(client, entry, runId, signal);
  if (intent === 'cancel' || intent === 'cancel-and-retry') {
    await insist(signal, () => client.runs.cancel(runId, { signal }));
  }
  if (intent !== 'cancel-and-retry') return;
  const ended = await untilTerminal(client, runId, signal);
  if (ended?.state === 'cancelled') await startAgain(client, runId, signal);
}

async function followToTheEnd(
  client: Client,
  entry: LedgerEntry,
  runId: string,
  signal: AbortSignal,
): Promise<void> {
  await insist(signal, async () => {
    try {
      entry.toldState = (await client.waitForRun(runId, { signal, silenceLimitMs: SILENCE_LIMIT_MS })).state;
    } catch (error) {
      if (!RunFailedError.isInstance(error)) throw error;
      entry.toldState = error.run.state;
    }
  });
}

/** A retry whose answer was lost may have happened: the run itself tells. */
async function startAgain(client: Client, runId: string, signal: AbortSignal): Promise<void> {
  await insist(signal, async () => {
    const run = await client.runs.get(runId, { signal });
    if (run.state === 'cancelled') await client.runs.retry(runId, { signal });
  });
}

async function untilTerminal(client: Client, runId: string, signal: AbortSignal): Promise<Run | null> {
  while (!signal.aborted) {
    const run = await insist(signal, () => client.runs.get(runId, { signal }));
    if (run !== null && isTerminal(run.state)) return run;
    await sleep(200, undefined, { signal }).catch(() => undefined);
  }
  return null;
}

/**
 * Does it again until it succeeds, or answers null when the suite waits no longer. Errors that no outage explains are
 * thrown.
 */
async function insist<Value>(signal: AbortSignal, action: () => Promise<Value>): Promise<Value | null> {
  while (!signal.aborted) {
    try {
      return await action();
    } catch (error) {
      if (signal.aborted) return null;
      if (!AccountiaApiError.isInstance(error) && !AccountiaConnectionError.isInstance(error)) throw error;
      if (AccountiaApiError.isInstance(error) && definiteRefusal(error) !== null) throw error;
      await sleep(AGAIN_AFTER_MS, undefined, { signal }).catch(() => undefined);
    }
  }
  return null;
}

function counting(answers: Answers): typeof globalThis.fetch {
  return async (input, init) => {
    try {
      const response = await globalThis.fetch(input, init);
      answers.add(String(response.status));
      return response;
    } catch (error) {
      answers.add('no answer');
      throw error;
    }
  };
}
