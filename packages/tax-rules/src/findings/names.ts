import { wordsOf } from '../text/normalize.ts';
import { sameWord } from '../text/wildcard.ts';

/** Particles join Spanish surnames and prove nothing. */
const PARTICLES: ReadonlySet<string> = new Set(['de', 'del', 'la', 'las', 'los', 'y', 'san', 'da', 'do']);
const ENOUGH_SHARED_WORDS = 2;
/** More than any name has; keeps the comparison of hostile cells short. */
const MOST_WORDS = 40;

export interface NameComparison {
  readonly samePerson: boolean;
  readonly sharedWords: number;
}

/**
 * Whether two names can be of one person: at least two words in common in any order (or all, in a shorter
 * name), U+FFFD standing for any letter.
 * Reporters write names in their own order, cut them and lose accents, so equality is too much to ask.
 */
export function compareNames(first: string, second: string): NameComparison {
  const firstWords = significantWords(first);
  const secondWords = significantWords(second);
  const left = new Set(secondWords);
  let sharedWords = 0;
  for (const word of firstWords) {
    for (const other of left) {
      if (!sameWord(word, other)) continue;
      left.delete(other);
      sharedWords += 1;
      break;
    }
  }
  const needed = Math.min(ENOUGH_SHARED_WORDS, firstWords.length, secondWords.length);
  return { samePerson: sharedWords >= needed, sharedWords };
}

function significantWords(name: string): string[] {
  return wordsOf(name)
    .filter((word) => word.length > 1 && !PARTICLES.has(word))
    .slice(0, MOST_WORDS);
}
