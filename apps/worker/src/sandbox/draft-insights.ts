import { Worker } from 'node:worker_threads';
import { type AnalysisInput, type DraftInsight, draftInsights } from '@accountia/rag/rules';
import { parameters } from '@accountia/tax-rules';
import { threadEnvironment } from './environment.ts';

/**
 * A thread takes half a second of the processor to start, and a usual report of a thousand entries takes some 15 ms. Beyond, a report
 * whose rows each come under another name holds the event loop for longer than others should wait: there is a measure
 * to estimate for each, over all rows.
 */
const ENTRIES_WORTH_A_THREAD = 1_000;

/** Runs the rules without keeping the event loop from turning: leases must be renewed whatever a declaration holds. */
export async function draftWithoutBlocking(
  input: AnalysisInput,
  signal: AbortSignal,
): Promise<DraftInsight[]> {
  if (input.entries.length < ENTRIES_WORTH_A_THREAD) return draftInsights(input);
  signal.throwIfAborted();
  // An error that crosses threads loses its class; the one that has a meaning is thrown here.
  parameters(input.year);
  const thread = new Worker(new URL('./rules-thread.ts', import.meta.url), {
    workerData: input,
    env: threadEnvironment(),
  });
  const { promise, resolve, reject } = Promise.withResolvers<DraftInsight[]>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  thread.once('message', resolve);
  thread.once('error', reject);
  thread.once('exit', () => reject(new Error('The thread of the rules ended without an answer')));
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', onAbort);
    await thread.terminate();
  }
}
