import type { Concept, Pattern } from '../concepts/index.ts';
import { CONCEPTS } from '../concepts/index.ts';
import { REPLACEMENT } from '../text/normalize.ts';
import { matchDamagedPrefix } from '../text/wildcard.ts';

/**
 * One pattern made ready to search: every alternative begins with a space, so that it only matches at the
 * start of a word.
 */
interface PreparedPattern {
  readonly concept: Concept;
  readonly terms: readonly (readonly string[])[];
  readonly without: readonly string[];
}

/**
 * Patterns by the first letters of their first term: a text is compared with the few that can match, not
 * with all.
 */
const PATTERNS_BY_KEY: ReadonlyMap<string, readonly PreparedPattern[]> = indexPatterns();

/** Words of every term, longest first, to restore the letters that U+FFFD hides. */
const VOCABULARY: readonly string[] = [...new Set(CONCEPTS.flatMap(termsOf).flatMap(wordsOfTerm))].sort(
  (first, second) => second.length - first.length || (first < second ? -1 : 1),
);

const DOMINANT_SCORE = 1_000_000;
const SCORE_PER_TERM = 1_000;

/**
 * The concept that fits a normalised text best: most terms, then most characters matched. Undefined when
 * none fits.
 * @param text from `readConcept`: lower case, no accents, single spaces
 */
export function matchConcept(text: string): Concept | undefined {
  const readable = text.includes(REPLACEMENT) ? restore(text) : text;
  const padded = ` ${readable} `;
  let best: Concept | undefined;
  let bestScore = 0;
  for (const key of new Set(readable.split(' ').map(keyOf))) {
    for (const pattern of PATTERNS_BY_KEY.get(key) ?? []) {
      const score = scoreOf(pattern, padded);
      if (score > bestScore && !pattern.without.some((term) => padded.includes(term))) {
        best = pattern.concept;
        bestScore = score;
      }
    }
  }
  return best;
}

function scoreOf(pattern: PreparedPattern, padded: string): number {
  let score = pattern.concept.dominant ? DOMINANT_SCORE : 0;
  for (const alternatives of pattern.terms) {
    const longest = longestFound(alternatives, padded);
    if (longest === 0) return 0;
    score += SCORE_PER_TERM + longest;
  }
  return score;
}

function indexPatterns(): Map<string, PreparedPattern[]> {
  const index = new Map<string, PreparedPattern[]>();
  for (const concept of CONCEPTS) {
    const without = (concept.without ?? []).flatMap(alternativesOf);
    for (const pattern of concept.patterns) {
      const prepared = { concept, terms: pattern.map(alternativesOf), without };
      for (const key of new Set((prepared.terms[0] ?? []).map((alternative) => keyOf(alternative.trim())))) {
        index.set(key, [...(index.get(key) ?? []), prepared]);
      }
    }
  }
  return index;
}

/**
 * The first two letters of a word; a one-letter word is its own key, which is right as long as such terms
 * are whole words.
 */
function keyOf(text: string): string {
  return text.split(' ', 1)[0]?.slice(0, 2) ?? '';
}

function longestFound(alternatives: readonly string[], padded: string): number {
  let longest = 0;
  for (const alternative of alternatives) {
    if (alternative.length > longest && padded.includes(alternative)) longest = alternative.length;
  }
  return longest;
}

function alternativesOf(term: string): string[] {
  return term
    .split('|')
    .map((alternative) => ` ${alternative.endsWith('.') ? `${alternative.slice(0, -1)} ` : alternative}`);
}

function termsOf(concept: Concept): string[] {
  return [...concept.patterns.flatMap((pattern: Pattern) => pattern), ...(concept.without ?? [])];
}

function wordsOfTerm(term: string): string[] {
  return term.split(/[|\s]/).map((word) => word.replace(/\.$/, ''));
}

/** Replaces, in each damaged word, the part that a word of the vocabulary explains. */
function restore(text: string): string {
  return text
    .split(' ')
    .map((word) => {
      if (!word.includes(REPLACEMENT)) return word;
      for (const known of VOCABULARY) {
        const used = matchDamagedPrefix(word, known);
        if (used !== -1 && word.slice(0, used).includes(REPLACEMENT)) return known + word.slice(used);
      }
      return word;
    })
    .join(' ');
}
