import {
  type Database,
  deleteSilentWorkers,
  expireRuns,
  listUnclaimed,
  recoverLostRuns,
  requeueUndelivered,
} from '@accountia/db';
import type { Logger } from '@accountia/service-kit';
import type { Kysely } from 'kysely';
import { every, type Repeating } from './repeat.ts';
import type { Transport } from './transport.ts';

export interface SweeperOptions {
  readonly db: Kysely<Database>;
  readonly transport: Transport;
  readonly logger: Logger;
  readonly intervalMs?: number;
  /** A delivery that nobody claimed for this long is looked up in the queue. */
  readonly undeliveredAfterMs?: number;
}

/**
 * Finds what fell through: attempts whose worker went silent, deliveries that the queue lost (flushed, failed over,
 * restored from an old file), runs past their notAfter.
 */
export function startSweeper(options: SweeperOptions): Repeating {
  return every(options.intervalMs ?? 2_000, options.logger, 'sweep', () => sweep(options));
}

export async function sweep(
  options: SweeperOptions,
): Promise<{ lost: number; undelivered: number; expired: number }> {
  const { db, transport, logger } = options;
  const lost = await recoverLostRuns(db);
  for (const run of lost) {
    logger.warn(
      { run: run.id, task: run.task, attempt: run.attempt, workerId: run.worker_id },
      'worker lost',
    );
  }
  const expired = await expireRuns(db);
  await deleteSilentWorkers(db);

  const unclaimed = await listUnclaimed(db, {
    olderThanMs: options.undeliveredAfterMs ?? 3_000,
    limit: 2_000,
  });
  const missing = unclaimed.length === 0 ? [] : await transport.missing(unclaimed);
  let undelivered = 0;
  for (const run of missing) if (await requeueUndelivered(db, run)) undelivered += 1;
  if (undelivered > 0) logger.warn({ undelivered }, 'the queue lost deliveries; they are delivered again');
  return { lost: lost.length, undelivered, expired };
}
