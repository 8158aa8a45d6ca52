/** What a decoder puts where bytes made no sense; DIAN's files carry it in place of Ñ and accented letters. */
export const REPLACEMENT = '\uFFFD';

/** A blank that is no space, two in a row, or one at an end: most texts have none, and finding out is quick. */
const UNEVEN = /[^\S ]|\u200B| {2}|^ | $/;
const BEYOND_ASCII = /[^\0-\x7f]/;

/** Blanks of every kind (no-break spaces, line ends, doubled) become single spaces; the ends are trimmed. */
export function collapseSpaces(text: string): string {
  if (!UNEVEN.test(text)) return text;
  return text.replace(/[\s\u200B\uFEFF]+/g, ' ').trim();
}

/** The form in which texts are compared: no accents, no case, single spaces. U+FFFD stays, to match any letter. */
export function fold(text: string): string {
  const plain = BEYOND_ASCII.test(text) ? text.normalize('NFD').replace(/\p{M}/gu, '') : text;
  return collapseSpaces(plain).toLowerCase();
}

/** As `fold`, with letters and digits only: 'Nombre / Razón Social:' and 'nombre/razon social' are one label. */
export function foldLabel(text: string): string {
  return fold(text).replace(/[^\p{L}\p{N}\uFFFD]/gu, '');
}

/**
 * Whether a folded text says the expected one, where each U+FFFD of a run stands for a letter, or several stand for one
 * (a two-byte letter lost as two bytes).
 */
export function foldedEquals(text: string, expected: string): boolean {
  if (!text.includes(REPLACEMENT)) return text === expected;
  const runs = text.match(/\uFFFD+/g) ?? [];
  // A text that is mostly holes would match anything.
  if (runs.length > 8 || runs.join('').length * 2 > text.length || text.length > expected.length * 2)
    return false;
  const pattern = text
    .replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
    .replace(/\uFFFD+/g, (run) => `.{1,${run.length}}`);
  return new RegExp(`^${pattern}$`, 'u').test(expected);
}

/** The words of a name, folded, without punctuation. */
function nameWords(name: string): string[] {
  return fold(name)
    .split(/[^\p{L}\p{N}\uFFFD]+/u)
    .filter((word) => word !== '');
}

/**
 * Whether two spellings may be the same person or company: two words in common, or all of the shorter one when it has
 * fewer. Order, accents, case and lost letters do not count, because reporters type names by hand.
 */
export function namesAgree(left: string, right: string): boolean {
  const leftWords = nameWords(left);
  const rest = nameWords(right);
  const needed = Math.min(2, leftWords.length, rest.length);
  let shared = 0;
  for (const word of leftWords) {
    const at = rest.findIndex((other) => foldedEquals(word, other) || foldedEquals(other, word));
    if (at === -1) continue;
    rest.splice(at, 1);
    shared += 1;
  }
  return shared >= needed;
}
