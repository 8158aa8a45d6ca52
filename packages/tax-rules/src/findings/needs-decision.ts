import { remember } from '../text/remember.ts';
import { holdersOf, participationOf, saysSecondHolder } from './additional-information.ts';
import { compareNames } from './names.ts';
import { groupBy, idsOf, sumOf, withRule } from './select.ts';
import type { FindingRule } from './types.ts';

const REAL_ESTATE: ReadonlySet<string> = new Set(['assets.cadastral_value', 'assets.property_tax_base']);

/** Rows under the taxpayer's number but with another name. */
export const anotherName: FindingRule = (entries, { taxpayerName }) => {
  if (taxpayerName.trim() === '') return [];
  const compare = remember(
    (name: string) => name,
    (name) => compareNames(taxpayerName, name),
  );
  const suspects = entries.flatMap((entry) => {
    const name = entry.reportedName?.trim();
    if (!name) return [];
    const { samePerson, sharedWords } = compare(name);
    return samePerson ? [] : [{ entry, name, sharedWords }];
  });
  return [...groupBy(suspects, ({ name }) => name).entries()].map(([name, group]) => ({
    code: 'another_name',
    severity: group.some(({ sharedWords }) => sharedWords > 0) ? 'warning' : 'critical',
    entries: idsOf(group.map(({ entry }) => entry)),
    params: { name, amount: String(sumOf(group.map(({ entry }) => entry))) },
    articles: [],
  }));
};

/** The reporter may give the full value to each holder. */
export const jointHolder: FindingRule = (entries) => {
  const joint = entries.filter((entry) => {
    if (
      entry.category !== 'assets' &&
      entry.category !== 'liabilities' &&
      entry.category !== 'capital_income'
    )
      return false;
    const holders = holdersOf(entry) ?? 1;
    // In a company the percentage is the person's holding, already in the amount; in real estate it says
    // that others own the rest.
    const share = REAL_ESTATE.has(entry.rule) ? (participationOf(entry) ?? 100) : 100;
    return holders > 1 || share < 100 || saysSecondHolder(entry);
  });
  if (joint.length === 0) return [];
  return [
    {
      code: 'joint_holder',
      severity: 'warning',
      entries: idsOf(joint),
      params: { amount: String(sumOf(joint)) },
      articles: ['261', '263'],
    },
  ];
};

/** An overdrawn account is a debt (box 30). */
export const negativeBalance: FindingRule = (entries) => {
  const overdrawn = entries.filter(({ amount, category }) => amount < 0n && category === 'liabilities');
  if (overdrawn.length === 0) return [];
  return [
    {
      code: 'negative_balance',
      severity: 'info',
      entries: idsOf(overdrawn),
      params: { amount: String(sumOf(overdrawn)) },
      articles: ['261', '283'],
    },
  ];
};

/** A negative income, withholding or good is a correction or a mistake of the reporter. */
export const negativeAmount: FindingRule = (entries) => {
  const negative = entries.filter(({ amount, category }) => amount < 0n && category !== 'liabilities');
  if (negative.length === 0) return [];
  return [
    {
      code: 'negative_amount',
      severity: 'warning',
      entries: idsOf(negative),
      params: { amount: String(sumOf(negative)) },
      articles: [],
    },
  ];
};

/** Health contributions of pensioners lower the pensions, not the labour income. */
export const healthOnPensions: FindingRule = (entries) => {
  const health = withRule(entries, 'contributions.health');
  const pensions = entries.filter(({ category }) => category === 'pension_income');
  if (health.length === 0 || pensions.length === 0) return [];
  return [
    {
      code: 'health_on_pensions',
      severity: 'warning',
      entries: idsOf([...health, ...pensions]),
      params: { amount: String(sumOf(health)) },
      articles: ['56', '337'],
    },
  ];
};

/** Held two years or more, an occasional gain; less, ordinary income. The report does not say. */
export const fixedAssetHolding: FindingRule = (entries) => {
  const sales = withRule(entries, 'gains.fixed_asset_sale');
  if (sales.length === 0) return [];
  return [
    {
      code: 'fixed_asset_holding',
      severity: 'warning',
      entries: idsOf(sales),
      params: { amount: String(sumOf(sales)) },
      articles: ['300', '314'],
    },
  ];
};

/** Fees choose between costs and the 25 % exemption. */
export const feesChoice: FindingRule = (entries) => {
  const fees = entries.filter(({ category }) => category === 'fees_income');
  if (fees.length === 0) return [];
  return [
    {
      code: 'fees_choice',
      severity: 'info',
      entries: idsOf(fees),
      params: { amount: String(sumOf(fees)) },
      articles: ['206', '336'],
    },
  ];
};

/** What no rule knows waits for a person. */
export const unknownConcept: FindingRule = (entries) =>
  [
    ...groupBy(
      entries.filter(({ category }) => category === 'unclassified'),
      ({ detail }) => detail,
    ).entries(),
  ].map(([detail, group]) => ({
    code: 'unknown_concept',
    severity: 'warning',
    entries: idsOf(group),
    params: { detail, amount: String(sumOf(group)) },
    articles: [],
  }));

/** A wording no rule knows, placed only by DIAN's suggestion. */
export const classifiedByCodes: FindingRule = (entries) => {
  const guessed = entries.filter(({ rule, category }) => rule === 'codes' && category !== 'unclassified');
  if (guessed.length === 0) return [];
  return [
    {
      code: 'classified_by_codes',
      severity: 'info',
      entries: idsOf(guessed),
      params: { amount: String(sumOf(guessed)) },
      articles: [],
    },
  ];
};
