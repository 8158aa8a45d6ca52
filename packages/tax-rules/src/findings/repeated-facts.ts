import { readConcept } from '../text/normalize.ts';
import { participationOf, propertyOf } from './additional-information.ts';
import { groupBy, idsOf, sumOf, withRepeatedAmount, withRule } from './select.ts';
import type { EntryId, FindingRule, RuledEntry } from './types.ts';

const PAYROLL_FORMAT = 2276;

/** The employer tells what it paid or deposited and the fund what it received: the same severance. */
export const severanceReportedTwice: FindingRule = (entries) => {
  const byEmployer = withRule(
    entries,
    'severance.paid_by_employer',
    'severance.deposited_by_employer',
    'severance.old_regime',
  );
  const byFund = withRule(
    entries,
    'severance.credited_by_fund',
    'severance.withdrawal',
    'severance.fund_balance',
  );
  if (byEmployer.length === 0 || byFund.length === 0) return [];
  return [
    {
      code: 'severance_reported_twice',
      severity: 'warning',
      entries: idsOf([...byEmployer, ...byFund]),
      params: { employerAmount: String(sumOf(byEmployer)), fundAmount: String(sumOf(byFund)) },
      articles: ['27', '206'],
    },
  ];
};

/** The employer reports the contribution in the payroll format, the bank or fund in its own. */
export const voluntarySavingsReportedTwice: FindingRule = (entries) =>
  ['voluntary.afc', 'voluntary.avc', 'voluntary.pension_fund'].flatMap((rule) => {
    const all = withRule(entries, rule);
    const [byEmployer, byBank] = partition(all, ({ detail }) =>
      readConcept(detail).codes.includes(PAYROLL_FORMAT),
    );
    const repeated = byEmployer.length > 0 && byBank.length > 0 ? all : sameAmountByOthers(all);
    if (repeated.length === 0) return [];
    return [
      {
        code: 'voluntary_savings_reported_twice',
        severity: 'warning',
        entries: idsOf(repeated),
        params: { kind: rule, amount: String(sumOf(repeated)) },
        articles: ['126-1', '126-4'],
      } as const,
    ];
  });

/** A row with the total of the yields next to the rows of each holder. */
export const totalBesideHolders: FindingRule = (entries) => {
  const yields = withRule(entries, 'capital.').filter(
    ({ rule }) => rule !== 'capital.rent' && rule !== 'capital.royalties',
  );
  return [...groupBy(yields, ({ reporterNit }) => reporterNit).values()].flatMap((ofReporter) => {
    const [totals, holders] = partition(ofReporter, ({ rule }) => rule === 'capital.total_yields');
    if (totals.length === 0 || holders.length === 0) return [];
    return [
      {
        code: 'total_beside_holders',
        severity: 'warning',
        entries: idsOf([...totals, ...holders]),
        params: { totalAmount: String(sumOf(totals)), holdersAmount: String(sumOf(holders)) },
        articles: ['335'],
      } as const,
    ];
  });
};

/**
 * Same reporter, wording and amount. Two accounts may truly hold the same amount, so it is only a
 * candidate.
 */
export const duplicateCandidates: FindingRule = (entries) => {
  const keyOf = ({
    reporterNit,
    detail,
    amount,
  }: {
    reporterNit: string;
    detail: string;
    amount: bigint;
  }) => {
    const concept = readConcept(detail);
    return JSON.stringify([reporterNit, concept.text, concept.codes, String(amount)]);
  };
  return [
    ...groupBy(withRepeatedAmount(entries.filter(({ amount }) => amount !== 0n)), keyOf).values(),
  ].flatMap((group) => {
    const [first] = group;
    if (!first || group.length < 2) return [];
    const sources = new Set(
      group.map(({ additionalInformation }) => JSON.stringify(additionalInformation ?? [])),
    );
    return [
      {
        code: 'duplicate_candidate',
        // Each with its own account or document number: probably different facts.
        severity: sources.size === group.length ? 'info' : 'warning',
        entries: idsOf(group),
        params: { detail: first.detail, amount: String(first.amount), times: group.length },
        articles: [],
      } as const,
    ];
  });
};

/** Cadastral value and property-tax base of the same property: the greater counts, by the share owned. */
export const propertyValuedTwice: FindingRule = (entries) => {
  const values = withRule(entries, 'assets.cadastral_value', 'assets.property_tax_base');
  const keyOf = (entry: (typeof values)[number]) =>
    JSON.stringify([entry.reporterNit, propertyOf(entry) ?? '']);
  return [...groupBy(values, keyOf).values()].flatMap((ofProperty) => {
    const [cadastral, bases] = partition(ofProperty, ({ rule }) => rule === 'assets.cadastral_value');
    if (cadastral.length === 0 || bases.length === 0) return [];
    const cadastralValue = sumOf(cadastral);
    const taxBase = sumOf(bases);
    const share = ofProperty.map(participationOf).find((participation) => participation !== undefined);
    return [
      {
        code: 'property_valued_twice',
        severity: 'warning',
        entries: idsOf(ofProperty),
        params: {
          cadastralValue: String(cadastralValue),
          taxBase: String(taxBase),
          greater: String(cadastralValue > taxBase ? cadastralValue : taxBase),
          ...(share === undefined ? {} : { sharePercent: share }),
        },
        articles: ['277'],
      } as const,
    ];
  });
};

/**
 * DIAN's list of support documents holds sales that buyers also report in format 1001: the larger counts,
 * not the sum.
 */
export const supportDocumentsOverlap: FindingRule = (entries) => {
  const documents = withRule(entries, 'reference.support_documents');
  if (documents.length === 0) return [];
  return [
    {
      code: 'support_documents_overlap',
      severity: 'warning',
      entries: idsOf(documents),
      params: { amount: String(sumOf(documents)) },
      articles: ['26', '771-2'],
    },
  ];
};

function sameAmountByOthers<Id extends EntryId>(entries: readonly RuledEntry<Id>[]): RuledEntry<Id>[] {
  return [...groupBy(entries, ({ amount }) => String(amount)).values()]
    .filter((group) => new Set(group.map(({ reporterNit }) => reporterNit)).size > 1)
    .flat();
}

function partition<Item>(items: readonly Item[], belongs: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(belongs), items.filter((item) => !belongs(item))];
}
