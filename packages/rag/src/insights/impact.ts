import { TaxRulesError } from '@accountia/tax-rules';
import type { AnalysisContext } from './context.ts';
import type { ReturnEstimate } from './estimate.ts';
import { IMPACTS, type Worth } from './impacts/index.ts';
import type { Impact, RuleInsight } from './types.ts';

/** What an insight is worth, worked out with the drafted return where the report tells enough. */
export function impactOf(insight: RuleInsight, context: AnalysisContext): Impact | null {
  const worth = IMPACTS[insight.code];
  return worth === null ? null : evaluate(worth, insight, context);
}

function evaluate(worth: Worth, insight: RuleInsight, context: AnalysisContext): Impact | null {
  const { kind } = worth;
  if (worth.from === 'nothing') return { kind, amount: null, basis: worth.why };
  if (worth.from === 'facts') return worth.work(insight, context);
  const { estimate, reason } = context.estimated;
  if (estimate === null) return { kind, amount: null, basis: reason };
  const amount = difference(worth, insight, context, estimate);
  if (amount === null) {
    return {
      kind,
      amount: null,
      basis: 'No se estima: la cifra no cabe en una declaración; revísela primero.',
    };
  }
  if (amount <= 0n && worth.silentWhenNothing === true) return null;
  return {
    kind,
    amount: amount > 0n ? amount : 0n,
    basis: amount > 0n ? worth.basis : `${worth.basis} Con lo reportado el impuesto no cambia.`,
  };
}

function difference(
  worth: Extract<Worth, { from: 'draft' }>,
  insight: RuleInsight,
  context: AnalysisContext,
  estimate: ReturnEstimate,
): bigint | null {
  try {
    return worth.work(estimate, insight, context);
  } catch (error) {
    // A change that no return can hold; the insight itself stands.
    if (error instanceof TaxRulesError && error.code === 'invalid_input') return null;
    throw error;
  }
}
