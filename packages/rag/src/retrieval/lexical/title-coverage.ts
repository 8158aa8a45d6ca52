import type { CorpusIndex } from '../corpus-index.ts';
import type { UnderstoodQuery } from '../understand-query.ts';
import { termsOf } from './words.ts';

interface TitleTerm {
  readonly term: string;
  readonly rarity: number;
}

/** Against the other evidence for a passage; found on the development half of the evaluation questions. */
const TITLE_WEIGHT = 0.7;
/** A word that the law uses for what was said, against one that was said. */
const SYNONYM_WEIGHT = 0.4;

const titles = new WeakMap<CorpusIndex, readonly (readonly TitleTerm[])[]>();

/** A title of which the question says nearly every word is what it asks about, more than one of which it says as many among others. */
export function addTitleCoverage(index: CorpusIndex, query: UnderstoodQuery, scores: Float64Array): void {
  const weights = weightsOf(query);
  for (const [position, terms] of titlesOf(index).entries()) {
    if (scores[position] === 0) continue;
    let said = 0;
    let all = 0;
    for (const { term, rarity } of terms) {
      all += rarity;
      said += rarity * (weights.get(term) ?? 0);
    }
    if (said > 0) scores[position]! += (TITLE_WEIGHT * said * said) / all;
  }
}

function weightsOf({ concepts, words }: UnderstoodQuery): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const { terms, weight } of concepts.flatMap(({ wordings }) => wordings))
    for (const term of terms) weights.set(term, Math.max(weights.get(term) ?? 0, weight * SYNONYM_WEIGHT));
  for (const word of words) weights.set(word, 1);
  return weights;
}

function titlesOf(index: CorpusIndex): readonly (readonly TitleTerm[])[] {
  const known = titles.get(index);
  if (known !== undefined) return known;
  const made = index.passages.map(({ title }) =>
    [...new Set(termsOf(title))].map((term) => {
      const posting = index.inverted.posting(term);
      return { term, rarity: posting === null ? 0 : index.inverted.rarity(posting) };
    }),
  );
  titles.set(index, made);
  return made;
}
