import type { Category } from '../categories.ts';
import type { Confidence } from '../classification/types.ts';

/**
 * Terms that must all be in the normalised text (accents, case and punctuation gone). In a term:
 * `salari` matches a word that begins so; `cdt.` (final dot) matches the whole word; `por pagar` matches
 * neighbouring words;
 * `saldo|valor` matches either.
 */
export type Pattern = readonly string[];

/** One kind of fact that third parties report, and what it is for the person who files the return. */
export interface Concept {
  /** Stable: stored with every entry as the rule that classified it. */
  readonly id: string;
  /** Any one of these is enough; the one with most terms counts when several concepts match. */
  readonly patterns: readonly Pattern[];
  /** Terms that, when present, mean another concept. */
  readonly without?: readonly string[];
  readonly category: Category;
  /**
   * Boxes of Form 210 (AG2023 to AG2025) where the amount may go; several when the person or another fact
   * decides.
   */
  readonly boxes: readonly number[];
  /** DIAN topes the amount counts for. */
  readonly topes: readonly number[];
  /** For balances: what the amount is when negative (an overdraft is a debt). */
  readonly whenNegative?: { readonly category: Category; readonly boxes: readonly number[] };
  /** Words that settle the matter whatever else the text mentions ("Retención ... rendimientos"). */
  readonly dominant?: true;
  /**
   * The wording names several kinds of fact: the suggested boxes choose between them, and `category` is
   * what holds when they do not.
   */
  readonly codesDecide?: true;
  /** How sure the wording alone makes us; `high` when absent. */
  readonly certainty?: Confidence;
  /** Articles of the Estatuto Tributario that govern it. */
  readonly articles: readonly string[];
  /** The bulk format, and its column or concept, that the fact is reported in. */
  readonly source: string;
  /** Wordings seen or derived from the format; each must classify to this concept. */
  readonly examples: readonly string[];
}
