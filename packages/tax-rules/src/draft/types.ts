import type { DraftFacts } from './facts/facts.ts';

/** Pesos by box number of Form 210. */
export type BoxAmounts = { readonly [box: number]: bigint | undefined };

/** What a person declares and what a report cannot know. Amounts in whole pesos, never negative. */
export interface DraftInput {
  /** Taxable year (año gravable). */
  readonly year: number;
  /** Boxes that the form asks for. A box that the form computes is compared with the draft, not used. */
  readonly boxes: BoxAmounts;
  readonly facts?: DraftFacts;
}

/** One of the figures behind a box. */
export interface Operand {
  /** In Spanish: `casilla 32`, `límite de 790 UVT`. */
  readonly name: string;
  readonly value: bigint;
  readonly box?: number;
  readonly fact?: keyof DraftFacts;
}

export type BoxUnit = 'pesos' | 'count' | 'mark';

/**
 * `input`: as declared. `adjusted`: declared, then limited by law or completed by a fact. `computed`: worked
 * out from other boxes.
 */
export type BoxKind = 'input' | 'adjusted' | 'computed';

export interface DraftBox {
  readonly box: number;
  /** The form's own name of the box, in Spanish. */
  readonly label: string;
  readonly kind: BoxKind;
  readonly unit: BoxUnit;
  /** Pesos to the nearest thousand, a count, or 1 for a mark. */
  readonly value: bigint;
  readonly rule: string;
  /** Article of the Estatuto Tributario. */
  readonly article: string;
  /** The article with its numeral, in Spanish: `art. 336 num. 3 E.T.` */
  readonly citation: string;
  /** How the value came about, in Spanish. */
  readonly explanation: string;
  readonly operands: readonly Operand[];
  /** A value behind the box is not decreed or not confirmed yet. */
  readonly provisional?: true;
}

/** Something to tell: what was taken for granted, or what deserves a look. */
export interface DraftNote {
  readonly code: string;
  /** The input that settles it: `facts.dependants`, `boxes.36`. */
  readonly field: string;
  /** In Spanish. */
  readonly text: string;
  readonly articles: readonly string[];
}

export interface DraftReturn {
  readonly year: number;
  readonly form: '210';
  /** The year's form or a value used is not final: say so to the user. */
  readonly provisional: boolean;
  /** Every box of the form, ascending. */
  readonly boxes: { readonly [box: number]: DraftBox };
  /** What was taken for granted because nobody told. */
  readonly assumptions: readonly DraftNote[];
  readonly warnings: readonly DraftNote[];
}
