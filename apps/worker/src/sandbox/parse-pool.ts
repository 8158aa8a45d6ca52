import { Worker } from 'node:worker_threads';
import { TaskError } from '@accountia/task-contracts';
import type { ReadingInstructions } from '@accountia/task-contracts/api';
import { LineSpool } from './line-spool.ts';
import type {
  ParsedBulkHead,
  ParsedReportHead,
  ParseProgress,
  ParseReply,
  ParseRequest,
} from './protocol.ts';
import { threadEnvironment } from './environment.ts';

export interface SandboxedReport {
  readonly kind: 'report';
  readonly report: ParsedReportHead;
  readonly unclassifiedCount: number;
  readonly classifyMs: number;
  /** The entries, as lines to be stored; dispose of them when they are. */
  readonly entries: LineSpool;
}

export interface SandboxedBulkFile {
  readonly kind: 'bulk';
  readonly bulk: ParsedBulkHead;
  /** The records, as lines to be stored; dispose of them when they are. */
  readonly records: LineSpool;
}

export type SandboxedFile = SandboxedReport | SandboxedBulkFile;

export interface ParsePool {
  /**
   * Reads a file in a thread, and classifies it when it is a report. The bytes are given away: the caller cannot use them afterwards.
   * Throws TaskError with the parser's code when the file is at fault, `parse_memory_exceeded` when the thread ran out of
   * memory; aborting the signal ends the thread, whatever it is doing.
   */
  parse(
    bytes: Uint8Array<ArrayBuffer>,
    options: {
      signal: AbortSignal;
      onProgress: (progress: ParseProgress) => void;
      reading?: ReadingInstructions | null;
      filename?: string;
    },
  ): Promise<SandboxedFile>;
  close(): Promise<void>;
}

/** Keeps up to `threads` warm threads; a thread that failed or was stopped is replaced, never used again. */
export function createParsePool(options: {
  threads: number;
  memoryMib: number;
  /** The program of a thread; only tests give another one. */
  program?: URL;
}): ParsePool {
  const idle: Worker[] = [];
  const waiting: (() => void)[] = [];
  let busy = 0;
  let closed = false;

  function startThread(): Worker {
    return new Worker(options.program ?? new URL('./parse-thread.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: options.memoryMib, maxYoungGenerationSizeMb: 64 },
      env: threadEnvironment(),
    });
  }

  async function acquire(signal: AbortSignal): Promise<void> {
    if (busy < options.threads) {
      busy += 1;
      return;
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const onAbort = () => {
      waiting.splice(waiting.indexOf(resolve), 1);
      reject(signal.reason);
    };
    waiting.push(resolve);
    signal.addEventListener('abort', onAbort, { once: true });
    await promise;
    signal.removeEventListener('abort', onAbort);
  }

  function release(): void {
    const next = waiting.shift();
    if (next === undefined) busy -= 1;
    else next();
  }

  return {
    async parse(bytes, { signal, onProgress, reading = null, filename = '' }) {
      signal.throwIfAborted();
      await acquire(signal);
      const thread = idle.pop() ?? startThread();
      let reusable = false;
      try {
        const result = await converse(thread, { bytes, reading, filename }, signal, onProgress);
        reusable = true;
        return result;
      } catch (error) {
        // The thread itself is sound when it was the file that failed.
        reusable = TaskError.isInstance(error) && error.details['sandbox'] !== 'ended';
        throw error;
      } finally {
        if (reusable && !closed) idle.push(thread);
        else await thread.terminate();
        release();
      }
    },
    async close() {
      closed = true;
      await Promise.all(idle.splice(0).map((thread) => thread.terminate()));
    },
  };
}

async function converse(
  thread: Worker,
  request: ParseRequest,
  signal: AbortSignal,
  onProgress: (progress: ParseProgress) => void,
): Promise<SandboxedFile> {
  const { promise, resolve, reject } = Promise.withResolvers<SandboxedFile>();
  const lines = new LineSpool();

  const onMessage = (reply: ParseReply) => {
    if (reply.kind === 'progress') onProgress(reply);
    else if (reply.kind === 'lines') lines.add(reply.lines);
    else if (reply.kind === 'failed') reject(failure(reply));
    else if (reply.kind === 'bulk-done') resolve({ kind: 'bulk', bulk: reply.bulk, records: lines });
    else {
      const { report, unclassifiedCount, classifyMs } = reply;
      resolve({ kind: 'report', report, unclassifiedCount, classifyMs, entries: lines });
    }
  };
  const onError = (error: Error) => reject(threadEnded(error));
  const onExit = () => reject(threadEnded(new Error('The parsing thread ended')));
  const onAbort = () => reject(signal.reason);

  thread.on('message', onMessage);
  thread.on('error', onError);
  thread.on('exit', onExit);
  signal.addEventListener('abort', onAbort, { once: true });
  thread.postMessage(request, [request.bytes.buffer]);
  try {
    const result = await promise;
    await lines.finish();
    return result;
  } catch (error) {
    await lines.dispose();
    throw error;
  } finally {
    thread.off('message', onMessage);
    thread.off('error', onError);
    thread.off('exit', onExit);
    signal.removeEventListener('abort', onAbort);
  }
}

function failure(reply: Extract<ParseReply, { kind: 'failed' }>): TaskError {
  return new TaskError({
    code: reply.code,
    message: reply.message,
    // A file does not get better by reading it again; a fault of ours may be a passing one.
    retryable: reply.fault === 'unexpected',
    details: reply.details,
  });
}

function threadEnded(error: Error & { code?: string }): TaskError {
  const outOfMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  return new TaskError({
    code: outOfMemory ? 'parse_memory_exceeded' : 'parse_thread_ended',
    message: outOfMemory ? 'Reading the file needs more memory than one file may use' : error.message,
    retryable: !outOfMemory,
    details: { sandbox: 'ended' },
    cause: error,
  });
}
