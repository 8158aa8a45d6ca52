import {
  classify,
  compareTopes,
  createProposer,
  filingObligation,
  findings,
  limitInPesos,
  parameters,
  vatResponsibility,
  type BoxProposal,
  type Category,
  type FilingObligation,
  type Finding,
  type Limit,
  type TopeComparison,
  type YearParameters,
} from '@accountia/tax-rules';
import { estimateReturn, type Estimated } from './estimate.ts';
import type { AnalysisEntry, AnalysisInput, RuleInsight } from './types.ts';
import type { InsightCode } from './codes.ts';

/** What every rule sees: the declaration's facts, sorted, and the law of the year. */
export interface AnalysisContext {
  readonly input: AnalysisInput;
  readonly year: number;
  readonly law: YearParameters;
  readonly topes: readonly TopeComparison[];
  readonly obligation: FilingObligation;
  readonly findings: readonly Finding<string>[];
  /** What is reported, box by box, each thing counted once; worked out when first asked for. */
  readonly proposal: BoxProposal<string>;
  /** The return that what is reported leads to; worked out once, when first asked for. */
  readonly estimated: Estimated;
  /** Entries of any of these categories, in report order; none that came under the name of someone else. */
  inCategory(...categories: Category[]): AnalysisEntry[];
  /** Entries whose wording is one of these concepts of tax-rules, whatever category they were given by hand. */
  ofConcept(...concepts: string[]): AnalysisEntry[];
}

/** A rule looks at the declaration and says what follows, with the law that says so. Pure. */
export interface Rule {
  /** The codes it may produce, so that a test can tell none is orphaned. */
  readonly codes: readonly InsightCode[];
  find(context: AnalysisContext): RuleInsight[];
}

/**
 * The usual rule: entries of a kind exist, so there is something to say about them together.
 * `write` may answer null when on a closer look there is not.
 */
export function aboutEntries(
  code: InsightCode,
  select: (context: AnalysisContext) => AnalysisEntry[],
  write: (
    entries: AnalysisEntry[],
    context: AnalysisContext,
  ) => Omit<RuleInsight, 'code' | 'entryIds'> | null,
  sign: 'positive' | 'any' = 'positive',
): Rule {
  return {
    codes: [code],
    find(context) {
      const entries = select(context);
      // Figures that come to nothing or less are corrections, which the review of the entries tells: there is nothing to claim.
      const nothing = entries.length === 0 || (sign === 'positive' && total(entries) <= 0n);
      const written = nothing ? null : write(entries, context);
      return written === null ? [] : [{ code, entryIds: ids(entries), ...written }];
    },
  };
}

/** @throws TaxRulesError `unknown_year` when the law of the year is not known: no advice is better than another year's. */
export function createContext(input: AnalysisInput): AnalysisContext {
  const concepts = new Map(input.entries.map((entry) => [entry.id, classify(entry).rule]));
  const found =
    input.findings ??
    findings({
      year: input.year,
      taxpayerName: input.taxpayer.name,
      topes: topeAmounts(input),
      entries: input.entries,
    });
  // Advice on what may be another person's would be about the wrong return.
  const foreign = new Set(found.flatMap(({ code, entries }) => (code === 'another_name' ? entries : [])));
  const own = input.entries.filter((entry) => !foreign.has(entry.id));
  const byCategory = Map.groupBy(own, (entry) => entry.category);
  const byConcept = Map.groupBy(own, (entry) => concepts.get(entry.id) ?? 'none');
  const propose = createProposer({
    year: input.year,
    taxpayerName: input.taxpayer.name,
    entries: input.entries,
  });
  let estimated: Estimated | undefined;
  let proposal: BoxProposal<string> | undefined;
  const byRow = (entries: AnalysisEntry[]) => entries.sort((a, b) => a.row - b.row);
  return {
    input,
    year: input.year,
    law: parameters(input.year),
    topes: compareTopes(topeAmounts(input), input.year),
    obligation: filingObligation(
      topeAmounts(input),
      input.year,
      vatResponsibility(input.entries.map((entry) => entry.detail)),
    ),
    findings: found,
    get estimated() {
      estimated ??= estimateReturn(input.year, this.proposal, propose);
      return estimated;
    },
    get proposal() {
      proposal ??= propose();
      return proposal;
    },
    inCategory: (...categories) => byRow(categories.flatMap((category) => byCategory.get(category) ?? [])),
    ofConcept: (...names) => byRow(names.flatMap((name) => byConcept.get(name) ?? [])),
  };
}

/**
 * The step of art. 206 num. 4 that the reported average pay of six months falls in; undefined when nobody reported the average.
 * With several employers the highest average decides, which exempts least.
 */
export function severanceStep({ ofConcept, law }: AnalysisContext) {
  const averages = ofConcept('reference.six_month_average');
  const average = averages.reduce((most, entry) => (entry.amount > most ? entry.amount : most), 0n);
  const step =
    average > 0n
      ? law.severanceSteps.value.find(
          ({ upToUvt }) => upToUvt === null || average <= BigInt(upToUvt) * law.uvt.value,
        )
      : undefined;
  return { averages, average, step };
}

/** Severance that is income of the year: a fund's balance is patrimony, and a withdrawal was income before. */
export function severanceIncome({ inCategory, ofConcept }: AnalysisContext): AnalysisEntry[] {
  const other = new Set(ids(ofConcept('severance.fund_balance', 'severance.withdrawal')));
  return inCategory('severance').filter((entry) => !other.has(entry.id));
}

/** Of these entries, those that a box of the return counts: what is reported twice is there once. */
export function countedIn(
  { proposal }: AnalysisContext,
  box: number,
  entries: readonly AnalysisEntry[],
): AnalysisEntry[] {
  const amounts = proposal.amounts.find(({ target }) => 'box' in target && target.box === box);
  const counted = new Set(amounts?.entries.map(({ id }) => id));
  return entries.filter((entry) => counted.has(entry.id));
}

/** Income of the year of every kind: DIAN's own total, or the rows when the report has none. */
export function yearlyIncome(context: AnalysisContext): bigint {
  return context.input.topes['1'] ?? total(context.inCategory(...INCOME_CATEGORIES));
}

export const INCOME_CATEGORIES: readonly Category[] = [
  'labour_income',
  'fees_income',
  'pension_income',
  'capital_income',
  'non_labour_income',
  'dividends',
  'occasional_gains',
  'severance',
];

/** Sum in pesos. */
export function total(entries: readonly AnalysisEntry[]): bigint {
  return entries.reduce((sum, entry) => sum + entry.amount, 0n);
}

/** Sum of absolute values: debts come negative (an overdraft) or positive (a loan). */
export function totalOwed(entries: readonly AnalysisEntry[]): bigint {
  return entries.reduce((sum, entry) => sum + (entry.amount < 0n ? -entry.amount : entry.amount), 0n);
}

export function ids(entries: readonly AnalysisEntry[]): string[] {
  return entries.map((entry) => entry.id);
}

/** Part of an amount, in hundredths of a percent, without fractions of a peso. */
export function share(amount: bigint, basisPoints: number): bigint {
  return (amount * BigInt(basisPoints)) / 10_000n;
}

export function least(first: bigint, ...rest: (bigint | undefined)[]): bigint {
  return rest.reduce<bigint>(
    (smallest, value) => (value !== undefined && value < smallest ? value : smallest),
    first,
  );
}

/** A yearly limit in pesos. @throws RangeError when the limit is a percentage only, which is a mistake of the caller. */
export function pesosOf(limit: Limit, year: number): bigint {
  const pesos = limitInPesos(limit, year);
  if (pesos === undefined) throw new RangeError(`The limit of art. ${limit.article} has no amount in UVT`);
  return pesos;
}

/** A yearly limit in UVT. */
export function yearlyUvt(limit: Limit): number {
  return (limit.uvt ?? 0) * (limit.period === 'month' ? 12 : 1);
}

function topeAmounts({ topes }: AnalysisInput): Record<number, bigint | undefined> {
  return { 1: topes['1'], 2: topes['2'], 3: topes['3'], 4: topes['4'], 5: topes['5'] };
}
