import type { RunRow } from '@accountia/db';

/**
 * Moments of an attempt between which others may act on its run. Tests make something happen exactly there; in
 * production there are none, and each costs one comparison.
 */
export interface RacePoints {
  /** The run is this attempt's; its handler has not begun. */
  readonly claimed?: RacePoint;
  /** The handler has answered; the transaction that completes the run has not begun. */
  readonly executed?: RacePoint;
  /** In that transaction: the run's row is locked, no effect is written. */
  readonly held?: RacePoint;
  /** In that transaction: the effects are written, the run is not settled. */
  readonly applied?: RacePoint;
  /** The attempt ended without completing; its row does not say so yet. */
  readonly concluding?: RacePoint;
}

export type RacePoint = (run: RunRow) => Promise<void>;
