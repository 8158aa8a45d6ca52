import { ObjectStoreError } from '@accountia/gcs';
import { RagError } from '@accountia/rag';
import { TaskError } from '@accountia/task-contracts';
import { TaxRulesError } from '@accountia/tax-rules';

/** Does something with a package that knows nothing of tasks, and says its errors in the words of a run. */
export async function withTaskErrors<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw toTaskError(error);
  }
}

function toTaskError(error: unknown): unknown {
  if (error instanceof ObjectStoreError) {
    const { code, message, retryable, details } = error;
    return new TaskError({ code, message, retryable, details, cause: error });
  }
  if (error instanceof TaxRulesError || error instanceof RagError) {
    // Both mean that what was asked for cannot be answered, now or later, by this release.
    const { code, message, details } = error;
    return new TaskError({ code, message, retryable: false, details: { ...details }, cause: error });
  }
  return error;
}
