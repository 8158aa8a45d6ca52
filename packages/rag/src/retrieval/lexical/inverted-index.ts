import { setImmediate as turn } from 'node:timers/promises';
import { rootOf, termsOf } from './words.ts';

export interface FieldWeight {
  /** How much one occurrence counts. */
  readonly weight: number;
  /** 0: long fields count in full; 1: occurrences count relative to the field's length (the b of BM25). */
  readonly lengthPenalty: number;
}

export interface InvertedIndexOptions<Field extends string> {
  readonly fields: Readonly<Record<Field, FieldWeight>>;
  /** How soon repetitions stop to count (the k1 of BM25). */
  readonly saturation: number;
  /** Pairs of neighbouring words are terms as well, which is how phrases are found. */
  readonly pairs: boolean;
  /** The roots of words are terms as well, for relatives whose stems differ. */
  readonly roots: boolean;
}

/** Documents that have a term, in ascending order, with how strongly each has it. */
export interface Posting {
  readonly documents: Uint32Array;
  readonly frequencies: Float32Array;
}

/**
 * BM25F over fields: occurrences are weighted by field and length before they saturate together, so that a word in a title
 * and ten in the text are not two opinions. Read-only once built; answers are exact.
 */
export interface InvertedIndex {
  readonly size: number;
  posting(term: string): Posting | null;
  /** The documents that have all of these neighbouring words: those of each pair, as often as the rarest. */
  phrase(terms: readonly string[]): Posting | null;
  /** What a posting says of each of its documents, saturated and weighted by rarity. */
  scores(posting: Posting): Float32Array;
  rarity(posting: Posting): number;
}

const NO_FREQUENCY = 0;

/** After so many documents others get their turn: a process that also keeps heartbeats must not stand still. */
const DOCUMENTS_PER_TURN = 50;

/** Takes half a second for a whole statute, in small steps. */
export async function buildInvertedIndex<Field extends string>(
  documents: readonly Readonly<Record<Field, string>>[],
  options: InvertedIndexOptions<Field>,
): Promise<InvertedIndex> {
  const fields = Object.entries<FieldWeight>(options.fields) as [Field, FieldWeight][];
  const analysed: string[][][] = [];
  for (const [index, document] of documents.entries()) {
    analysed.push(fields.map(([field]) => termsOf(document[field])));
    if (index % DOCUMENTS_PER_TURN === 0) await turn();
  }
  const means = fields.map((_field, position) => meanLength(analysed.map((document) => document[position]!)));
  const frequencies = new Map<string, Map<number, number>>();
  for (const [document, ofDocument] of analysed.entries()) {
    for (const [position, [, { weight, lengthPenalty }]] of fields.entries()) {
      const terms = ofDocument[position]!;
      const each = weight / (1 - lengthPenalty + (lengthPenalty * terms.length) / means[position]!);
      addTerms(frequencies, terms, document, each, options);
    }
    if (document % DOCUMENTS_PER_TURN === 0) await turn();
  }
  const postings = new Map<string, Posting>();
  for (const [term, found] of frequencies) {
    postings.set(term, toPosting(found));
    if (postings.size % (DOCUMENTS_PER_TURN * 100) === 0) await turn();
  }
  return createIndex(postings, documents.length, options.saturation);
}

/** Of the fields that have something in them. */
function meanLength(fields: readonly (readonly string[])[]): number {
  const filled = fields.filter((terms) => terms.length > 0);
  return Math.max(1, filled.reduce((sum, terms) => sum + terms.length, 0) / Math.max(1, filled.length));
}

function addTerms(
  frequencies: Map<string, Map<number, number>>,
  terms: readonly string[],
  document: number,
  each: number,
  options: { readonly pairs: boolean; readonly roots: boolean },
): void {
  for (const [index, term] of terms.entries()) {
    add(frequencies, term, document, each);
    const root = options.roots ? rootOf(term) : null;
    if (root !== null) add(frequencies, root, document, each);
    const next = terms[index + 1];
    if (options.pairs && next !== undefined) add(frequencies, pair(term, next), document, each);
  }
}

function createIndex(
  postings: ReadonlyMap<string, Posting>,
  size: number,
  saturation: number,
): InvertedIndex {
  const computed = new WeakMap<Posting, Float32Array>();
  const rarity = (posting: Posting) =>
    Math.log(1 + (size - posting.documents.length + 0.5) / (posting.documents.length + 0.5));
  return {
    size,
    posting: (term) => postings.get(term) ?? null,
    phrase(terms) {
      if (terms.length === 1) return postings.get(terms[0]!) ?? null;
      let found: Posting | null = null;
      for (const [index, term] of terms.entries()) {
        const next = terms[index + 1];
        if (next === undefined) break;
        const posting = postings.get(pair(term, next));
        if (posting === undefined) return null;
        found = found === null ? posting : intersect(found, posting);
      }
      return found === null || found.documents.length === 0 ? null : found;
    },
    rarity,
    scores(posting) {
      const known = computed.get(posting);
      if (known !== undefined) return known;
      const idf = rarity(posting);
      const scores = posting.frequencies.map(
        (frequency) => (idf * frequency * (saturation + 1)) / (saturation + frequency),
      );
      computed.set(posting, scores);
      return scores;
    },
  };
}

function pair(first: string, second: string): string {
  return `${first} ${second}`;
}

function add(
  frequencies: Map<string, Map<number, number>>,
  term: string,
  document: number,
  each: number,
): void {
  let found = frequencies.get(term);
  if (found === undefined) frequencies.set(term, (found = new Map()));
  found.set(document, (found.get(document) ?? NO_FREQUENCY) + each);
}

function toPosting(found: ReadonlyMap<number, number>): Posting {
  const ordered = [...found].sort(([first], [second]) => first - second);
  return {
    documents: Uint32Array.from(ordered, ([document]) => document),
    frequencies: Float32Array.from(ordered, ([, frequency]) => frequency),
  };
}

function intersect(first: Posting, second: Posting): Posting {
  const documents: number[] = [];
  const frequencies: number[] = [];
  let index = 0;
  for (const [position, document] of second.documents.entries()) {
    while (index < first.documents.length && first.documents[index]! < document) index += 1;
    if (first.documents[index] !== document) continue;
    documents.push(document);
    frequencies.push(Math.min(first.frequencies[index]!, second.frequencies[position]!));
  }
  return { documents: Uint32Array.from(documents), frequencies: Float32Array.from(frequencies) };
}
