import type { CorpusIndex } from '../corpus-index.ts';
import type { QueryConcept, UnderstoodQuery, Wording } from '../understand-query.ts';
import type { InvertedIndex } from './inverted-index.ts';
import { addTitleCoverage } from './title-coverage.ts';
import { rootOf } from './words.ts';

export interface LexicalRanking {
  /** Of each passage, 0 when nothing of the query is in it or it was not allowed. */
  readonly scores: Float64Array;
  /** How much of the query's weight its best passage has, 0 to 1: whether the corpus is about the question at all. */
  readonly coverage: number;
}

/** Another wording of the same idea in the same passage adds little. */
const OTHER_WORDING = 0.2;
/** A relative of the word instead of the word. */
const ROOT_WEIGHT = 0.35;
/** Words side by side, on top of what each of them and its meaning is worth. */
const PAIR_WEIGHT = 0.3;
/** What the best passages refer to gets a share of their score. */
const REFERENCE_SHARE = 0.5;
const REFERRING = 10;
const MANY_REFERENCES = 3;
const MOST_BY_REFERENCE = 0.3;
/** An article asked for by its number comes before all that is only similar. */
const NAMED_ARTICLE = 1_000;

/** A word that the corpus lacks, against one that is in a single passage. */
const UNKNOWN_WEIGHT = 1.5;
/** As much as three rare words that the corpus lacks. */
const OUTSIDE_WEIGHT = 22;

const STATUS_FACTOR = {
  vigente: 1,
  modificado: 1,
  suspendido: 0.8,
  inexequible: 0.6,
  derogado: 0.6,
} as const;

/** How well each allowed passage answers the query, by words alone. */
export function rankLexically(
  index: CorpusIndex,
  query: UnderstoodQuery,
  allowed: (position: number) => boolean,
): LexicalRanking {
  const size = index.passages.length;
  const scores = new Float64Array(size);
  const covered = new Float64Array(size);
  let total = query.outside ? OUTSIDE_WEIGHT : 0;
  for (const concept of query.concepts) {
    const { found, strongest } = scoreConcept(index.inverted, concept);
    total += strongest;
    for (const [position, score] of found) {
      scores[position]! += score;
      covered[position]! += Math.min(strongest, score);
    }
  }
  addPairs(index, query.pairs, scores);
  addTitleCoverage(index, query, scores);
  let best = 0;
  let coverage = 0;
  for (let position = 0; position < size; position += 1) {
    if (scores[position] === 0) continue;
    if (!allowed(position)) scores[position] = 0;
    else scores[position]! *= STATUS_FACTOR[index.passages[position]!.status];
    if (scores[position]! > 0) coverage = Math.max(coverage, covered[position]! / total);
    best = Math.max(best, scores[position]!);
  }
  followReferences(index, scores, best, allowed);
  for (const article of query.articles) {
    for (const position of index.byArticle.get(article) ?? [])
      if (allowed(position)) scores[position]! += NAMED_ARTICLE;
  }
  return { scores, coverage };
}

interface ConceptScores {
  readonly found: ReadonlyMap<number, number>;
  /** What a passage could get that has the rarest wording once. */
  readonly strongest: number;
}

function scoreConcept(inverted: InvertedIndex, concept: QueryConcept): ConceptScores {
  const found = new Map<number, number>();
  let strongest = 0;
  for (const { wording, isRoot } of withRoots(concept.wordings)) {
    const posting = inverted.phrase(wording.terms);
    if (posting === null) continue;
    if (!isRoot) strongest = Math.max(strongest, inverted.rarity(posting) * wording.weight);
    const scores = inverted.scores(posting);
    for (let index = 0; index < scores.length; index += 1) {
      const position = posting.documents[index]!;
      const score = scores[index]! * wording.weight;
      const before = found.get(position) ?? 0;
      found.set(position, Math.max(before, score) + OTHER_WORDING * Math.min(before, score));
    }
  }
  // A word that the corpus lacks, though perhaps not its relatives, is what the question is about as much as any other.
  if (strongest === 0)
    strongest =
      UNKNOWN_WEIGHT *
      Math.log(1 + inverted.size) *
      Math.max(...concept.wordings.map((wording) => wording.weight));
  return { found, strongest };
}

function withRoots(wordings: readonly Wording[]): { wording: Wording; isRoot: boolean }[] {
  const roots = wordings.flatMap(({ terms, weight }) => {
    const root = terms.length === 1 ? rootOf(terms[0]!) : null;
    return root === null ? [] : [{ wording: { terms: [root], weight: weight * ROOT_WEIGHT }, isRoot: true }];
  });
  return [...wordings.map((wording) => ({ wording, isRoot: false })), ...roots];
}

/** Counts on top of the words themselves, and for no passage that has nothing else of the question. */
function addPairs(index: CorpusIndex, pairs: UnderstoodQuery['pairs'], scores: Float64Array): void {
  for (const pair of pairs) {
    const posting = index.inverted.phrase(pair);
    if (posting === null) continue;
    for (const [place, score] of index.inverted.scores(posting).entries()) {
      const position = posting.documents[place]!;
      if (scores[position]! > 0) scores[position]! += PAIR_WEIGHT * score;
    }
  }
}

/** An article that several good answers cite is often the rule behind them. */
function followReferences(
  index: CorpusIndex,
  scores: Float64Array,
  best: number,
  allowed: (position: number) => boolean,
): void {
  const shares = new Map<number, number>();
  for (const position of topPositions(scores, REFERRING)) {
    const links = index.links[position]!;
    for (const link of links) {
      const share = (REFERENCE_SHARE * scores[position]!) / (MANY_REFERENCES + links.length);
      shares.set(link, (shares.get(link) ?? 0) + share);
    }
  }
  for (const [position, share] of shares) {
    if (allowed(position)) scores[position]! += Math.min(share, best * MOST_BY_REFERENCE);
  }
}

/** The positions of the highest scores above 0, best first; equal ones in their order. */
export function topPositions(scores: Float64Array, count: number): number[] {
  const positions: number[] = [];
  for (let position = 0; position < scores.length; position += 1)
    if (scores[position]! > 0) positions.push(position);
  return positions
    .sort((first, second) => scores[second]! - scores[first]! || first - second)
    .slice(0, count);
}
