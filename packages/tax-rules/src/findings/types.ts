import type { Category } from '../categories.ts';
import type { TopeAmounts } from '../obligation/topes.ts';

/** What identifies an entry to the caller: its row, or its id in the database. */
export type EntryId = string | number;

export type Severity = 'critical' | 'warning' | 'info';

/** A classified row as the review needs it. */
export interface ReviewEntry<Id extends EntryId = EntryId> {
  readonly id: Id;
  readonly reporterNit: string;
  /** Name under which the reporter reported the taxpayer; skipped in the name check when absent or empty. */
  readonly reportedName?: string | undefined;
  readonly detail: string;
  readonly amount: bigint;
  /** The category in force, which a person may have corrected. */
  readonly category: Category;
  /** Codes that DIAN suggests. */
  readonly boxes: readonly number[];
  readonly topes: readonly number[];
  /** Pairs of column "Información Adicional". */
  readonly additionalInformation?: readonly { readonly key: string; readonly value: string }[] | undefined;
}

/** What the review looks at: the entries of one report. */
export interface ReviewedDeclaration<Id extends EntryId = EntryId> {
  /** Taxable year; the review works for years without parameters too, saying less. */
  readonly year: number;
  readonly taxpayerName: string;
  readonly topes: TopeAmounts;
  readonly entries: readonly ReviewEntry<Id>[];
}

/** In the order in which findings of equal severity are shown. */
export const FINDING_CODES = [
  'another_name',
  'duplicate_candidate',
  'severance_reported_twice',
  'voluntary_savings_reported_twice',
  'total_beside_holders',
  'property_valued_twice',
  'support_documents_overlap',
  'joint_holder',
  'health_on_pensions',
  'fixed_asset_holding',
  'unknown_concept',
  'classified_by_codes',
  'negative_amount',
  'negative_balance',
  'fees_choice',
  'six_month_average',
  'thresholds_are_not_income',
  'e_invoice_benefit',
  'tope_difference',
] as const;
export type FindingCode = (typeof FINDING_CODES)[number];

/** One thing to look at. Plain data: people read `describeFinding(finding)`. */
export interface Finding<Id extends EntryId = EntryId> {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly entries: readonly Id[];
  /** Amounts are decimal strings of pesos. */
  readonly params: Readonly<Record<string, string | number>>;
  /** Articles of the Estatuto Tributario. */
  readonly articles: readonly string[];
}

/** An entry with the concept rule that its wording fires. */
export interface RuledEntry<Id extends EntryId> extends ReviewEntry<Id> {
  readonly rule: string;
  /** DIAN's topes, or those of the concept. */
  readonly effectiveTopes: readonly number[];
}

/** A named check: pure, and independent of the order of the entries. */
export type FindingRule = <Id extends EntryId>(
  entries: readonly RuledEntry<Id>[],
  declaration: ReviewedDeclaration<Id>,
) => Finding<Id>[];
