import type { Database } from '@accountia/db';
import { createModelFromConfig } from '@accountia/rag';
import { createRateLimiter } from '@accountia/task-runtime';
import type { Kysely } from 'kysely';
import type { LimitedModel } from './dependencies.ts';
import type { WorkerEnvironment } from './environment.ts';

/** The configured model, asked for each organization no more often than its provider lets all of them; null without one. */
export function limitedModel(
  db: Kysely<Database>,
  environment: Pick<WorkerEnvironment, 'model' | 'AI_ANALYSES_PER_MINUTE'>,
): LimitedModel | null {
  const model = createModelFromConfig(environment.model);
  if (model === null) return null;
  const perMinute = environment.AI_ANALYSES_PER_MINUTE;
  const limit = { name: 'model', capacity: perMinute, tokensPerMinute: perMinute };
  return { model, calls: createRateLimiter(db, limit) };
}
