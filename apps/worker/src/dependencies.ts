import type { ObjectStore } from '@accountia/gcs';
import type { AnalysisModel, ModelMeter } from '@accountia/rag';
import type { RateLimiter } from '@accountia/task-runtime';
import type { CorpusEmbedding } from './embed-corpus.ts';
import type { ParsePool } from './sandbox/parse-pool.ts';

/** What the handlers need beyond what every run is given. */
export interface WorkerDependencies {
  readonly objects: ObjectStore;
  readonly parsePool: ParsePool;
  /** Null: analyses come from rules alone. */
  readonly model: LimitedModel | null;
  readonly runRetentionDays: number;
  /** Told when law was loaded, so that its vectors follow; absent when nothing makes any. */
  readonly corpusEmbedding?: Pick<CorpusEmbedding, 'wake'>;
}

export interface LimitedModel {
  readonly model: AnalysisModel;
  /** How often one organization may have it asked. */
  readonly calls: RateLimiter;
  /** What one organization uses of it, and the month's budget. */
  meter(organizationId: string): ModelMeter;
}
