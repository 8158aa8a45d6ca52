import { type Kysely, sql } from 'kysely';
import type { PassagesDatabase } from '../../corpus/database.ts';
import { createExactStore } from './exact-store.ts';
import type { Neighbour, VectorStore } from './vector-store.ts';

/** An HNSW index of pgvector holds no longer vectors. */
const LONGEST_INDEXED = 2_000;
/** Candidates that the index looks at: the more, the nearer to exact. */
const SEARCH_BREADTH = 200;
// Arbitrary but fixed: other advisory locks must not be hit.
const SETUP_LOCK = 471_522;

/**
 * With pgvector: beside the portable rows there is a column of the extension's own type with an index for each model. It is
 * made here and not by a migration, as most servers can have the schema while only some have the extension.
 */
export async function createPgvectorStore(db: Kysely<PassagesDatabase>): Promise<VectorStore> {
  const portable = createExactStore(db);
  if (!(await hasColumn(db))) await addColumn(db);
  const indexed = new Set<string>();

  async function ensureIndex(model: string, dimensions: number): Promise<void> {
    const key = `${model} ${dimensions}`;
    if (indexed.has(key) || dimensions > LONGEST_INDEXED) return;
    const { rows } = await sql<{ name: string }>`
      select 'chunk_embeddings_' || left(md5(${key}), 16) as name
    `.execute(db);
    await db.transaction().execute(async (trx) => {
      await sql`select pg_advisory_xact_lock(${SETUP_LOCK}::int, 0)`.execute(trx);
      await sql`
        create index if not exists ${sql.id(rows[0]!.name)} on chunk_embeddings
          using hnsw ((vector::vector(${sql.lit(dimensions)})) vector_cosine_ops)
          where model = ${sql.lit(model)} and cardinality(embedding) = ${sql.lit(dimensions)}
      `.execute(trx);
    });
    indexed.add(key);
  }

  return {
    kind: 'pgvector',
    missing: (model, contentHashes) => portable.missing(model, contentHashes),
    dimensions: (model) => portable.dimensions(model),
    forget: (model) => portable.forget(model),
    prune: () => portable.prune(),
    async put(model, vectors) {
      if (vectors.length === 0) return;
      await portable.put(model, vectors);
      const hashes = vectors.map((stored) => stored.contentHash);
      await sql`
        update chunk_embeddings set vector = embedding::vector
        where model = ${model} and content_hash = any(${hashes}::text[])
      `.execute(db);
      await ensureIndex(model, vectors[0]!.vector.length);
    },
    async nearest(model, vector, limit) {
      const asked = JSON.stringify(vector);
      const dimensions = sql.lit(vector.length);
      return await db.transaction().execute(async (trx) => {
        await sql`select set_config('hnsw.ef_search', ${String(SEARCH_BREADTH)}, true)`.execute(trx);
        const { rows } = await sql<Neighbour>`
          select content_hash as "contentHash",
                 (1 - (vector::vector(${dimensions}) <=> ${asked}::vector(${dimensions})))::float8 as similarity
          from chunk_embeddings
          where model = ${sql.lit(model)} and cardinality(embedding) = ${dimensions} and vector is not null
            and exists (select from passage_chunks where passage_chunks.content_hash = chunk_embeddings.content_hash)
          order by vector::vector(${dimensions}) <=> ${asked}::vector(${dimensions})
          limit ${limit}
        `.execute(trx);
        return rows;
      });
    },
  };
}

/** Whoever only asks needs no right to change the schema once the worker, or a command, has done it. */
async function hasColumn(db: Kysely<PassagesDatabase>): Promise<boolean> {
  const { rows } = await sql<{ exists: boolean }>`
    select exists (
      select from pg_attribute where attrelid = 'chunk_embeddings'::regclass and attname = 'vector' and not attisdropped
    ) as exists
  `.execute(db);
  return rows[0]?.exists === true;
}

async function addColumn(db: Kysely<PassagesDatabase>): Promise<void> {
  await db.transaction().execute(async (trx) => {
    // «If not exists» does not keep two processes that start together from colliding.
    await sql`select pg_advisory_xact_lock(${SETUP_LOCK}::int, 0)`.execute(trx);
    await sql`create extension if not exists vector`.execute(trx);
    await sql`alter table chunk_embeddings add column if not exists vector vector`.execute(trx);
    // Those from before the server had the extension.
    await sql`update chunk_embeddings set vector = embedding::vector where vector is null`.execute(trx);
  });
}

/** pgvector where the server offers it and lets us have it, else exact search. */
export async function openVectorStore(db: Kysely<PassagesDatabase>): Promise<VectorStore> {
  const { rows } = await sql<{ usable: boolean }>`
    select exists (select from pg_extension where extname = 'vector')
        or exists (
             select from pg_available_extension_versions
             where name = 'vector' and (trusted or (select rolsuper from pg_roles where rolname = current_user))
           ) as usable
  `.execute(db);
  return rows[0]?.usable === true ? await createPgvectorStore(db) : createExactStore(db);
}
