import type { ObjectStore } from '@accountia/gcs';
import type { ParsePool } from './sandbox/parse-pool.ts';
import type { AnalysisModel } from './tasks/analyze-declaration.ts';

/** What the handlers need beyond what every run is given. */
export interface WorkerDependencies {
  readonly objects: ObjectStore;
  readonly parsePool: ParsePool;
  /** Null: analyses come from rules alone. */
  readonly model: AnalysisModel | null;
  readonly runRetentionDays: number;
}
