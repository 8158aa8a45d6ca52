import type { ModelBudget, ModelUsageRow } from '@accountia/db';
import type { ModelUsage, Usage } from '@accountia/task-contracts/api';

const MICROS = 1_000_000n;

export function presentUsage({ month, budget, used }: ModelBudget, rows: readonly ModelUsageRow[]): Usage {
  return {
    current: {
      month: month.slice(0, 7),
      budgetTokens: budget === null ? null : Number(budget),
      usedTokens: Number(used),
      spent: budget !== null && used >= budget,
    },
    items: rows.map(presentModelUsage),
  };
}

function presentModelUsage(row: ModelUsageRow): ModelUsage {
  return {
    month: row.month.slice(0, 7),
    provider: row.provider,
    model: row.model,
    purpose: row.purpose,
    calls: Number(row.calls),
    cached: Number(row.cached),
    inputTokens: Number(row.input_tokens),
    outputTokens: Number(row.output_tokens),
    costUsd: row.cost_micros === null ? null : dollars(row.cost_micros),
  };
}

function dollars(micros: bigint): string {
  return `${micros / MICROS}.${(micros % MICROS).toString().padStart(6, '0')}`;
}
