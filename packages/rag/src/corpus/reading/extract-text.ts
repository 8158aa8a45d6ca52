import { Worker } from 'node:worker_threads';
import { RagError } from '../../errors.ts';
import type { CorpusFormat } from './corpus-file.ts';
import { CORPUS_LIMITS } from './limits.ts';

export type ExtractedFormat = Extract<CorpusFormat, 'html' | 'pdf' | 'docx'>;

export type ExtractionAnswer =
  | { readonly text: string }
  | { readonly problem: 'broken' | 'too_large'; readonly reason: string };

/**
 * The text of a PDF, HTML or DOCX file. In a thread of its own, with an end to its time and memory: these formats are
 * programs for whoever reads them, and a hostile one must cost no more than its own file.
 * @throws RagError `corpus_file_broken`, `corpus_file_too_large`, or the signal's reason.
 */
export async function extractText(
  name: string,
  format: ExtractedFormat,
  bytes: Uint8Array,
  signal?: AbortSignal,
): Promise<string> {
  signal?.throwIfAborted();
  const worker = new Worker(new URL('./extract-thread.ts', import.meta.url), {
    workerData: { format, bytes },
    resourceLimits: { maxOldGenerationSizeMb: CORPUS_LIMITS.extractionMemoryMib },
    // pdf.js writes its remarks on fonts to the console, and standard output belongs to the command.
    stdout: true,
    stderr: true,
  });
  const outcome = Promise.withResolvers<ExtractionAnswer>();
  const timer = setTimeout(
    () => outcome.resolve({ problem: 'too_large', reason: 'it takes too long to read' }),
    CORPUS_LIMITS.extractionMs,
  );
  const abort = () => outcome.reject(signal!.reason as Error);
  signal?.addEventListener('abort', abort, { once: true });
  worker.once('message', (answer: ExtractionAnswer) => outcome.resolve(answer));
  worker.once('error', (error: NodeJS.ErrnoException) =>
    outcome.resolve(
      error.code === 'ERR_WORKER_OUT_OF_MEMORY'
        ? { problem: 'too_large', reason: 'it needs too much memory to read' }
        : { problem: 'broken', reason: error.message },
    ),
  );
  try {
    const answer = await outcome.promise;
    if ('text' in answer) return answer.text;
    throw problemOf(name, format, answer);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
    await worker.terminate();
  }
}

function problemOf(name: string, format: ExtractedFormat, answer: Extract<ExtractionAnswer, { problem: string }>): RagError {
  const { problem, reason } = answer;
  return problem === 'broken'
    ? new RagError(
        'corpus_file_broken',
        `${name} cannot be read as ${format.toUpperCase()} (${reason}): open it, save it again, and load that.`,
        { name, format },
      )
    : new RagError('corpus_file_too_large', `${name} is refused (${reason}): divide it.`, { name, format });
}
