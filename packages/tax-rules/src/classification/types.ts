import type { Category } from '../categories.ts';

export type Confidence = 'high' | 'medium' | 'low';

/** What classification needs to know of a row; a parser's row fits as it is. */
export interface ReportedFact {
  /** Column "Detalle", as written. */
  readonly detail: string;
  /** Whole pesos, with sign. */
  readonly amount: bigint;
  /** `R<nn>` codes of column "Uso declaración Sugerida". */
  readonly boxes: readonly number[];
  /** `Tope <n>` codes of the same column. */
  readonly topes: readonly number[];
  /** The column's raw text: read when `boxes` and `topes` are both empty. */
  readonly suggestedUse?: string | undefined;
}

export interface Classification {
  readonly category: Category;
  /** Form 210 boxes (AG2023 to AG2025) where our rules place it, also when DIAN suggests none. */
  readonly candidateBoxes: readonly number[];
  /** Topes it counts for: DIAN's when the row names them, else the concept's. */
  readonly topes: readonly number[];
  /** Id of the concept that fired, `codes` when only the suggested use decided, `none` when nothing did. */
  readonly rule: string;
  /**
   * `high`: the wording is known and the suggestion does not contradict it. `low`: only the suggestion, or
   * a wording that does not settle it.
   */
  readonly confidence: Confidence;
  /** Articles of the Estatuto Tributario behind the rule. */
  readonly articles: readonly string[];
}
