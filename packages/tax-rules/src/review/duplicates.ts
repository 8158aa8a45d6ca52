import { byId } from '../findings/order.ts';
import type { EntryId, Finding, FindingCode } from '../findings/types.ts';
import type { DecisionName, DecisionOption, EntryDecision } from '../proposal/types.ts';

/** `keep`: they are different facts, all count. `ignore`: they are one fact, counted once. */
export const DUPLICATE_RESOLUTIONS = ['keep', 'ignore'] as const;
export type DuplicateResolution = (typeof DUPLICATE_RESOLUTIONS)[number];

type ChoiceOf = {
  readonly [Name in DecisionName]: {
    readonly decision: Name;
    readonly keep: DecisionOption<Name>;
    readonly ignore: DecisionOption<Name>;
  };
}[DecisionName];

/** The choice of the proposal that settles each kind of double report. */
const CHOICES: Readonly<Partial<Record<FindingCode, ChoiceOf>>> = {
  severance_reported_twice: { decision: 'severance', keep: 'sum', ignore: 'larger' },
  voluntary_savings_reported_twice: { decision: 'voluntarySavings', keep: 'sum', ignore: 'larger' },
  total_beside_holders: { decision: 'yieldTotals', keep: 'sum', ignore: 'holders' },
  property_valued_twice: { decision: 'property', keep: 'sum', ignore: 'greater' },
  support_documents_overlap: { decision: 'supportDocuments', keep: 'include', ignore: 'omit' },
};

/** Findings that say "this may be told twice", which a person settles. */
export const DUPLICATE_CODES: readonly FindingCode[] = [
  'duplicate_candidate',
  ...(Object.keys(CHOICES) as FindingCode[]),
];

type CountedEntry<Id extends EntryId> = Required<Pick<EntryDecision<Id>, 'id' | 'use'>>;

export type DuplicateDecision<Id extends EntryId> =
  | { readonly kind: 'choice'; readonly decision: DecisionName; readonly option: string }
  | { readonly kind: 'entries'; readonly entries: readonly CountedEntry<Id>[] };

/**
 * The decision of the proposal that a person's resolution of a suspected duplicate means.
 * @param counted with `ignore` of equal rows, the ones that count; the first one unless given
 * @throws {RangeError} when the finding is not about duplicates
 */
export function decisionOfDuplicate<Id extends EntryId>(
  finding: Pick<Finding<Id>, 'code' | 'entries'>,
  resolution: DuplicateResolution,
  counted: readonly Id[] = [],
): DuplicateDecision<Id> {
  const choice = CHOICES[finding.code];
  if (choice) return { kind: 'choice', decision: choice.decision, option: choice[resolution] };
  if (finding.code !== 'duplicate_candidate') throw new RangeError(`${finding.code} is not about duplicates`);
  const rows = finding.entries.map((id) => ({ id })).sort(byId);
  const first = rows[0] === undefined ? [] : [rows[0].id];
  const kept = new Set(resolution === 'keep' ? finding.entries : counted.length > 0 ? counted : first);
  return {
    kind: 'entries',
    entries: rows.map(({ id }) => ({ id, use: kept.has(id) ? 'include' : 'exclude' })),
  };
}
