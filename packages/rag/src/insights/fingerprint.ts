import { hash } from 'node:crypto';
import { factIdentities } from '@accountia/tax-rules';
import type { AnalysisInput, Insight } from './types.ts';

/**
 * What tells each insight from the others of its declaration, the same again when an analysis says the same of the same
 * facts: what people said of it then still holds. One about facts that changed is another, which deserves another look.
 * In the order given.
 */
export function insightFingerprints(
  input: Pick<AnalysisInput, 'entries'>,
  insights: readonly Pick<Insight, 'code' | 'box' | 'entryIds'>[],
): string[] {
  const facts = factIdentities(input.entries);
  const seen = new Map<string, number>();
  return insights.map(({ code, box, entryIds }) => {
    const about = entryIds.map((id) => facts.get(id) ?? id).toSorted();
    const said = JSON.stringify([code, box ?? null, about]);
    const turn = seen.get(said) ?? 0;
    seen.set(said, turn + 1);
    return hash('sha256', `${turn} ${said}`, 'hex').slice(0, 32);
  });
}
