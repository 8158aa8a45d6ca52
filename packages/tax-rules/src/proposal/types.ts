import type { FactName } from '../draft/facts/facts.ts';
import type { DraftInput } from '../draft/types.ts';
import type { EntryId, ReviewEntry } from '../findings/types.ts';

/** What the proposal looks at: the classified entries of a taxpayer's year. */
export interface ProposedDeclaration<Id extends EntryId = EntryId> {
  readonly year: number;
  readonly taxpayerName: string;
  readonly entries: readonly ReviewEntry<Id>[];
}

/** The choices behind a proposal; the first option of each is what is taken when nobody decides. */
export const DECISION_OPTIONS = {
  severance: ['larger', 'employer', 'fund', 'sum'],
  voluntarySavings: ['larger', 'sum'],
  yieldTotals: ['holders', 'totals', 'sum'],
  property: ['greater', 'sum'],
  fees: ['without_costs', 'with_costs', 'non_labour'],
  contributions: ['by_income', 'labour', 'fees', 'capital', 'non_labour', 'pensions'],
  inflationaryPart: ['apply', 'omit'],
  fixedAssets: ['occasional_gain', 'ordinary_income'],
  dividends: ['paragraph_2', 'numeral_3'],
  supportDocuments: ['omit', 'include'],
  loanInterest: ['omit', 'home_loan'],
} as const;

export type DecisionName = keyof typeof DECISION_OPTIONS;
export type DecisionOption<Name extends DecisionName> = (typeof DECISION_OPTIONS)[Name][number];

/** What a person decided about one row. */
export interface EntryDecision<Id extends EntryId = EntryId> {
  readonly id: Id;
  /** `include` also confirms that a row under another name is the taxpayer's. */
  readonly use?: 'include' | 'exclude';
  /** Box to which the amount goes instead of the proposed one. */
  readonly box?: number;
  /** The taxpayer's share of what was reported, in percent: 50 counts half. */
  readonly sharePercent?: number;
}

export type ProposalDecisions<Id extends EntryId = EntryId> = {
  readonly [Name in DecisionName]?: DecisionOption<Name>;
} & { readonly entries?: readonly EntryDecision<Id>[] };

export type ProposalTarget = { readonly box: number } | { readonly fact: FactName };

/** A box or fact and the rows behind it. */
export interface ProposedAmount<Id extends EntryId = EntryId> {
  readonly target: ProposalTarget;
  readonly value: bigint;
  /** What each row adds; less than its amount when a share or a limit applies. */
  readonly entries: readonly { readonly id: Id; readonly amount: bigint }[];
}

export const LEFT_OUT_REASONS = [
  'excluded_by_person',
  'another_name',
  'unclassified',
  'informative',
  'threshold_only',
  'severance_reported_twice',
  'severance_already_income',
  'voluntary_savings_reported_twice',
  'total_beside_holders',
  'property_lower_value',
  'support_documents_overlap',
  'loan_interest_unproven',
  'prior_return_reference',
  'negative_amount',
  'zero',
] as const;
export type LeftOutReason = (typeof LEFT_OUT_REASONS)[number];

export interface LeftOutEntry<Id extends EntryId = EntryId> {
  readonly id: Id;
  readonly amount: bigint;
  readonly reason: LeftOutReason;
  /** In Spanish. */
  readonly text: string;
}

/** A choice that the proposal made and the person can flip. */
export interface ProposalAssumption<Id extends EntryId = EntryId> {
  readonly code: string;
  /** The decision that flips it; `entries` for choices row by row. */
  readonly decision: DecisionName | 'entries';
  readonly chosen: string;
  readonly options: readonly string[];
  readonly entries: readonly Id[];
  /** In Spanish. */
  readonly text: string;
  readonly articles: readonly string[];
}

export interface BoxProposal<Id extends EntryId = EntryId> {
  /** Ready for `draftReturn`. */
  readonly input: DraftInput;
  /** Boxes ascending, then facts. */
  readonly amounts: readonly ProposedAmount<Id>[];
  readonly assumptions: readonly ProposalAssumption<Id>[];
  /** Every row that adds to nothing, with the reason. */
  readonly leftOut: readonly LeftOutEntry<Id>[];
  /** Ids of decisions about rows that are no longer there: a newer report lost them. */
  readonly unusedDecisions: readonly Id[];
}
