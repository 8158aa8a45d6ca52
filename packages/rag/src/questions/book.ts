import {
  type Category,
  compareTopes,
  type DueDate,
  dueDate,
  type FilingObligation,
  filingObligation,
  type Finding,
  findings,
  KNOWN_YEARS,
  parameters,
  TaxRulesError,
  type TopeAmounts,
  type TopeComparison,
  vatResponsibility,
  type YearParameters,
} from '@accountia/tax-rules';
import type { AskedDeclaration, AskedEntry, AskedInsight } from './types.ts';

/** A declaration opened to be asked: what topics look things up in. Pure; what is dear is worked out when first asked for. */
export interface Book {
  readonly asked: AskedDeclaration;
  readonly year: number;
  /** In the order of the report; of the reporters named in the question when it names some. */
  readonly entries: readonly AskedEntry[];
  /** Names of the reporters that the question is about; empty: all. */
  readonly about: readonly string[];
  /** Null for a year whose law is not known, as are the three after it. */
  readonly law: YearParameters | null;
  readonly obligation: FilingObligation | null;
  readonly topes: readonly TopeComparison[];
  readonly due: DueDate | null;
  readonly findings: () => readonly Finding<string>[];
  inCategory(...categories: Category[]): AskedEntry[];
  /** Entries of these concepts of tax-rules; `labour.` stands for all that begin so. */
  ofRule(...rules: string[]): AskedEntry[];
  insights(...codes: string[]): AskedInsight[];
  /** The same book with these reporters' entries alone. */
  narrowed(reporters: ReadonlySet<string>): Book;
}

export function openBook(given: AskedDeclaration): Book {
  const asked = { ...given, entries: withBestNames(given.entries) };
  const { year, taxpayer } = asked;
  const known = KNOWN_YEARS.includes(year);
  const topes: TopeAmounts = Object.fromEntries(Object.entries(asked.topes));
  let found: readonly Finding<string>[] | undefined;
  const whole = {
    asked,
    year,
    law: known ? parameters(year) : null,
    topes: known ? compareTopes(topes, year) : [],
    obligation: known
      ? filingObligation(topes, year, vatResponsibility(asked.entries.map(({ detail }) => detail)))
      : null,
    due: dueDateOrNull(taxpayer.number, year),
    findings: () =>
      (found ??= findings({ year, taxpayerName: taxpayer.name, topes, entries: asked.entries })),
    insights: (...codes: string[]) => asked.insights.filter(({ code }) => codes.includes(code)),
  };
  return { ...whole, ...lookIn(asked.entries), about: [], narrowed };

  function narrowed(reporters: ReadonlySet<string>): Book {
    const entries = asked.entries.filter(({ reporterName }) => reporters.has(reporterName));
    return { ...whole, ...lookIn(entries), about: [...reporters], narrowed };
  }
}

/** DIAN's files lose letters in some rows and not in others: each reporter is called as where most of its name arrived. */
function withBestNames(entries: readonly AskedEntry[]): AskedEntry[] {
  const best = new Map<string, string>();
  for (const { reporterNit: nit, reporterName: name } of entries) {
    const known = best.get(nit);
    if (known === undefined || lostLetters(name) < lostLetters(known)) best.set(nit, name);
  }
  return entries.map((entry) => ({
    ...entry,
    reporterName: best.get(entry.reporterNit) ?? entry.reporterName,
  }));
}

function lostLetters(name: string): number {
  return name.split('\u{FFFD}').length - 1;
}

function lookIn(entries: readonly AskedEntry[]): Pick<Book, 'entries' | 'inCategory' | 'ofRule'> {
  return {
    entries,
    inCategory: (...categories) => entries.filter(({ category }) => categories.includes(category)),
    ofRule: (...rules) =>
      entries.filter(({ rule }) =>
        rules.some((wanted) => (wanted.endsWith('.') ? rule.startsWith(wanted) : rule === wanted)),
      ),
  };
}

/** Null for a year without a calendar and for a document whose number has no final digits, such as a passport. */
function dueDateOrNull(number: string, year: number): DueDate | null {
  try {
    return dueDate(number, year);
  } catch (error) {
    if (error instanceof TaxRulesError && (error.code === 'unknown_year' || error.code === 'invalid_number'))
      return null;
    throw error;
  }
}
