import type { Kysely } from 'kysely';
import { passagesOf, type PassagesDatabase } from '../corpus/database.ts';
import { GUIDE } from '../corpus/load-corpus.ts';
import { buildInvertedIndex } from '../retrieval/lexical/inverted-index.ts';
import { topPositions } from '../retrieval/lexical/rank.ts';
import { termsOf } from '../retrieval/lexical/words.ts';
import type { ArticleSearch } from './evaluate.ts';

/**
 * Plain BM25 with Spanish stemming over title and text of the loaded law, without anything we know of taxes: what the real
 * retrieval is measured against. Over the guide when nothing else is loaded.
 */
export async function createPlainSearch<DB extends PassagesDatabase>(
  db: Kysely<DB>,
  limit: number,
): Promise<ArticleSearch> {
  const stored = await passagesOf(db)
    .selectFrom('passages')
    .select(['article', 'title', 'body', 'collection'])
    .orderBy('id')
    .execute();
  const law = stored.filter(({ collection }) => collection !== GUIDE);
  const rows = law.length > 0 ? law : stored;
  const index = await buildInvertedIndex(
    rows.map(({ title, body }) => ({ text: `${title} ${body}` })),
    { fields: { text: { weight: 1, lengthPenalty: 0.75 } }, saturation: 1.2, pairs: false, roots: false },
  );
  return async ({ question }) => {
    const scores = new Float64Array(rows.length);
    for (const term of new Set(termsOf(question))) {
      const posting = index.posting(term);
      if (posting === null) continue;
      for (const [place, score] of index.scores(posting).entries())
        scores[posting.documents[place]!]! += score;
    }
    return topPositions(scores, limit).map((position) => rows[position]!.article);
  };
}
