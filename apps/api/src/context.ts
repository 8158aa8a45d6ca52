import type { Database } from '@accountia/db';
import type { ObjectStore } from '@accountia/gcs';
import type { AnalysisModel, ModelMeter, SearchModels } from '@accountia/rag';
import type { HealthCheck, Logger } from '@accountia/service-kit';
import type { RateLimiter } from '@accountia/task-runtime';
import type { Kysely } from 'kysely';
import type { BacklogLimits } from './back-pressure.ts';
import type { RunEventHub } from './run-events/hub.ts';

/** What a request carries besides itself. */
export interface ApiEnvironment {
  Variables: {
    requestId: string;
    /** The tenant, from the API key and from nowhere else. Absent on public routes. */
    organizationId: string;
    apiKeyId: string;
  };
}

export interface ApiHealthCheck extends HealthCheck {
  /** Without it no request can be served, so that traffic should go elsewhere. */
  readonly required: boolean;
}

/** All that the API needs from outside; nothing is read from the environment below this line. */
export interface ApiDependencies {
  readonly db: Kysely<Database>;
  readonly objectStore: ObjectStore;
  readonly runEvents: RunEventHub;
  readonly healthChecks: readonly ApiHealthCheck[];
  readonly logger: Logger;
  readonly uploads: UploadLimits;
  readonly backlog: BacklogLimits;
  readonly questions: QuestionSettings;
  readonly streams?: StreamTimings;
  /** Tokens of a language model that an organization without a budget of its own has in a month; absent: no limit. */
  readonly monthlyTokenBudget?: number;
}

/** Who words the answers to questions. */
export interface QuestionSettings {
  /** Null: facts and passages speak for themselves. */
  readonly model: AnalysisModel | null;
  /** What finds law by its meaning as well as by its words; absent: words alone. */
  readonly search?: Pick<SearchModels, 'semantic' | 'reranker'> | null;
  /** How often an organization may have it asked. */
  readonly calls: RateLimiter;
  /** What an organization uses of it, and its budget; not counted when absent. */
  readonly meterOf?: (organizationId: string) => ModelMeter;
  /** For the model to answer; 30 seconds when absent. */
  readonly modelTimeoutMs?: number;
}

export interface UploadLimits {
  /** Files in memory at the same time; each takes up to twice its size until the object store has it. */
  readonly concurrency: number;
  /** Requests that may wait for their turn; those beyond are told to come back. */
  readonly queue: number;
  /** From the first byte to the last. */
  readonly timeoutMs: number;
  /** For the object store to take the file; its client would try for a minute, and nobody waits that long. */
  readonly storeTimeoutMs: number;
}

export interface StreamTimings {
  /** How often a silent stream says that it lives; proxies cut what says nothing for a minute. */
  readonly keepAliveMs: number;
  /** How often a stream looks by itself, for the case that a notice was lost. */
  readonly pollMs: number;
}
