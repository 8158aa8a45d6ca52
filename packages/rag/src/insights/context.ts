import {
  classify,
  compareTopes,
  filingObligation,
  findings,
  limitInPesos,
  parameters,
  vatResponsibility,
  type Category,
  type FilingObligation,
  type Finding,
  type Limit,
  type TopeComparison,
  type YearParameters,
} from '@accountia/tax-rules';
import type { AnalysisEntry, AnalysisInput, DraftInsight } from './types.ts';
import type { InsightCode } from './codes.ts';

/** What every rule sees: the declaration's facts, sorted, and the law of the year. */
export interface AnalysisContext {
  readonly input: AnalysisInput;
  readonly year: number;
  readonly law: YearParameters;
  readonly topes: readonly TopeComparison[];
  readonly obligation: FilingObligation;
  readonly findings: readonly Finding<string>[];
  /** Entries of any of these categories, in report order. */
  inCategory(...categories: Category[]): AnalysisEntry[];
  /** Entries whose wording is one of these concepts of tax-rules, whatever category they were given by hand. */
  ofConcept(...concepts: string[]): AnalysisEntry[];
}

/** A rule looks at the declaration and says what follows, with the law that says so. Pure. */
export interface Rule {
  /** The codes it may produce, so that a test can tell none is orphaned. */
  readonly codes: readonly InsightCode[];
  find(context: AnalysisContext): DraftInsight[];
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
  ) => Omit<DraftInsight, 'code' | 'entryIds'> | null,
): Rule {
  return {
    codes: [code],
    find(context) {
      const entries = select(context);
      const written = entries.length === 0 ? null : write(entries, context);
      return written === null ? [] : [{ code, entryIds: ids(entries), ...written }];
    },
  };
}

/** @throws TaxRulesError `unknown_year` when the law of the year is not known: no advice is better than another year's. */
export function createContext(input: AnalysisInput): AnalysisContext {
  const concepts = new Map(input.entries.map((entry) => [entry.id, classify(entry).rule]));
  const byCategory = Map.groupBy(input.entries, (entry) => entry.category);
  const byConcept = Map.groupBy(input.entries, (entry) => concepts.get(entry.id) ?? 'none');
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
    findings:
      input.findings ??
      findings({
        year: input.year,
        taxpayerName: input.taxpayer.name,
        topes: topeAmounts(input),
        entries: input.entries,
      }),
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
