import { REPLACEMENT } from './normalize.ts';

/** Only letters with marks get lost: á é í ó ú ü ñ, here without them. */
const LOSABLE = /^[aeioun\uFFFD]+$/;

/** Words of names and concepts are shorter; beyond it a hostile cell could make the search long. */
const LONGEST_WORD = 30;

/**
 * How many characters at the start of `damaged` can stand for all of `prefix`, or -1 when they cannot.
 * A run of k U+FFFD stands for one to k letters: a letter read byte by byte leaves two marks, and two
 * neighbouring letters leave two as well.
 */
export function matchDamagedPrefix(damaged: string, prefix: string): number {
  return prefix.length > LONGEST_WORD ? -1 : match(damaged, 0, prefix, 0);
}

function match(damaged: string, from: number, prefix: string, at: number): number {
  let left = from;
  let right = at;
  while (right < prefix.length) {
    const character = damaged[left];
    if (character === undefined) return -1;
    if (character === REPLACEMENT) {
      let run = left;
      while (damaged[run] === REPLACEMENT) run += 1;
      for (let letters = 1; letters <= run - left && right + letters <= prefix.length; letters += 1) {
        if (!LOSABLE.test(prefix.slice(right, right + letters))) return -1;
        const matched = match(damaged, run, prefix, right + letters);
        if (matched !== -1) return matched;
      }
      return -1;
    }
    if (character !== prefix[right] && prefix[right] !== REPLACEMENT) return -1;
    left += 1;
    right += 1;
  }
  return left;
}

/** Whether two words are the same, letting U+FFFD in either stand for a letter with a mark. */
export function sameWord(first: string, second: string): boolean {
  if (first === second) return true;
  if (first.includes(REPLACEMENT) && matchDamagedPrefix(first, second) === first.length) return true;
  return second.includes(REPLACEMENT) && matchDamagedPrefix(second, first) === second.length;
}
