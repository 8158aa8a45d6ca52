import type { Kysely } from 'kysely';
import type { PassagesDatabase } from '../corpus/database.ts';
import { findNamedPassages } from '../corpus/find-passages.ts';
import type { InsightCode } from './codes.ts';
import { createContext } from './context.ts';
import { DOCUMENTS } from './documents.ts';
import { impactOf } from './impact.ts';
import { RULES } from './rules/index.ts';
import type { AnalysisInput, DraftInsight, Impact, Insight, Severity } from './types.ts';

export interface FoundInsights {
  /** Most severe first. */
  insights: Insight[];
  /** Insights whose law is not in the stored corpus for that year: shown to nobody. */
  withoutSupport: DraftInsight[];
}

const SEVERITY_ORDER: readonly Severity[] = ['critical', 'warning', 'info'];

/** Who is in the SIMPLE regime does not work this tax out: what to pay, and how to lower it, would be of another return. */
const OF_THE_ORDINARY_TAX: ReadonlySet<InsightCode> = new Set([
  'estimated_balance_due',
  'estimated_credit_balance',
  'advance_payment',
  'audit_benefit',
  'general_cap_reached',
  'general_cap_room',
  'voluntary_savings_room',
  'dependants',
]);

/** What the rules say of a declaration before any law is looked up. Pure. @throws TaxRulesError `unknown_year`. */
export function draftInsights(input: AnalysisInput): DraftInsight[] {
  const context = createContext(input);
  const found = RULES.flatMap((rule) => rule.find(context));
  const inSimple = found.some(({ code }) => code === 'simple_regime');
  const told = inSimple ? found.filter(({ code }) => !OF_THE_ORDINARY_TAX.has(code)) : found;
  const drafts = told.map((insight): DraftInsight => ({
    ...insight,
    documents: DOCUMENTS[insight.code],
    impact: impactOf(insight, context),
  }));
  return bySeverity(byWorth(drafts));
}

/**
 * The insights of a declaration, each resolved to the passages in force in its year. One without any such passage is not given:
 * advice that cannot cite its law is no advice of ours.
 * @throws TaxRulesError `unknown_year`; errors of PostgreSQL pass through.
 */
export async function findInsights<DB extends PassagesDatabase>(
  db: Kysely<DB>,
  input: AnalysisInput,
  draft: (input: AnalysisInput) => DraftInsight[] | Promise<DraftInsight[]> = draftInsights,
): Promise<FoundInsights> {
  const drafts = await draft(input);
  const found = await findNamedPassages(
    db,
    drafts.flatMap((draft) => draft.cites),
    input.year,
  );
  const insights: Insight[] = [];
  const withoutSupport: DraftInsight[] = [];
  for (const draft of drafts) {
    const { cites, ...facts } = draft;
    const cited = cites.map((key) => found.get(key));
    // Every passage a rule relies on must be there, or the text would claim support that cannot be read.
    if (cited.some((passage) => passage === undefined)) {
      withoutSupport.push(draft);
      continue;
    }
    insights.push({
      ...facts,
      citations: cited
        .filter((passage) => passage !== undefined)
        .map(({ id, norm, article, title }) => ({ passageId: id, norm, article, title })),
    });
  }
  return { insights, withoutSupport };
}

/** What is worth most first; what cannot be told in pesos comes after, in the order of the rules. */
function byWorth<Item extends { impact: Impact | null }>(items: readonly Item[]): Item[] {
  const worth = ({ impact }: Item) => impact?.amount ?? 0n;
  return items.toSorted((a, b) => (worth(a) === worth(b) ? 0 : worth(a) > worth(b) ? -1 : 1));
}

/** Stable: within a severity the order of the rules, or the one given, stays. */
export function bySeverity<Item extends { severity: Severity }>(items: readonly Item[]): Item[] {
  return items.toSorted((a, b) => SEVERITY_ORDER.indexOf(a.severity) - SEVERITY_ORDER.indexOf(b.severity));
}
