import { z } from 'zod';
import { DEFAULT_POLICY, defineTask } from '../task.ts';

export const PROCESS_FILE_PHASES = ['download', 'read', 'store'] as const;

/**
 * Reads an uploaded file: a report, whose rows are classified and stored as entries of a declaration, or a bulk file,
 * whose records belong to none.
 */
export const processFile = defineTask({
  name: 'exogena.process-file',
  // 2: files that companies file. A worker of the release before would reject them for good.
  version: 2,
  queue: 'parse',
  payload: z.object({ documentId: z.uuid() }),
  progress: z.object({
    phase: z.enum(PROCESS_FILE_PHASES),
    /** 0 to 100 over the whole task. */
    percent: z.number().min(0).max(100),
    rows: z.int().nonnegative(),
  }),
  result: z.object({
    documentId: z.uuid(),
    /** Null for a bulk file. */
    declarationId: z.uuid().nullable(),
    layout: z.string(),
    entryCount: z.int().nonnegative(),
    /** Of a bulk file. */
    recordCount: z.int().nonnegative().optional(),
    unclassifiedCount: z.int().nonnegative(),
    warningCount: z.int().nonnegative(),
    /** The run that analyses the declaration, started in the same transaction; null where there is none. */
    analysisRunId: z.uuid().nullable(),
  }),
  policy: { ...DEFAULT_POLICY, deduplication: { key: (payload) => payload.documentId, while: 'unfinished' } },
});
