import { classify } from '../classification/classify.ts';
import { eInvoiceBenefit, sixMonthAverage, thresholdsAreNotIncome, topeDifference } from './informative.ts';
import {
  anotherName,
  classifiedByCodes,
  feesChoice,
  fixedAssetHolding,
  healthOnPensions,
  jointHolder,
  negativeAmount,
  negativeBalance,
  unknownConcept,
} from './needs-decision.ts';
import {
  duplicateCandidates,
  propertyValuedTwice,
  severanceReportedTwice,
  supportDocumentsOverlap,
  totalBesideHolders,
  voluntarySavingsReportedTwice,
} from './repeated-facts.ts';
import { byId } from './order.ts';
import { FINDING_CODES } from './types.ts';
import type { EntryId, Finding, FindingRule, ReviewedDeclaration, RuledEntry, Severity } from './types.ts';

const RULES: readonly FindingRule[] = [
  anotherName,
  duplicateCandidates,
  severanceReportedTwice,
  voluntarySavingsReportedTwice,
  totalBesideHolders,
  propertyValuedTwice,
  supportDocumentsOverlap,
  jointHolder,
  healthOnPensions,
  fixedAssetHolding,
  unknownConcept,
  classifiedByCodes,
  negativeAmount,
  negativeBalance,
  feesChoice,
  sixMonthAverage,
  thresholdsAreNotIncome,
  eInvoiceBenefit,
  topeDifference,
];

const SEVERITY_ORDER: readonly Severity[] = ['critical', 'warning', 'info'];

/**
 * Reviews the entries of one report and tells what deserves a look, most severe first. It flags and never
 * drops or changes an entry.
 * The answer does not depend on the order of the entries.
 */
export function findings<Id extends EntryId>(declaration: ReviewedDeclaration<Id>): Finding<Id>[] {
  const entries = declaration.entries.map(withItsRule).sort(byId);
  const found = RULES.flatMap((rule) => rule(entries, declaration));
  return found.sort((first, second) => rank(first) - rank(second));
}

function withItsRule<Id extends EntryId>(entry: ReviewedDeclaration<Id>['entries'][number]): RuledEntry<Id> {
  const { rule, topes } = classify(entry);
  return { ...entry, rule, effectiveTopes: topes };
}

function rank(finding: Finding): number {
  return (
    SEVERITY_ORDER.indexOf(finding.severity) * FINDING_CODES.length + FINDING_CODES.indexOf(finding.code)
  );
}
