import { CATEGORIES, categoryLabel, CONCEPTS } from '@accountia/tax-rules';

const TOKEN = /[\p{L}\p{N}]+/gu;
const OMITTED = '…';

const WORDINGS = [
  ...CONCEPTS.flatMap(({ examples }) => examples),
  ...CATEGORIES.map((category) => categoryLabel(category)),
];
const KNOWN_WORDS: ReadonlySet<string> = new Set(
  WORDINGS.flatMap((wording) => simplified(wording).match(TOKEN) ?? []),
);
const KNOWN_WORDINGS: ReadonlySet<string> = new Set(WORDINGS.map(spaced));

/**
 * A cell's text with only the words that DIAN's reports are written in. Whatever else somebody wrote there, a name, an address, an
 * order to whoever reads it, is no business of a model and becomes `…`.
 */
export function reportWordsOnly(text: string): string {
  return text
    .replace(TOKEN, (token) => (KNOWN_WORDS.has(simplified(token)) ? token : OMITTED))
    .replace(/[^\p{L}\p{N}\s.,;:()/%…-]+/gu, OMITTED)
    .replace(/…(?:[\s\p{P}]*…)+/gu, OMITTED)
    .trim();
}

/** True for a wording of the catalogue as it stands: what it says is ours, not of whoever filled the cell. */
export function isReportWording(text: string): boolean {
  return KNOWN_WORDINGS.has(spaced(text));
}

function simplified(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

function spaced(text: string): string {
  return simplified(text).replace(/\s+/g, ' ').trim();
}
