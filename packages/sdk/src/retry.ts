const FIRST_DELAY_MS = 250;
const MAX_DELAY_MS = 8_000;
/** A server that asks for more patience than this is better reported than waited for. */
export const MAX_RETRY_AFTER_MS = 60_000;

/**
 * Milliseconds before retry `attempt` (0 for the first one): doubles each time and takes a random half off, so that
 * clients that failed together do not come back together.
 */
export function backoffMs(
  attempt: number,
  firstDelayMs = FIRST_DELAY_MS,
  random: () => number = Math.random,
): number {
  const full = Math.min(MAX_DELAY_MS, firstDelayMs * 2 ** attempt);
  return Math.round(full * (0.5 + 0.5 * random()));
}

/** The header in milliseconds: it holds seconds or an HTTP date (RFC 9110, 10.2.3). Undefined when absent or neither. */
export function parseRetryAfter(header: string | null, now: number = Date.now()): number | undefined {
  if (header === null || header.trim() === '') return undefined;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1_000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

/** Waits, or rejects with the signal's reason as soon as it aborts. */
export async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
