import type { Problem, QuestionEvent } from '@accountia/task-contracts/api';

/** An answer's events one by one, an empty list whenever nothing came for `keepAliveMs`, and what broke it off as the last. */
export async function* withKeepAlive(
  events: AsyncGenerator<QuestionEvent, void, void>,
  options: { keepAliveMs: number; describe: (error: unknown) => Problem | null },
): AsyncGenerator<QuestionEvent[], void, void> {
  try {
    let next = events.next();
    for (;;) {
      const arrived = await within(next, options.keepAliveMs);
      if (arrived === null) {
        yield [];
        continue;
      }
      if (arrived.done) return;
      yield [arrived.value];
      next = events.next();
    }
  } catch (error) {
    const problem = options.describe(error);
    if (problem !== null) yield [{ type: 'error', problem }];
  } finally {
    await events.return();
  }
}

/** Null when it takes longer; it goes on all the same, and can be waited for again. */
async function within<Value>(work: Promise<Value>, milliseconds: number): Promise<Value | null> {
  const { promise, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(() => resolve(null), milliseconds);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
