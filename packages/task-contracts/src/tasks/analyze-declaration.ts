import { z } from 'zod';
import { DEFAULT_POLICY, defineTask } from '../task.ts';

/** Turns a declaration's entries into insights, each with the law that supports it. */
export const analyzeDeclaration = defineTask({
  name: 'declaration.analyze',
  version: 1,
  queue: 'analyze',
  payload: z.object({ declarationId: z.uuid() }),
  progress: z.object({
    phase: z.enum(['load', 'rules', 'model', 'store']),
    percent: z.number().min(0).max(100),
  }),
  result: z.object({
    declarationId: z.uuid(),
    insightCount: z.int().nonnegative(),
    /** Insights or model sentences that did not check out against facts and passages. */
    droppedCount: z.int().nonnegative(),
    generator: z.enum(['rules', 'model']),
  }),
  // Ten files of one declaration lead to one analysis, not ten; a file that comes during it leads to another.
  policy: { ...DEFAULT_POLICY, deduplication: { key: (payload) => payload.declarationId, while: 'waiting' } },
});
