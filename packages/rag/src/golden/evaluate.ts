import { draftInsights } from '../insights/find-insights.ts';
import type { AnalysisInput, DraftInsight } from '../insights/types.ts';
import type { ExpectedInsight, GoldenCase } from './golden-case.ts';

export interface GoldenResult {
  readonly name: string;
  readonly about: string;
  readonly expectedCount: number;
  /** Expected and not found, with the figures it should have had. */
  readonly missing: readonly string[];
  /** Found and not expected. */
  readonly spurious: readonly string[];
  /** Of `spurious`, those that the accountant ruled out by name, with the reason. */
  readonly ruledOut: readonly string[];
}

export interface GoldenScore {
  readonly declarations: number;
  readonly expected: number;
  readonly missing: number;
  readonly spurious: number;
  readonly results: readonly GoldenResult[];
}

/** Compares what the rules find with what an accountant would say, declaration by declaration. */
export function evaluateGoldenCases(
  cases: readonly GoldenCase[],
  find: (input: AnalysisInput) => readonly DraftInsight[] = draftInsights,
): GoldenScore {
  const results = cases.map((golden) => compare(golden, find(golden.input)));
  const sum = (count: (result: GoldenResult) => number) =>
    results.reduce((total, result) => total + count(result), 0);
  return {
    declarations: results.length,
    expected: sum(({ expectedCount }) => expectedCount),
    missing: sum(({ missing }) => missing.length),
    spurious: sum(({ spurious }) => spurious.length),
    results,
  };
}

function compare(golden: GoldenCase, found: readonly DraftInsight[]): GoldenResult {
  const left = [...found];
  const missing: string[] = [];
  for (const expected of golden.expected) {
    const position = left.findIndex((insight) => isTold(expected, insight));
    if (position === -1) missing.push(describe(expected, found));
    else left.splice(position, 1);
  }
  return {
    name: golden.name,
    about: golden.about,
    expectedCount: golden.expected.length,
    missing,
    spurious: left.map((insight) => insight.code),
    ruledOut: left.flatMap((insight) =>
      golden.never.filter(({ code }) => code === insight.code).map(({ code, why }) => `${code}: ${why}`),
    ),
  };
}

/** Same code, and the same figures where the accountant gave some. */
function isTold(expected: ExpectedInsight, insight: DraftInsight): boolean {
  return (
    insight.code === expected.code &&
    (expected.amount === undefined || expected.amount === insight.amount) &&
    (expected.box === undefined || expected.box === insight.box) &&
    (expected.deadline === undefined || expected.deadline === insight.deadline)
  );
}

function describe(expected: ExpectedInsight, found: readonly DraftInsight[]): string {
  const figures = (insight: ExpectedInsight | DraftInsight) =>
    [insight.amount, insight.box && `box ${insight.box}`, insight.deadline]
      .filter((figure) => figure !== undefined)
      .join(', ');
  const other = found.find((insight) => insight.code === expected.code);
  const wanted = figures(expected);
  return `${expected.code}${wanted === '' ? '' : ` (${wanted})`}${other === undefined ? '' : `, found with ${figures(other)}`}`;
}
