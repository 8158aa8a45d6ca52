import { type Kysely, sql } from 'kysely';
import type { PassagesDatabase } from '../../corpus/database.ts';
import type { StoredVector, VectorStore } from './vector-store.ts';

interface Matrix {
  readonly version: string;
  readonly hashes: readonly string[];
  readonly dimensions: number;
  /** Row after row. */
  readonly numbers: Float32Array;
}

/**
 * For servers without pgvector: vectors are rows of numbers, which this process keeps as one matrix and compares with the
 * question one by one. A statute has some thousands of chunks, so that takes milliseconds, and is always exact.
 */
export function createExactStore(db: Kysely<PassagesDatabase>): VectorStore {
  const matrices = new Map<string, Matrix>();

  /** Of the chunks that are stored now; read again when the corpus or the vectors have changed. */
  async function matrixOf(model: string): Promise<Matrix> {
    const { rows: states } = await sql<{ version: string }>`
      select concat(
        (select revision from corpus_state), ' ',
        (select concat(count(*), ' ', max(xmin::text::bigint)) from chunk_embeddings where model = ${model})
      ) as version
    `.execute(db);
    const { version } = states[0]!;
    const known = matrices.get(model);
    if (known?.version === version) return known;
    const rows = await db
      .selectFrom('chunk_embeddings')
      .select(['content_hash', 'embedding'])
      .where('model', '=', model)
      .where('content_hash', 'in', (from) => from.selectFrom('passage_chunks').select('content_hash'))
      .execute();
    const dimensions = rows[0]?.embedding.length ?? 0;
    const same = rows.filter(({ embedding }) => embedding.length === dimensions);
    const numbers = new Float32Array(same.length * dimensions);
    for (const [row, { embedding }] of same.entries()) numbers.set(embedding, row * dimensions);
    const matrix = { version, hashes: same.map((row) => row.content_hash), dimensions, numbers };
    matrices.set(model, matrix);
    return matrix;
  }

  return {
    kind: 'exact',
    async missing(model, contentHashes) {
      const known = await knownAmong(db, model, contentHashes);
      return contentHashes.filter((hash) => !known.has(hash));
    },
    async put(model, vectors) {
      if (vectors.length === 0) return;
      await db
        .insertInto('chunk_embeddings')
        .values(vectors.map((stored) => toRow(model, stored)))
        .onConflict((conflict) =>
          conflict
            .columns(['model', 'content_hash'])
            .doUpdateSet(({ ref }) => ({ embedding: ref('excluded.embedding') })),
        )
        .execute();
    },
    async nearest(model, vector, limit) {
      const stored = await matrixOf(model);
      const asked = unit(vector);
      if (stored.dimensions !== asked.length) return [];
      return stored.hashes
        .map((contentHash, row) => ({
          contentHash,
          similarity: product(stored.numbers, row * asked.length, asked),
        }))
        .sort(
          (first, second) =>
            second.similarity - first.similarity || (first.contentHash < second.contentHash ? -1 : 1),
        )
        .slice(0, limit);
    },
    async dimensions(model) {
      const row = await db
        .selectFrom('chunk_embeddings')
        .select(sql<number>`cardinality(embedding)`.as('dimensions'))
        .where('model', '=', model)
        .limit(1)
        .executeTakeFirst();
      return row?.dimensions ?? null;
    },
    async forget(model) {
      await db.deleteFrom('chunk_embeddings').where('model', '=', model).execute();
    },
    async prune() {
      const { numDeletedRows } = await db
        .deleteFrom('chunk_embeddings')
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('passage_chunks')
                .select('passage_id')
                .whereRef('passage_chunks.content_hash', '=', 'chunk_embeddings.content_hash'),
            ),
          ),
        )
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}

async function knownAmong(
  db: Kysely<PassagesDatabase>,
  model: string,
  hashes: readonly string[],
): Promise<Set<string>> {
  if (hashes.length === 0) return new Set();
  const rows = await db
    .selectFrom('chunk_embeddings')
    .select('content_hash')
    .where('model', '=', model)
    .where(sql<boolean>`content_hash = any(${[...hashes]}::text[])`)
    .execute();
  return new Set(rows.map((row) => row.content_hash));
}

function toRow(model: string, { contentHash, vector }: StoredVector) {
  return { model, content_hash: contentHash, embedding: unit(vector) };
}

/** Of length one, so that a sum of products is the cosine. */
function unit(vector: readonly number[]): number[] {
  const length = Math.hypot(...vector);
  return length === 0 ? [...vector] : vector.map((number) => number / length);
}

function product(numbers: Float32Array, start: number, asked: readonly number[]): number {
  let sum = 0;
  for (let index = 0; index < asked.length; index += 1) sum += numbers[start + index]! * asked[index]!;
  return sum;
}
