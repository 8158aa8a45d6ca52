import { rememberWordings } from './remember.ts';

/** What a decoder leaves where it met a byte it could not read: DIAN's files mix encodings. */
export const REPLACEMENT = '\uFFFD';

const MARKS = /\p{M}+/gu;
const NOT_WORD = /[^\p{L}\p{N}\uFFFD]+/gu;

/**
 * Lower case, without accents or punctuation, single spaces; U+FFFD is kept because it still stands for a
 * letter.
 */
export function normalizeText(text: string): string {
  return text.normalize('NFD').replace(MARKS, '').toLowerCase().replace(NOT_WORD, ' ').trim();
}

/** The distinct words of a text, normalised. */
export function wordsOf(text: string): string[] {
  const normalized = normalizeText(text);
  return normalized === '' ? [] : [...new Set(normalized.split(' '))];
}

/**
 * Number between parentheses in a concept: `(2276)`, `(Concepto: 2276)`, `(6 / 5063)`.
 * It meets single spaces only: a pattern that also skipped runs of them would take cubic time on a hostile
 * cell.
 */
const CONCEPT_CODE = /\( ?(?:concepto|formato|c[oó]digo|cod)?\.? ?:? ?(\d[\d /,;-]*)\)/giu;

export interface ConceptText {
  /** Normalised, without the numbers in parentheses. */
  readonly text: string;
  /** Those numbers. A hint only: 2276 is shared by salaries, health, severance and withholdings. */
  readonly codes: readonly number[];
}

/** Separates the wording of a concept from the format or concept numbers that DIAN appends to it. */
export const readConcept: (detail: string) => ConceptText = rememberWordings((detail) => {
  const codes: number[] = [];
  const withoutCodes = detail.replace(/\s+/gu, ' ').replace(CONCEPT_CODE, (_match, numbers: string) => {
    for (const digits of numbers.match(/\d+/g) ?? []) codes.push(Number(digits));
    return ' ';
  });
  return { text: normalizeText(withoutCodes.replace(/^ ?certificad[oa]s? ?[-–—:]/iu, '')), codes };
});
