/**
 * Reads at most once in `maxAgeMs`, and never twice at the same time, however many ask. A failed read is not kept:
 * whoever asks next tries again, still one at a time.
 */
export function cached<Value>(
  read: () => Promise<Value>,
  options: { readonly maxAgeMs: number; readonly now: () => number },
): () => Promise<Value> {
  let kept: { readonly value: Value; readonly readAt: number } | null = null;
  let underWay: Promise<Value> | null = null;

  async function readAnew(): Promise<Value> {
    try {
      const value = await read();
      kept = { value, readAt: options.now() };
      return value;
    } finally {
      underWay = null;
    }
  }

  return async () => {
    if (kept !== null && options.now() - kept.readAt < options.maxAgeMs) return kept.value;
    underWay ??= readAnew();
    return await underWay;
  };
}
