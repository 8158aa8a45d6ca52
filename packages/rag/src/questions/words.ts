/** A question as words without accents or signs, in lower case. */
export function wordsOf(text: string): string[] {
  return (
    text
      .normalize('NFD')
      .replace(/[\u0300-\u036f]/g, '')
      .toLowerCase()
      // DIAN's own files arrive with letters lost: the mark for one stands for any.
      .match(/[a-z0-9\u{FFFD}]+/gu) ?? []
  );
}

/** Shorter stems are whole words, unless they end in `*`; `=` makes any a whole word: `pagar=` is not in `pagaron`. */
const SHORTEST_PREFIX = 4;

/**
 * Which words a pattern of stems takes; null when one of its stems is in none. `retuv|retenc cuant`: each part is found as
 * the beginning of some word, in any order, and `|` separates the ways to say it.
 */
export function matchStems(pattern: string, words: readonly string[]): Set<number> | null {
  const taken = new Set<number>();
  for (const part of pattern.split(' ')) {
    const stems = part.split('|');
    const found = words.findIndex(
      (word, index) => !taken.has(index) && stems.some((stem) => beginsWith(word, stem)),
    );
    if (found === -1) return null;
    taken.add(found);
  }
  return taken;
}

function beginsWith(word: string, stem: string): boolean {
  if (stem.endsWith('=')) return word === stem.slice(0, -1);
  if (stem.endsWith('*')) return word.startsWith(stem.slice(0, -1));
  return stem.length < SHORTEST_PREFIX ? word === stem : word.startsWith(stem);
}
