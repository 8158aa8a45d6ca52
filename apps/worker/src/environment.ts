import { embeddingEnvironment, modelEnvironment, modelRateEnvironment } from '@accountia/rag';
import {
  databaseEnvironment,
  healthEnvironment,
  logEnvironment,
  modelUseEnvironment,
  objectStoreEnvironment,
  queueConnection,
  queueEnvironment,
  queueRules,
  readEnvironment,
  runtimeEnvironment,
} from '@accountia/service-kit';
import { QUEUES } from '@accountia/task-contracts';
import { z } from 'zod';

const schema = z.object({
  ...runtimeEnvironment,
  ...databaseEnvironment,
  ...queueEnvironment,
  ...objectStoreEnvironment,
  ...healthEnvironment,
  ...logEnvironment,
  /** What this process works on, by commas; all of them unless given. A queue that no worker takes waits. */
  WORKER_QUEUES: z
    .string()
    .transform((names) => [...new Set(names.split(',').map((name) => name.trim()))])
    .pipe(z.array(z.enum(QUEUES, { error: `one or several of ${QUEUES.join(', ')}` })))
    .optional(),
  /** Runs at the same time in each queue. */
  WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(64).default(4),
  /** Files read at the same time, each in a thread of its own. */
  PARSE_THREADS: z.coerce.number().int().min(1).max(64).default(2),
  /** Heap of one parsing thread; a file that needs more is rejected. */
  PARSE_MEMORY_MIB: z.coerce.number().int().min(64).max(8_192).default(512),
  /** A run whose worker is silent for this long is given to another. */
  RUN_LEASE_SECONDS: z.coerce.number().min(1).max(600).default(15),
  SHUTDOWN_GRACE_SECONDS: z.coerce.number().int().min(1).max(600).default(25),
  ...modelRateEnvironment,
  ...modelUseEnvironment,
  /** Finished runs are kept for this long. */
  RUN_RETENTION_DAYS: z.coerce.number().int().min(1).max(3_650).default(90),
});

export function readWorkerEnvironment(source: Readonly<Record<string, string | undefined>> = process.env) {
  const environment = readEnvironment('worker', schema, source);
  return {
    ...environment,
    queue: queueConnection(environment),
    queueRules: queueRules(environment),
    /** Null without AI_PROVIDER: analyses come from rules alone. */
    model: readEnvironment('worker', modelEnvironment, source),
    /** Null without AI_EMBEDDING_MODEL: the corpus has no vectors. */
    search: readEnvironment('worker', embeddingEnvironment, source),
  };
}

export type WorkerEnvironment = ReturnType<typeof readWorkerEnvironment>;
