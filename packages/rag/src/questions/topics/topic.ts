import { formatPesos } from '@accountia/tax-rules';
import { total } from '../../insights/context.ts';
import { reporters } from '../../insights/phrases.ts';
import { cleanCellText } from '../../model/clean-text.ts';
import type { Book } from '../book.ts';
import { count, entryFact, insightFact } from '../facts.ts';
import type { AskedEntry, Fact, Statement } from '../types.ts';

/** Something that people ask of a declaration: how they word it, what is chosen from its facts, and the law behind it. */
export interface Topic {
  readonly id: string;
  /**
   * Each of these is a way to ask: stems without accents that must all be in the question, in any order; `|` separates the
   * ways to say one. Whichever names more of the question wins.
   */
  readonly asks: readonly string[];
  /** Rule keys of the corpus, `et-592`, the most telling first. */
  readonly cites: readonly string[];
  /** Answers only where no other topic does: "cuánto gané por salarios" asks for salaries and not for all income. */
  readonly general?: true;
  /** What the declaration says of it. Empty: nothing, and the law alone answers. */
  say(book: Book): Statement[];
}

/** How many entries one by one; the rest is told as a sum. */
const MOST_LISTED = 6;

export function statement(text: string, ...facts: (Fact | null)[]): Statement {
  return { text, facts: facts.filter((fact) => fact !== null) };
}

/** Entries one a line, the largest first, with what is left as a sum. */
export function listed(entries: readonly AskedEntry[]): Statement[] {
  const sorted = entries.toSorted((first, second) => compare(size(second), size(first)));
  const shown = sorted.slice(0, MOST_LISTED);
  const rest = sorted.slice(MOST_LISTED);
  return [
    ...shown.map((entry) =>
      statement(
        `• ${cleanCellText(entry.reporterName)}: ${formatPesos(entry.amount)} por «${cleanCellText(entry.detail)}» (fila ${entry.row}).`,
        entryFact(entry),
      ),
    ),
    ...(rest.length === 0
      ? []
      : [statement(`• Y ${count(rest.length, 'dato')} más por ${formatPesos(total(rest))}.`)]),
  ];
}

/** `los terceros le reportaron`, or the reporter that the question names with its verb. */
export function whoReported(book: Book): string {
  if (book.about.length === 0) return 'los terceros le reportaron';
  return `${reporters(book.entries)} le ${book.about.length === 1 ? 'reportó' : 'reportaron'}`;
}

/** `lo que reportaron los terceros`, or the reporter that the question names. */
export function whatWasReported(book: Book): string {
  if (book.about.length === 0) return 'lo que reportaron los terceros';
  return `lo que ${book.about.length === 1 ? 'reportó' : 'reportaron'} ${reporters(book.entries)}`;
}

export interface EntryTopic extends Omit<Topic, 'say'> {
  select(book: Book): AskedEntry[];
  /** The sentence before the list: it ends with a colon. */
  some(sum: string, book: Book, entries: readonly AskedEntry[]): string;
  /** When nobody reported such a thing. */
  none(book: Book): string;
  /** The sum as a fact of its own. */
  fact?(entries: readonly AskedEntry[]): Fact;
  /** Codes of insights that explain what to do about it. */
  insights?: readonly string[];
}

/** The usual topic: entries of a kind, their sum, one by one, and what the analysis advises about them. */
export function aboutEntries({ select, some, none, fact, insights = [], ...topic }: EntryTopic): Topic {
  return {
    ...topic,
    say(book) {
      const entries = select(book);
      const first =
        entries.length === 0
          ? [statement(none(book))]
          : [
              statement(some(formatPesos(total(entries)), book, entries), fact?.(entries) ?? null),
              ...listed(entries),
            ];
      return [...first, ...advice(book, insights)];
    },
  };
}

/** What the last analysis says of these codes, most severe first. A reporter's own entries need no general advice. */
export function advice(book: Book, codes: readonly string[]): Statement[] {
  if (book.about.length > 0) return [];
  return book
    .insights(...codes)
    .slice(0, 2)
    .map((insight) => statement(`${insight.body} ${insight.action}`, insightFact(insight)));
}

function size(entry: AskedEntry): bigint {
  return entry.amount < 0n ? -entry.amount : entry.amount;
}

function compare(first: bigint, second: bigint): number {
  return first < second ? -1 : first > second ? 1 : 0;
}
