import type { CorpusIndex } from './corpus-index.ts';
import { topPositions } from './lexical/rank.ts';

/** Of reciprocal rank fusion: how little the first places differ. 60 is what its authors found, and others after them. */
const RANK_OFFSET = 60;
const CANDIDATES = 100;

/**
 * Fuses the ranking by words with the one by meaning through their places alone, as their scores have nothing in common.
 * @param similarities of chunks, by content hash; a passage is as similar as its most similar chunk.
 */
export function fuseRankings(
  index: CorpusIndex,
  lexical: Float64Array,
  similarities: ReadonlyMap<string, number>,
  allowed: (position: number) => boolean,
): Float64Array {
  const semantic = Float64Array.from(index.passages, ({ chunks }, position) =>
    allowed(position) ? Math.max(0, ...chunks.map((chunk) => similarities.get(chunk.contentHash) ?? 0)) : 0,
  );
  const fused = new Float64Array(index.passages.length);
  for (const scores of [lexical, semantic]) {
    for (const [rank, position] of topPositions(scores, CANDIDATES).entries()) {
      fused[position]! += 1 / (RANK_OFFSET + rank + 1);
    }
  }
  return fused;
}
