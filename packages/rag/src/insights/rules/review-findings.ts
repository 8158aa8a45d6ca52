import { describeFinding, type Finding, type FindingCode } from '@accountia/tax-rules';
import type { InsightCode } from '../codes.ts';
import type { Rule } from '../context.ts';
import type { Confidence, RuleInsight, InsightKind } from '../types.ts';
import { visibleText } from '../../model/clean-text.ts';

interface FindingAsInsight {
  code: InsightCode;
  kind: InsightKind;
  cites: RuleInsight['cites'];
  /** The parameter of the finding that is its amount. */
  amount?: string;
  box?: number;
  confidence: Confidence;
}

/** How what tax-rules finds is told as an insight. Null: another rule here says the same with the year's figures. */
const INSIGHT_OF: Readonly<Record<FindingCode, FindingAsInsight | null>> = {
  another_name: {
    code: 'another_name',
    kind: 'warning',
    cites: ['et-631', 'et-746'],
    amount: 'amount',
    confidence: 'medium',
  },
  duplicate_candidate: {
    code: 'duplicate_candidate',
    kind: 'warning',
    cites: ['et-631', 'et-332'],
    amount: 'amount',
    confidence: 'medium',
  },
  severance_reported_twice: {
    code: 'severance_reported_twice',
    kind: 'warning',
    cites: ['et-27', 'et-206-n4'],
    amount: 'fundAmount',
    box: 36,
    confidence: 'medium',
  },
  voluntary_savings_reported_twice: {
    code: 'voluntary_savings_reported_twice',
    kind: 'warning',
    cites: ['et-126-4', 'et-126-1', 'et-332'],
    amount: 'amount',
    box: 35,
    confidence: 'medium',
  },
  total_beside_holders: {
    code: 'total_beside_holders',
    kind: 'warning',
    cites: ['et-335', 'et-263'],
    amount: 'totalAmount',
    box: 58,
    confidence: 'medium',
  },
  property_valued_twice: {
    code: 'property_valued_twice',
    kind: 'recommendation',
    cites: ['et-277'],
    amount: 'greater',
    box: 29,
    confidence: 'high',
  },
  support_documents_overlap: {
    code: 'support_documents_overlap',
    kind: 'warning',
    cites: ['et-26', 'et-771-2'],
    amount: 'amount',
    confidence: 'medium',
  },
  joint_holder: {
    code: 'joint_holder',
    kind: 'recommendation',
    cites: ['et-263', 'et-261'],
    amount: 'amount',
    confidence: 'medium',
  },
  health_on_pensions: {
    code: 'health_on_pensions',
    kind: 'recommendation',
    cites: ['et-56', 'et-337'],
    amount: 'amount',
    box: 100,
    confidence: 'medium',
  },
  fixed_asset_holding: null,
  unknown_concept: {
    code: 'unknown_concept',
    kind: 'warning',
    cites: ['et-631', 'et-631-3'],
    amount: 'amount',
    confidence: 'low',
  },
  classified_by_codes: {
    code: 'classified_by_codes',
    kind: 'information',
    cites: ['et-631-3'],
    amount: 'amount',
    confidence: 'low',
  },
  negative_amount: {
    code: 'negative_amount',
    kind: 'warning',
    cites: ['et-631', 'et-746'],
    amount: 'amount',
    confidence: 'medium',
  },
  negative_balance: {
    code: 'negative_balance',
    kind: 'recommendation',
    cites: ['et-268', 'et-283'],
    amount: 'amount',
    box: 30,
    confidence: 'high',
  },
  fees_choice: null,
  six_month_average: {
    code: 'six_month_average',
    kind: 'information',
    cites: ['et-206-n4'],
    amount: 'amount',
    confidence: 'high',
  },
  thresholds_are_not_income: {
    code: 'thresholds_are_not_income',
    kind: 'information',
    cites: ['et-594-3', 'et-26'],
    amount: 'amount',
    confidence: 'high',
  },
  e_invoice_benefit: null,
  tope_difference: {
    code: 'tope_difference',
    kind: 'information',
    cites: ['et-631', 'et-592', 'et-594-3'],
    amount: 'difference',
    confidence: 'medium',
  },
};

export const REVIEW_FINDING_RULES: readonly Rule[] = [
  {
    codes: Object.values(INSIGHT_OF).flatMap((told) => told?.code ?? []),
    find: ({ findings }) => findings.flatMap((finding) => asInsight(finding)),
  },
];

function asInsight(finding: Finding<string>): RuleInsight[] {
  const told = INSIGHT_OF[finding.code];
  if (told === null) return [];
  const { title, explanation, action } = describeFinding(finding);
  const amount = told.amount === undefined ? undefined : finding.params[told.amount];
  return [
    {
      code: told.code,
      kind: told.kind,
      severity: finding.severity,
      title: visibleText(title),
      body: visibleText(explanation),
      action: visibleText(action),
      ...(amount === undefined ? {} : { amount: BigInt(amount) }),
      ...(told.box === undefined ? {} : { box: told.box }),
      entryIds: [...finding.entries],
      cites: told.cites,
      confidence: told.confidence,
    },
  ];
}
