import { ObjectStoreError } from '@accountia/gcs';
import { RagError } from '@accountia/rag';
import { type TaskDefinition, TaskError } from '@accountia/task-contracts';
import type { TaskContext } from '@accountia/task-runtime';
import { TaxRulesError } from '@accountia/tax-rules';

/**
 * A store that does not answer is not the file's fault: up to this attempt it costs the run no try. With a wait of at most
 * a minute between attempts that is half a day to a day, and then somebody has to look.
 */
const WAITED_FOR_ATTEMPTS = 1_440;

/** Does something with a package that knows nothing of tasks, and says its errors in the words of a run. */
export async function withTaskErrors<Value>(
  { attempt }: Pick<TaskContext<TaskDefinition>, 'attempt'>,
  work: () => Promise<Value>,
): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw toTaskError(error, attempt);
  }
}

export function toTaskError(error: unknown, attempt: number): unknown {
  if (error instanceof ObjectStoreError) {
    const { code, message, retryable, details } = error;
    const attemptCounts = code !== 'object_store_unavailable' || attempt > WAITED_FOR_ATTEMPTS;
    return new TaskError({ code, message, retryable, attemptCounts, details, cause: error });
  }
  if (error instanceof TaxRulesError || error instanceof RagError) {
    // Both mean that what was asked for cannot be answered, now or later, by this release.
    const { code, message, details } = error;
    return new TaskError({ code, message, retryable: false, details: { ...details }, cause: error });
  }
  return error;
}
