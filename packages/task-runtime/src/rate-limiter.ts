import { type Database, type RateLimit, takeToken } from '@accountia/db';
import { TaskError } from '@accountia/task-contracts';
import type { Kysely } from 'kysely';

/** Keeps one organization's calls of a provider below a rate, whichever worker makes them. */
export interface RateLimiter {
  /** Takes one call. Throws TaskError `rate_limited` with `retryAfterMs`: the run waits, and its try does not count. */
  take(organizationId: string): Promise<void>;
}

/** A token bucket for each organization, in PostgreSQL: no call is worth a second store that may forget. */
export function createRateLimiter(
  db: Kysely<Database>,
  limit: RateLimit,
  random: () => number = Math.random,
): RateLimiter {
  return {
    async take(organizationId) {
      const taken = await takeToken(db, organizationId, limit);
      if (taken.granted) return;
      // All that wait were told of the same next token: half of them at least must come later than it.
      const retryAfterMs = Math.ceil(taken.retryAfterMs * (1 + random()));
      throw new TaskError({
        code: 'rate_limited',
        message: `The organization has used up its calls of ${limit.name} for now`,
        retryable: true,
        attemptCounts: false,
        retryAfterMs,
        details: { name: limit.name, tokensPerMinute: limit.tokensPerMinute, retryAfterMs },
      });
    },
  };
}

/** The calls of the language model: one bucket for each organization, whichever app has it asked. */
export function modelCalls(db: Kysely<Database>, perMinute: number): RateLimiter {
  return createRateLimiter(db, { name: 'model', capacity: perMinute, tokensPerMinute: perMinute });
}
