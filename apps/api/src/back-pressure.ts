import { type Database, organizationBacklog } from '@accountia/db';
import type { Kysely } from 'kysely';
import { ApiError } from './problems/api-error.ts';

/** How much one organization may have waiting before new work is refused. */
export interface BacklogLimits {
  readonly maxUnfinishedRuns: number;
  /** Age of its run that has been due longest. */
  readonly maxQueueAgeMs: number;
}

/** Long enough for a queue to get shorter, short enough that nobody gives up. */
const RETRY_AFTER_SECONDS = 30;

/**
 * Refuses new work of an organization that has too much waiting, before anything of it is read or stored. What was
 * accepted is never refused afterwards. Requests that come at the same moment may go over the limit by their number.
 * Throws ApiError `queue_full` with Retry-After.
 */
export async function refuseWhenFull(
  db: Kysely<Database>,
  organizationId: string,
  limits: BacklogLimits,
): Promise<void> {
  const { maxUnfinishedRuns, maxQueueAgeMs } = limits;
  const backlog = await organizationBacklog(db, organizationId, maxUnfinishedRuns);
  const tooMany = backlog.unfinished >= maxUnfinishedRuns;
  if (!tooMany && backlog.oldestDueMs <= maxQueueAgeMs) return;
  throw new ApiError(429, 'queue_full', {
    details: tooMany
      ? { unfinishedRuns: backlog.unfinished, maxUnfinishedRuns }
      : {
          oldestDueSeconds: Math.round(backlog.oldestDueMs / 1_000),
          maxQueueAgeSeconds: maxQueueAgeMs / 1_000,
        },
    headers: { 'retry-after': String(RETRY_AFTER_SECONDS) },
  });
}
