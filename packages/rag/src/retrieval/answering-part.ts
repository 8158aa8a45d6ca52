import type { IndexedChunk, IndexedPassage } from './corpus-index.ts';
import { termsOf } from './lexical/words.ts';
import type { UnderstoodQuery } from './understand-query.ts';

export interface AnsweringPart {
  readonly body: string;
  readonly part: string | null;
}

/** Parts of a long article that are given together. */
const MOST_PARTS = 2;

/** Of a long article the parts that have most of the query in them, in the order of the law; a short passage whole. */
export function answeringPart(passage: IndexedPassage, query: UnderstoodQuery): AnsweringPart {
  if (passage.chunks.length <= 1) return { body: passage.body, part: null };
  const rated = passage.chunks.map((chunk, position) => ({ chunk, position, hits: hitsIn(chunk, query) }));
  const chosen = rated
    .toSorted((first, second) => second.hits - first.hits || first.position - second.position)
    .slice(0, MOST_PARTS)
    .filter(({ hits }, position) => position === 0 || hits > 0);
  const bodies = chosen
    .toSorted((first, second) => first.position - second.position)
    .map(({ chunk }, position) => (position === 0 ? chunk.body : withoutHeading(chunk.body)));
  return { body: bodies.join('\n[…]\n'), part: chosen[0]?.chunk.label ?? null };
}

// A chunk belongs to one index and is asked for again and again.
const joinedTerms = new WeakMap<IndexedChunk, string>();

function hitsIn(chunk: IndexedChunk, query: UnderstoodQuery): number {
  const joined = joinedTerms.get(chunk) ?? ` ${termsOf(chunk.body).join(' ')} `;
  joinedTerms.set(chunk, joined);
  return query.concepts.reduce((sum, { wordings }) => {
    const best = wordings.reduce(
      (most, { terms, weight }) =>
        joined.includes(` ${terms.join(' ')} `) ? Math.max(most, weight * terms.length) : most,
      0,
    );
    return sum + best;
  }, 0);
}

/** Each part begins with the article's heading, which once is enough. */
function withoutHeading(body: string): string {
  return body.slice(body.indexOf('\n') + 1);
}
