import type { Category } from '../categories.ts';
import { proposeBoxes } from '../proposal/propose-boxes.ts';
import { remember } from '../text/remember.ts';
import { conceptKey, sameConcept } from './concept-key.ts';

/** What an organization's people decided about a concept: it overrules our own rules in all of their files. */
export interface OrganizationRule {
  readonly id: string;
  /** From `conceptKey`. */
  readonly concept: string;
  readonly category: Category;
}

/** What a rule looks at; a classified row of a file or of the database fits as it is. */
export interface RuledFact {
  readonly detail: string;
  readonly amount: bigint;
  readonly boxes: readonly number[];
  readonly topes: readonly number[];
}

export interface RuledCategory<Fact extends RuledFact> {
  readonly fact: Fact;
  readonly ruleId: string;
  readonly category: Category;
  /** Boxes of Form 210 where the fact goes in that category. */
  readonly candidateBoxes: readonly number[];
}

/**
 * What an organization's rules say about classified facts: one answer for each fact that a rule concerns, in their
 * order; nothing about the others. Concepts are unique among the rules that are in force; should two fit a damaged
 * wording, the first one counts.
 */
export function applyOrganizationRules<Fact extends RuledFact>(
  facts: readonly Fact[],
  rules: readonly OrganizationRule[],
): RuledCategory<Fact>[] {
  if (rules.length === 0) return [];
  const ruleOf = ruleForWording(rules);
  return facts.flatMap((fact) => {
    const rule = ruleOf(fact.detail);
    if (rule === undefined) return [];
    const { id: ruleId, category } = rule;
    return [{ fact, ruleId, category, candidateBoxes: boxesIn(category, fact) }];
  });
}

/** Finds the rule, if any, for a wording as reporters write it. */
export function ruleForWording(
  rules: readonly OrganizationRule[],
): (detail: string) => OrganizationRule | undefined {
  const exact = new Map(rules.map((rule) => [rule.concept, rule]));
  return remember(
    (detail: string) => detail,
    (detail) => {
      const concept = conceptKey(detail);
      return exact.get(concept) ?? rules.find((rule) => sameConcept(rule.concept, concept));
    },
  );
}

/** Where the proposal would put the fact if it were alone. */
function boxesIn(category: Category, fact: RuledFact): number[] {
  const { detail, boxes, topes } = fact;
  const amount = fact.amount === 0n ? 1n : fact.amount;
  const entry = { id: 0, reporterNit: '', detail, amount, category, boxes, topes };
  // The year only names the form; where a row goes does not depend on it.
  const { amounts } = proposeBoxes({ year: 0, taxpayerName: '', entries: [entry] });
  return amounts.flatMap(({ target }) => ('box' in target ? [target.box] : []));
}
