import type { AnalysisEntry, AnalysisInput, Citation } from '../insights/types.ts';

/** A reported fact with the concept its wording was recognised as. */
export interface AskedEntry extends AnalysisEntry {
  readonly rule: string;
}

/** A box of the draft as it was computed. Whole pesos, a count, or 1 for a mark. */
export interface AskedBox {
  readonly label: string;
  readonly value: bigint;
  readonly unit: 'pesos' | 'count' | 'mark';
  readonly citation: string;
}

export interface AskedDraft {
  readonly version: number;
  /** What it was made of has changed since. */
  readonly outdated: boolean;
  readonly provisional: boolean;
  readonly boxes: ReadonlyMap<number, AskedBox>;
}

/** A recommendation or warning of the last analysis, as stored. */
export interface AskedInsight {
  readonly id: string;
  readonly code: string;
  readonly title: string;
  readonly body: string;
  readonly action: string;
  readonly severity: 'info' | 'warning' | 'critical';
  readonly amount: bigint | null;
  readonly entryIds: readonly string[];
  readonly citations: readonly Citation[];
}

/** All that a question about a declaration may be answered from, besides the law. */
export interface AskedDeclaration {
  readonly id: string;
  /** Taxable year (año gravable). */
  readonly year: number;
  /** The calendar day in Colombia, `YYYY-MM-DD`: what is due has been or is to come. */
  readonly today: string;
  readonly taxpayer: AnalysisInput['taxpayer'];
  readonly entries: readonly AskedEntry[];
  /** DIAN's own totals, in pesos. */
  readonly topes: AnalysisInput['topes'];
  /** The newest stored one. */
  readonly draft: AskedDraft | null;
  readonly insights: readonly AskedInsight[];
}

export type FactKind = 'entry' | 'category' | 'tope' | 'filing' | 'due_date' | 'box' | 'insight';

/** One thing known of the declaration. `id` is what names it elsewhere: an entry's or insight's id, a category, a tope, a box. */
export interface Fact {
  readonly kind: FactKind;
  readonly id: string;
  /** In Spanish, complete by itself. */
  readonly text: string;
  readonly amount: bigint | null;
  readonly entryIds: readonly string[];
}

/** A sentence made of facts. Cell text in it is visible and bounded. */
export interface Statement {
  readonly text: string;
  readonly facts: readonly Fact[];
}

/** A fact by the short name that an answer's text refers to it with: `F1`. */
export interface NamedFact extends Fact {
  readonly ref: string;
}

/** A passage of law behind an answer, named `P1` in it. */
export interface NamedCitation extends Citation {
  readonly ref: string;
  readonly excerpt: string;
}

export type AnswerGenerator =
  | { readonly kind: 'rules' }
  | {
      readonly kind: 'model';
      readonly provider: string;
      readonly model: string;
      readonly promptVersion: string;
      readonly usage: { readonly inputTokens: number; readonly outputTokens: number };
    };

export type AnswerNoteCode =
  | 'model_failed'
  | 'model_timeout'
  | 'model_interrupted'
  | 'model_unusable'
  | 'model_busy'
  | 'budget_spent'
  | 'sentences_dropped'
  | 'searched_by_words'
  | 'draft_outdated';

export interface AnswerNote {
  readonly code: AnswerNoteCode;
  /** For people, in Spanish. */
  readonly message: string;
}

export type SentenceDropReason =
  | 'uncited'
  | 'unknown_reference'
  | 'invented_figure'
  | 'invented_citation'
  | 'contradicts_facts'
  | 'unknown_person'
  | 'forbidden_content';

export interface GivenAnswer {
  readonly text: string;
  /** False when neither the declaration nor the law answers, which the text says. */
  readonly answered: boolean;
  readonly facts: readonly NamedFact[];
  readonly citations: readonly NamedCitation[];
  readonly generator: AnswerGenerator;
  readonly notes: readonly AnswerNote[];
  /** Sentences of a model that were not shown. */
  readonly dropped: readonly { readonly reason: SentenceDropReason; readonly count: number }[];
}

export type AnswerEvent =
  | { readonly type: 'source'; readonly fact: NamedFact }
  | { readonly type: 'source'; readonly citation: NamedCitation }
  /** The texts in their order, as they are, make the whole answer. */
  | { readonly type: 'text'; readonly text: string; readonly refs: readonly string[] }
  | { readonly type: 'done'; readonly answer: GivenAnswer };
