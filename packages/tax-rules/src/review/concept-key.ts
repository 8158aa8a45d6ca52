import { readConcept, REPLACEMENT } from '../text/normalize.ts';
import { sameWord } from '../text/wildcard.ts';

const YEAR = /^(?:19|20)\d\d$/;

/**
 * The wording of a concept as people decide about it: lower case, without accents, punctuation, the numbers in
 * parentheses and years, so that next year's report has the same. A detail of numbers alone is told by them. Empty
 * when the detail says nothing. The key of a key is the key itself.
 */
export function conceptKey(detail: string): string {
  const { text, codes } = readConcept(detail);
  const words = text.split(' ').filter((word) => word !== '');
  const lasting = words[0] === 'codigo' ? words : words.filter((word) => !YEAR.test(word));
  if (lasting.length > 0) return lasting.join(' ');
  return codes.length > 0 ? `codigo ${codes.join(' ')}` : '';
}

/** Whether two keys are one concept, letting U+FFFD in either stand for the letters that a decoder lost. */
export function sameConcept(first: string, second: string): boolean {
  if (first === second) return true;
  if (!first.includes(REPLACEMENT) && !second.includes(REPLACEMENT)) return false;
  const [left, right] = [first.split(' '), second.split(' ')];
  return left.length === right.length && left.every((word, index) => sameWord(word, right[index] ?? ''));
}
