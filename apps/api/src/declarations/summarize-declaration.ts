import { type Database, declarationFacts, type DeclarationRow, declarationTopes } from '@accountia/db';
import type { DeclarationSummary } from '@accountia/task-contracts/api';
import {
  categoryLabel,
  compareTopes,
  describeFilingReason,
  describeFinding,
  dueDate,
  filingObligation,
  findings,
  KNOWN_YEARS,
  summarize,
  TaxRulesError,
  type TopeAmounts,
  vatResponsibility,
} from '@accountia/tax-rules';
import type { Kysely } from 'kysely';
import { failureMessage } from '../messages/index.ts';
import { presentTaxpayer } from '../presenters/declarations.ts';
import { toReviewEntry, toTopeAmounts } from '../presenters/review-entries.ts';

/** What a declaration's current entries mean: computed when asked for, so that it never disagrees with them. */
export async function summarizeDeclaration(
  db: Kysely<Database>,
  declaration: DeclarationRow,
): Promise<DeclarationSummary> {
  const { organization_id: organizationId, id, taxable_year: year } = declaration;
  const [rows, stored] = await Promise.all([
    declarationFacts(db, organizationId, id),
    declarationTopes(db, organizationId, id),
  ]);
  const entries = rows.map(toReviewEntry);
  const topes = toTopeAmounts(stored);
  const { totalsByCategory, countsByCategory } = summarize(entries);
  const categories = (Object.keys(totalsByCategory) as (keyof typeof totalsByCategory)[]).map((category) => ({
    category,
    label: categoryLabel(category),
    amount: String(totalsByCategory[category] ?? 0n),
    entries: countsByCategory[category] ?? 0,
  }));
  return {
    declarationId: id,
    taxableYear: year,
    taxpayer: presentTaxpayer(declaration),
    totalsByCategory: Object.fromEntries(categories.map(({ category, amount }) => [category, amount])),
    categories,
    topes: KNOWN_YEARS.includes(year) ? compareTopes(topes, year).map(presentTope) : [],
    filing: {
      ...filing(topes, year, vatResponsibility(rows.map((row) => row.detail))),
      dueDate: dueDateOrNull(declaration.taxpayer_number, year),
    },
    warnings: findings({ year, taxpayerName: declaration.taxpayer_name, topes, entries }).map((finding) => ({
      code: finding.code,
      severity: finding.severity,
      ...describeFinding(finding),
      entryIds: [...finding.entries],
      articles: [...finding.articles],
    })),
  };
}

function presentTope(tope: ReturnType<typeof compareTopes>[number]): DeclarationSummary['topes'][number] {
  return {
    tope: tope.number,
    key: tope.key,
    label: tope.label,
    amount: tope.amount.toString(),
    reported: tope.reported,
    limit: tope.limit.toString(),
    limitUvt: tope.limitUvt,
    comparator: tope.comparator,
    exceeded: tope.exceeded,
    nearEdge: tope.nearEdge,
    percentOfLimit: tope.percentOfLimit,
    law: `E.T. art. ${tope.article}`,
  };
}

/** For a year whose values we do not have the answer is "unknown", and the reason says so. */
function filing(
  topes: TopeAmounts,
  year: number,
  vatResponsible: boolean | undefined,
): Pick<DeclarationSummary['filing'], 'obligated' | 'reasons'> {
  if (!KNOWN_YEARS.includes(year))
    return { obligated: 'unknown', reasons: [failureMessage('unknown_year', { year })] };
  const { obligated, reasons } = filingObligation(topes, year, vatResponsible);
  return { obligated, reasons: reasons.map(describeFilingReason) };
}

/** Null for a year without a calendar and for a document whose number has no final digits, such as a passport. */
function dueDateOrNull(number: string, year: number): string | null {
  try {
    return dueDate(number, year).date;
  } catch (error) {
    if (error instanceof TaxRulesError && (error.code === 'unknown_year' || error.code === 'invalid_number'))
      return null;
    throw error;
  }
}
