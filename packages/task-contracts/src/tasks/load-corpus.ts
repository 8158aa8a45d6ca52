import { z } from 'zod';
import { DEFAULT_POLICY, defineTask } from '../task.ts';

/** Loads law from the objects below a prefix of the object store into a collection of the tax corpus. */
export const loadCorpusCollection = defineTask({
  name: 'corpus.load',
  version: 1,
  queue: 'maintenance',
  payload: z.object({
    /** Name of the collection, `estatuto-tributario`. */
    collection: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]*$/)
      .max(80),
    /** Of the objects, in the bucket of the installation. */
    prefix: z.string().min(1).max(500),
  }),
  progress: z.object({
    files: z.int().nonnegative(),
    allFiles: z.int().nonnegative(),
    passages: z.int().nonnegative(),
  }),
  result: z.object({
    collection: z.string(),
    inserted: z.int().nonnegative(),
    updated: z.int().nonnegative(),
    unchanged: z.int().nonnegative(),
    removed: z.int().nonnegative(),
    files: z.int().nonnegative(),
    unchangedFiles: z.int().nonnegative(),
  }),
  policy: {
    // A large library may not be done within the time limit: the next try goes on where this one was.
    ...DEFAULT_POLICY,
    priority: 'low',
    deduplication: { key: (payload) => payload.collection, while: 'unfinished' },
  },
});
