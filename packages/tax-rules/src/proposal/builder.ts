import { atLeastZero } from '../draft/arithmetic.ts';
import { MONEY_FACTS } from '../draft/facts/fields.ts';
import type { MoneyFact } from '../draft/facts/facts.ts';
import type { DraftInput } from '../draft/types.ts';
import { TaxRulesError } from '../errors.ts';
import type { EntryId, RuledEntry } from '../findings/types.ts';
import { LEFT_OUT_TEXTS } from './texts.ts';
import { DECISION_OPTIONS } from './types.ts';
import type {
  BoxProposal,
  DecisionName,
  DecisionOption,
  EntryDecision,
  LeftOutEntry,
  LeftOutReason,
  ProposalAssumption,
  ProposalDecisions,
  ProposedAmount,
} from './types.ts';

type Part<Id> = { readonly id: Id; readonly amount: bigint };

/** Gathers a proposal while the rows are placed one by one. */
export class ProposalBuilder<Id extends EntryId> {
  readonly #boxes = new Map<number, Part<Id>[]>();
  readonly #facts = new Map<MoneyFact, Part<Id>[]>();
  readonly #leftOut: LeftOutEntry<Id>[] = [];
  /** By code and text. */
  readonly #assumptions = new Map<string, ProposalAssumption<Id> & { readonly entries: Id[] }>();
  readonly #decisions: ProposalDecisions<Id>;
  readonly #byEntry: ReadonlyMap<Id, EntryDecision<Id>>;

  /** @throws {TaxRulesError} `invalid_input` when a decision is not one of its options */
  constructor(decisions: ProposalDecisions<Id>) {
    for (const [name, options] of Object.entries(DECISION_OPTIONS)) {
      const chosen = decisions[name as DecisionName];
      if (chosen !== undefined && !options.some((option) => option === chosen)) {
        throw new TaxRulesError('invalid_input', `decisions.${name} must be one of ${options.join(', ')}`, {
          issues: [{ field: `decisions.${name}`, problem: 'not_an_option' }],
        });
      }
    }
    this.#decisions = decisions;
    this.#byEntry = new Map((decisions.entries ?? []).map((decision) => [decision.id, decision]));
  }

  /** What was decided, or the first option. */
  choice<Name extends DecisionName>(name: Name): DecisionOption<Name> {
    const chosen: DecisionOption<Name> | undefined = this.#decisions[name];
    return chosen ?? DECISION_OPTIONS[name][0];
  }

  decisionOn(id: Id): EntryDecision<Id> | undefined {
    return this.#byEntry.get(id);
  }

  toBox(box: number, entry: RuledEntry<Id>, amount: bigint = entry.amount): void {
    append(this.#boxes, box, { id: entry.id, amount });
  }

  toFact(fact: MoneyFact, entry: RuledEntry<Id>, amount: bigint = entry.amount): void {
    append(this.#facts, fact, { id: entry.id, amount });
  }

  leaveOut(reason: LeftOutReason, ...entries: readonly RuledEntry<Id>[]): void {
    for (const { id, amount } of entries) {
      this.#leftOut.push({ id, amount, reason, text: LEFT_OUT_TEXTS[reason] });
    }
  }

  /** Tells a choice that was made, when it concerns any row. */
  assume(
    code: string,
    decision: DecisionName,
    entries: readonly RuledEntry<Id>[],
    text: string,
    articles: readonly string[],
  ): void {
    this.#tell(code, decision, this.choice(decision), DECISION_OPTIONS[decision], entries, text, articles);
  }

  /** Tells a choice that is made row by row. */
  assumeRows(
    code: string,
    chosen: 'include' | 'exclude',
    entries: readonly RuledEntry<Id>[],
    text: string,
    articles: readonly string[],
  ): void {
    this.#tell(code, 'entries', chosen, ['include', 'exclude'], entries, text, articles);
  }

  finish(year: number, known: ReadonlySet<Id>): BoxProposal<Id> {
    const boxes = sorted(this.#boxes, (first, second) => first - second);
    const facts = MONEY_FACTS.flatMap((fact) => {
      const parts = this.#facts.get(fact);
      return parts ? [[fact, parts] as const] : [];
    });
    const amounts: ProposedAmount<Id>[] = [
      ...boxes.map(([box, parts]) => ({ target: { box }, value: total(parts), entries: parts })),
      ...facts.map(([fact, parts]) => ({ target: { fact }, value: valueOf(fact, parts), entries: parts })),
    ];
    const input: DraftInput = {
      year,
      boxes: Object.fromEntries(boxes.map(([box, parts]) => [box, total(parts)])),
      facts: Object.fromEntries(facts.map(([fact, parts]) => [fact, valueOf(fact, parts)])),
    };
    return {
      input,
      amounts,
      assumptions: [...this.#assumptions.values()],
      leftOut: this.#leftOut,
      unusedDecisions: [...this.#byEntry.keys()].filter((id) => !known.has(id)),
    };
  }

  #tell(
    code: string,
    decision: ProposalAssumption['decision'],
    chosen: string,
    options: readonly string[],
    entries: readonly RuledEntry<Id>[],
    text: string,
    articles: readonly string[],
  ): void {
    if (entries.length === 0) return;
    const key = `${code} ${text}`;
    const told = this.#assumptions.get(key) ?? {
      code,
      decision,
      chosen,
      options,
      entries: [],
      text,
      articles,
    };
    // In place: a choice may concern all the rows of a report, one after another.
    for (const { id } of entries) told.entries.push(id);
    this.#assumptions.set(key, told);
  }
}

/** Averages are never added up: the greatest one counts. */
function valueOf<Id>(fact: MoneyFact, parts: readonly Part<Id>[]): bigint {
  if (fact !== 'averageMonthlyIncome') return total(parts);
  return parts.reduce((greatest, { amount }) => (amount > greatest ? amount : greatest), 0n);
}

function total<Id>(parts: readonly Part<Id>[]): bigint {
  return atLeastZero(parts.reduce((sum, { amount }) => sum + amount, 0n));
}

function append<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}

function sorted<Key, Value>(
  map: ReadonlyMap<Key, Value>,
  compare: (first: Key, second: Key) => number,
): [Key, Value][] {
  return [...map].sort(([first], [second]) => compare(first, second));
}
