import type { ObjectStore } from '@accountia/gcs';
import type { AnalysisModel } from '@accountia/rag';
import type { ParsePool } from './sandbox/parse-pool.ts';

/** What the handlers need beyond what every run is given. */
export interface WorkerDependencies {
  readonly objects: ObjectStore;
  readonly parsePool: ParsePool;
  /** Null: analyses come from rules alone. */
  readonly model: AnalysisModel | null;
  readonly runRetentionDays: number;
}
