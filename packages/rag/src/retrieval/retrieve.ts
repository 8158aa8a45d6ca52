import type { Kysely } from 'kysely';
import type { PassagesDatabase } from '../corpus/database.ts';
import { GUIDE } from '../corpus/load-corpus.ts';
import type { PassageStatus } from '../corpus/passage.ts';
import { RagError } from '../errors.ts';
import { type CorpusIndex, corpusIndexOf } from './corpus-index.ts';
import { fuseRankings } from './fuse.ts';
import { answeringPart } from './answering-part.ts';
import { type LexicalRanking, rankLexically, topPositions } from './lexical/rank.ts';
import type { ModelMeter } from '../model/meter.ts';
import { withoutPersonalData } from '../model/redact.ts';
import type { Reranker } from './semantic/reranker.ts';
import type { SemanticSearch } from './semantic/semantic-search.ts';
import { understandQuery, type UnderstoodQuery } from './understand-query.ts';

export interface RetrievedPassage {
  id: string;
  norm: string;
  article: string;
  title: string;
  /** The whole text of a short passage; of a long article the parts that answer. */
  body: string;
  /** Where in the article that is: `Parágrafo 2`; null when it is its beginning or all of it. */
  part: string | null;
  topics: string[];
  source: string;
  collection: string;
  status: PassageStatus;
  /** Comparable within one answer only. */
  score: number;
}

export interface RetrievalRequest {
  /** Free text in Spanish, up to 500 characters; accents are optional. */
  query: string;
  /** Taxable year: only passages in force then. Without it, every version. */
  year?: number;
  /** 1 to 50. */
  limit: number;
  /** Only passages of these; all unless given. */
  statuses?: readonly PassageStatus[];
  /** One passage for each article: the law's own text where it is loaded, else the guide's. */
  distinctArticles?: boolean;
}

/** What retrieval may use besides words. Without any of it everything happens in this process and its database. */
export interface RetrievalDependencies {
  readonly semantic?: SemanticSearch;
  readonly reranker?: Reranker;
  readonly signal?: AbortSignal;
  /** Whose budget the models' use belongs to. */
  readonly meter?: ModelMeter;
  /** Takes out of a query whoever must not be named outside; what looks like a name or a number of somebody, when absent. */
  readonly redact?: (query: string) => string;
  /** A model that was to be asked did not answer: the passages were found or ordered by words alone. */
  readonly onWordsAlone?: () => void;
}

const LONGEST_QUERY = 500;
/** Beyond these places nothing is fused or reranked. */
const CANDIDATES = 100;

/** Share of a query's weight that the best passage must have; below it the corpus does not answer. */
const LEAST_COVERAGE = { domain: 0.15, other: 0.35, outside: 0.5 } as const;

/**
 * The passages that answer a query, best first; empty when the corpus does not answer it.
 *
 * By words: BM25F over title, text, the guide's words on the article and the titles around it, with the ways the law puts
 * what taxpayers say. With embeddings, both rankings are fused by their places. Articles named by number come first.
 * @throws RagError `query_invalid` on an empty or overlong query or a limit out of range.
 */
export async function retrieve<DB extends PassagesDatabase>(
  db: Kysely<DB>,
  request: RetrievalRequest,
  dependencies: RetrievalDependencies = {},
): Promise<RetrievedPassage[]> {
  const { query, limit } = request;
  if (query.trim() === '' || query.length > LONGEST_QUERY) {
    throw new RagError('query_invalid', `A query needs 1 to ${LONGEST_QUERY} characters.`, {
      length: query.length,
    });
  }
  if (!Number.isInteger(limit) || limit < 1 || limit > 50) {
    throw new RagError('query_invalid', 'The limit must be a whole number from 1 to 50.', { limit });
  }
  const understood = understandQuery(query);
  const { semantic, reranker } = dependencies;
  if (understood.concepts.length === 0 && understood.articles.length === 0) return [];

  const index = await corpusIndexOf(db);
  const allowed = filterOf(index, request);
  const lexical = rankLexically(index, understood, allowed);
  const leaving = semantic === undefined && reranker === undefined ? '' : leavingQuery(query, dependencies);
  const similar =
    semantic === undefined || leaving === '' ? null : await semantic.rank(leaving, dependencies);
  if (similar === null && leaving !== '' && semantic !== undefined) dependencies.onWordsAlone?.();
  if (!answers(understood, lexical) && similar?.confident !== true) return [];
  const scores =
    similar === null ? lexical.scores : fuseRankings(index, lexical.scores, similar.similarities, allowed);
  let positions = topPositions(scores, CANDIDATES);
  if (request.distinctArticles === true) positions = distinct(index, positions, allowed);
  if (reranker !== undefined && leaving !== '') {
    const ordered = await reranker.order(index, leaving, positions, dependencies);
    if (ordered === null) dependencies.onWordsAlone?.();
    positions = ordered ?? positions;
  }
  return positions.slice(0, limit).map((position) => toRetrieved(index, position, understood, scores));
}

/** The query as a provider may see it; nothing is asked when nothing remains. */
function leavingQuery(query: string, { redact = withoutPersonalData }: RetrievalDependencies): string {
  return redact(query).trim();
}

function filterOf(index: CorpusIndex, { year, statuses }: RetrievalRequest): (position: number) => boolean {
  return (position) => {
    const { validFrom, validTo, status } = index.passages[position]!;
    if (statuses !== undefined && !statuses.includes(status)) return false;
    return year === undefined || ((validFrom ?? year) <= year && (validTo ?? year) >= year);
  };
}

function answers(query: UnderstoodQuery, { scores, coverage }: LexicalRanking): boolean {
  if (query.articles.length > 0) return scores.some((score) => score > 0);
  if (query.outside) return coverage >= LEAST_COVERAGE.outside;
  const domain = query.concepts.some((concept) => concept.domain);
  return coverage >= (domain ? LEAST_COVERAGE.domain : LEAST_COVERAGE.other);
}

/** The best place of each article, held by the law's own text where there is one that is allowed. */
function distinct(
  index: CorpusIndex,
  positions: readonly number[],
  allowed: (position: number) => boolean,
): number[] {
  const taken = new Set<number>();
  return positions.flatMap((position) => {
    const group = index.groups[position]!;
    if (taken.has(group)) return [];
    taken.add(group);
    return [ownText(index, position, allowed)];
  });
}

function ownText(index: CorpusIndex, position: number, allowed: (position: number) => boolean): number {
  const { collection, article } = index.passages[position]!;
  if (collection !== GUIDE) return position;
  const own = (index.byArticle.get(article) ?? []).find(
    (other) =>
      index.groups[other] === index.groups[position] &&
      index.passages[other]!.collection !== GUIDE &&
      allowed(other),
  );
  return own ?? position;
}

function toRetrieved(
  index: CorpusIndex,
  position: number,
  query: UnderstoodQuery,
  scores: Float64Array,
): RetrievedPassage {
  const { id, norm, article, title, topics, source, collection, status } = index.passages[position]!;
  const { body, part } = answeringPart(index.passages[position]!, query);
  return {
    id,
    norm,
    article,
    title,
    body,
    part,
    topics,
    source,
    collection,
    status,
    score: scores[position]!,
  };
}
