import type { TopeExplanationList } from '@accountia/task-contracts/api';
import { compareTopes, explainTopes, KNOWN_YEARS } from '@accountia/tax-rules';
import type { DeclarationCase } from '../drafts/case.ts';

/** DIAN's five totals against the entries that count for them. */
export function explainDeclarationTopes({
  declaration,
  entries,
  topes,
}: Pick<DeclarationCase, 'declaration' | 'entries' | 'topes'>): TopeExplanationList {
  // The names of the five are the same in every year; only their limits are not.
  const known = KNOWN_YEARS.includes(declaration.taxable_year);
  const year = known ? declaration.taxable_year : KNOWN_YEARS.at(-1)!;
  const labels = new Map(compareTopes(topes, year).map(({ number, label }) => [number, label]));
  return {
    items: explainTopes(entries, topes).map((explained) => ({
      tope: explained.tope,
      label: labels.get(explained.tope) ?? '',
      reported: explained.reported === undefined ? null : String(explained.reported),
      sum: String(explained.sum),
      adjusted: String(explained.adjusted),
      unexplained: explained.unexplained === undefined ? null : String(explained.unexplained),
      reasons: explained.reasons.map(({ code, text, amount, entries: entryIds }) => ({
        code,
        text,
        amount: String(amount),
        entryIds: [...entryIds],
      })),
      entryIds: [...explained.entries],
    })),
  };
}
