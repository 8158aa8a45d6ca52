import { type Database, modelLedger } from '@accountia/db';
import { createModelFromConfig, createModelMeter } from '@accountia/rag';
import { modelCalls } from '@accountia/task-runtime';
import type { Kysely } from 'kysely';
import type { LimitedModel } from './dependencies.ts';
import type { WorkerEnvironment } from './environment.ts';

/**
 * The configured model, asked for each organization no more often than its provider lets all of them, and no longer than
 * its month's budget lasts; null without one.
 */
export function limitedModel(
  db: Kysely<Database>,
  environment: Pick<
    WorkerEnvironment,
    'model' | 'AI_ANALYSES_PER_MINUTE' | 'AI_MONTHLY_BUDGET_TOKENS' | 'AI_PRICES'
  >,
): LimitedModel | null {
  const model = createModelFromConfig(environment.model);
  if (model === null) return null;
  const { AI_MONTHLY_BUDGET_TOKENS: budget, AI_PRICES } = environment;
  return {
    model,
    calls: modelCalls(db, environment.AI_ANALYSES_PER_MINUTE),
    meter: (organizationId) => createModelMeter(modelLedger(db, organizationId, budget), AI_PRICES),
  };
}
