/** Loaded when a model is asked and not before: it takes longer to load than everything else together. */
export function aiSdk(): Promise<typeof import('ai')> {
  return import('ai');
}

export function within(timeoutMs: number, signal: AbortSignal | undefined): AbortSignal {
  const limit = AbortSignal.timeout(timeoutMs);
  return signal === undefined ? limit : AbortSignal.any([signal, limit]);
}
