import { sql, type Kysely } from 'kysely';
import { passagesOf, type PassagesDatabase } from '../corpus/database.ts';
import { RagError } from '../errors.ts';
import { understandQuery, type UnderstoodQuery } from './understand-query.ts';

export interface RetrievedPassage {
  id: string;
  norm: string;
  article: string;
  title: string;
  body: string;
  topics: string[];
  source: string;
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
}

const LONGEST_QUERY = 500;

/** More than any lexical score can reach, so an article asked for by its number comes first. */
const ARTICLE_BONUS = 25;

/** Share of a query's weight that must be found when nothing in it is tax vocabulary; below it the corpus does not answer. */
const LEAST_COVERAGE = 0.4;

/** Half of the strongest usual rank of one term: beyond it more repetitions hardly count (the saturation of BM25). */
const SATURATION = 0.1;

/**
 * The passages that answer a query, best first; empty when the corpus does not answer it.
 *
 * Lexical, in PostgreSQL: each idea of the query is searched in all the ways the law words it, weighted by how rare it is in the
 * corpus and saturated as BM25 does, with article and title above body. Articles named by number come first.
 * @throws RagError `query_invalid` on an empty or overlong query or a limit out of range.
 */
export async function retrieve<DB extends PassagesDatabase>(
  db: Kysely<DB>,
  request: RetrievalRequest,
): Promise<RetrievedPassage[]> {
  const { query, year, limit } = request;
  if (query.trim() === '' || query.length > LONGEST_QUERY) {
    throw new RagError('query_invalid', `A query needs 1 to ${LONGEST_QUERY} characters.`, {
      length: query.length,
    });
  }
  if (!Number.isInteger(limit) || limit < 1 || limit > 50) {
    throw new RagError('query_invalid', 'The limit must be a whole number from 1 to 50.', { limit });
  }
  const understood = understandQuery(query);
  if (understood.concepts.length === 0 && understood.articles.length === 0) return [];
  const { rows } = await rankedPassages(understood, year ?? null, limit).execute(passagesOf(db));
  return rows;
}

function rankedPassages({ concepts, articles }: UnderstoodQuery, year: number | null, limit: number) {
  const phrases = concepts.flatMap((concept, index) =>
    concept.phrases.map((phrase) => ({ ...phrase, index })),
  );
  const aboutTax = articles.length > 0 || concepts.some((concept) => concept.domain);
  return sql<RetrievedPassage>`
    with in_force as materialized (
      select * from passages
      where ${year}::int is null
         or ((valid_from is null or valid_from <= ${year}::int) and (valid_to is null or valid_to >= ${year}::int))
    ),
    asked as (
      select concept, weight, phraseto_tsquery('accountia_es', phrase) as query
      from unnest(
        ${phrases.map((phrase) => phrase.index)}::int[],
        ${phrases.map((phrase) => phrase.text)}::text[],
        ${phrases.map((phrase) => phrase.weight)}::float8[]
      ) as t(concept, phrase, weight)
    ),
    -- Normalisation 1 divides by the logarithm of the length, as long passages mention everything once.
    hit as (
      select asked.concept, in_force.id, max(asked.weight * ts_rank(in_force.search, asked.query, 1)) as strength
      from asked join in_force on in_force.search @@ asked.query
      where numnode(asked.query) > 0
      group by asked.concept, in_force.id
    ),
    rarity as (
      select asked.concept,
             ln(1 + ((select count(*) from in_force) - count(distinct hit.id) + 0.5) / (count(distinct hit.id) + 0.5)) as idf
      from asked left join hit using (concept)
      where numnode(asked.query) > 0
      group by asked.concept
    ),
    lexical as (
      select hit.id,
             sum(rarity.idf * hit.strength / (hit.strength + ${SATURATION}::float8)) as score,
             sum(rarity.idf) / (select sum(idf) from rarity) as coverage
      from hit join rarity using (concept)
      group by hit.id
    ),
    scored as (
      select in_force.*,
             coalesce(lexical.score, 0)
               + case when in_force.article = any(${articles}::text[]) then ${ARTICLE_BONUS}::float8 else 0 end as score,
             coalesce(lexical.coverage, 0) as coverage
      from in_force left join lexical using (id)
    )
    select id, norm, article, title, body, topics, source, score
    from scored
    where score > 0 and (${aboutTax} or coverage >= ${LEAST_COVERAGE}::float8)
    order by score desc, id
    limit ${limit}
  `;
}
