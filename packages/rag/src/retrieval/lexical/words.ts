import { stemmer } from '@orama/stemmers/spanish';

/** Without accents, in lower case; ñ stays, as año and ano are two words. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('ñ', '\u0001')
    .normalize('NFD')
    .replace(/[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]/g, '')
    .replaceAll('\u0001', 'ñ');
}

/** Words that carry no subject, in the law or in a question. Folded, as they are compared. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  (
    'a al algo algun alguna algunas alguno algunos ante antes aquel aquella aquellas aquellos asi aun aunque bajo bien cada casi como con ' +
    'contra cual cuales cualquier cualquiera cuando cuanto cuanta cuantos cuantas de del desde donde dos durante e el ella ellas ello ellos ' +
    'en entre era eran eres es esa esas ese eso esos esta estan estar estas este esto estos fue fuera fueron ha haber habra hace hacen hacer ' +
    'hago han hasta hay haya hayan he la las le les lo los mas me mi mis mientras mismo misma muy nada ni no nos nosotros o os otra otras ' +
    'otro otros para pero poco por porque pues que quien quienes se sea sean segun ser si sido siempre sin sino sobre solo son su sus tal ' +
    'tales tambien tan tanto te tener tenga tengan tengo ti tiene tienen toda todas todo todos tras tu tus u un una unas uno unos va van ' +
    'vez y ya yo dicha dichas dicho dichos mediante puede pueden puedo poder debe deben debo toca tocan quiero saber necesito'
  ).split(' '),
);

const stems = new Map<string, string>();
/** Enough for the vocabulary of a large corpus; a hostile one must not fill the memory with invented words. */
const MOST_STEMS = 200_000;

/**
 * The Snowball stem of a folded word. The stemmer knows endings by their accents (`-ación`), which queries often lack:
 * those that are always accented are put back first.
 */
export function stem(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  const made = /^\d/.test(word) ? word : fold(stemmer(accented(word)));
  if (stems.size >= MOST_STEMS) stems.clear();
  stems.set(word, made);
  return made;
}

function accented(word: string): string {
  return word
    .replace(/([cs])ion$/, '$1ión')
    .replace(/logia(s?)$/, 'logía$1')
    .replace(/encion$/, 'ención');
}

const WORD = /\d+(?:[-.x]\d+)*|[a-zñ]+/g;

/** The words of a text in order, folded: letters, or numbers such as `336-1` and `1.400`, the latter without its points. */
export function wordsOf(text: string): string[] {
  return (
    fold(text)
      .match(WORD)
      ?.map((word) => (/^\d{1,3}(?:\.\d{3})+$/.test(word) ? word.replaceAll('.', '') : word)) ?? []
  );
}

/** The stems of the words that carry a subject, in order. */
export function termsOf(text: string): string[] {
  const terms: string[] = [];
  for (const word of wordsOf(text)) if (!STOP_WORDS.has(word)) terms.push(stem(word));
  return terms;
}

const ROOT_LENGTH = 5;

/**
 * The beginning that relatives of a word share though their stems differ: devolvieron and devolución, revoquen and
 * revocatoria. Null for words too short to have one.
 */
export function rootOf(stemmed: string): string | null {
  if (stemmed.length < ROOT_LENGTH || /^\d/.test(stemmed)) return null;
  const sound = stemmed
    .replace(/qu/g, 'c')
    .replace(/z/g, 'c')
    .replace(/gu(?=[ei])/g, 'g')
    .replace(/j/g, 'g');
  return sound.length < ROOT_LENGTH ? null : `~${sound.slice(0, ROOT_LENGTH)}`;
}
