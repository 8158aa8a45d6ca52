import { ApiError } from '../problems/api-error.ts';

export interface Slots {
  /** Runs `work` when a slot is free. Throws ApiError 429 when too many wait already. */
  use<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result>;
}

const RETRY_AFTER_SECONDS = '2';

/**
 * Bounds how many uploads are in memory at once. Those that wait have not been read yet: they cost a connection each,
 * nothing more, and their number is bounded too.
 */
export function createSlots(options: { readonly concurrency: number; readonly queue: number }): Slots {
  let busy = 0;
  const waiting: (() => void)[] = [];

  function enter(signal: AbortSignal): Promise<void> {
    if (busy < options.concurrency) {
      busy += 1;
      return Promise.resolve();
    }
    if (waiting.length >= options.queue) {
      return Promise.reject(
        new ApiError(429, 'too_many_uploads', { headers: { 'retry-after': RETRY_AFTER_SECONDS } }),
      );
    }
    return new Promise((resolve, reject) => {
      const proceed = (): void => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = (): void => {
        waiting.splice(waiting.indexOf(proceed), 1);
        reject(new ApiError(408, 'upload_timeout', { cause: signal.reason }));
      };
      signal.addEventListener('abort', giveUp, { once: true });
      waiting.push(proceed);
    });
  }

  function leave(): void {
    const next = waiting.shift();
    // The slot goes straight to who waited longest; a newcomer cannot slip in between.
    if (next === undefined) busy -= 1;
    else next();
  }

  return {
    async use(signal, work) {
      await enter(signal);
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
