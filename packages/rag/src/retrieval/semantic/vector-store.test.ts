import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { openTestDatabase } from '@accountia/db/testing';
import { Kysely, PGliteDialect, sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { passagesOf, type PassagesDatabase } from '../../corpus/database.ts';
import { createExactStore } from './exact-store.ts';
import { openVectorStore } from './pgvector-store.ts';
import type { VectorStore } from './vector-store.ts';

interface Opened {
  readonly db: Kysely<PassagesDatabase>;
  close(): Promise<void>;
}

/** The server that the tests share has no pgvector; this one runs in the process, with the part of the schema that vectors need. */
async function openPgvector(): Promise<Opened> {
  const db = new Kysely<PassagesDatabase>({
    dialect: new PGliteDialect({ pglite: new PGlite({ extensions: { vector } }) }),
  });
  await sql`create table passage_chunks (passage_id text, position int, label text, body text, content_hash text)`.execute(
    db,
  );
  await sql`create table corpus_state (revision uuid default gen_random_uuid())`.execute(db);
  await sql`create table chunk_embeddings (model text, content_hash text, embedding real[], primary key (model, content_hash))`.execute(
    db,
  );
  return { db, close: () => db.destroy() };
}

async function openExact(): Promise<Opened> {
  const database = await openTestDatabase();
  const db = passagesOf(database.db);
  await sql`alter table passage_chunks drop constraint passage_chunks_passage_id_fkey`.execute(db);
  return { db, close: () => database.dispose() };
}

const SERVERS = [
  { kind: 'pgvector', open: openPgvector },
  { kind: 'exact', open: openExact },
] as const;

describe.each(SERVERS)('vectors on a server that has $kind', ({ kind, open }) => {
  let server: Opened;
  let store: VectorStore;
  beforeAll(async () => {
    server = await open();
    store = await openVectorStore(server.db);
  });
  afterAll(async () => {
    await server.close();
  });
  beforeEach(async () => {
    await sql`delete from chunk_embeddings`.execute(server.db);
    await sql`delete from passage_chunks`.execute(server.db);
    for (const hash of ['norte', 'este', 'noreste']) {
      await server.db
        .insertInto('passage_chunks')
        .values({ passage_id: hash, position: 0, label: null, body: hash, content_hash: hash })
        .execute();
    }
  });
  const compass = [
    { contentHash: 'norte', vector: [0, 2, 0] },
    { contentHash: 'este', vector: [3, 0, 0] },
    { contentHash: 'noreste', vector: [1, 1, 0] },
  ];

  test('the store is of the kind that the server allows', () => {
    expect(store.kind).toBe(kind);
  });

  test('the nearest come first, by direction and not by length', async () => {
    await store.put('m', compass);
    const nearest = await store.nearest('m', [0.1, 5, 0], 2);
    expect(nearest.map((neighbour) => neighbour.contentHash)).toEqual(['norte', 'noreste']);
    expect(nearest[0]?.similarity).toBeCloseTo(0.9998, 3);
    expect(nearest[1]?.similarity).toBeCloseTo(0.7211, 3);
  });

  test('what has a vector is not missing, for that model alone', async () => {
    await store.put('m', compass.slice(0, 2));
    expect(await store.missing('m', ['norte', 'este', 'noreste'])).toEqual(['noreste']);
    expect(await store.missing('other', ['norte'])).toEqual(['norte']);
    expect(await store.nearest('other', [0, 1, 0], 3)).toEqual([]);
  });

  test('a vector that is put again is replaced', async () => {
    await store.put('m', compass);
    await store.put('m', [
      { contentHash: 'este', vector: [0, 1, 0] },
      { contentHash: 'norte', vector: [0, -1, 0] },
    ]);
    expect((await store.nearest('m', [0, 1, 0], 1))[0]?.contentHash).toBe('este');
  });

  test('a text that is gone is no neighbour, and its vector goes with the next pruning', async () => {
    await store.put('m', compass);
    await store.nearest('m', [0, 1, 0], 3);
    await server.db.deleteFrom('passage_chunks').where('content_hash', '=', 'norte').execute();
    await sql`update corpus_state set revision = gen_random_uuid()`.execute(server.db);
    expect((await store.nearest('m', [0, 1, 0], 3)).map((neighbour) => neighbour.contentHash)).toEqual([
      'noreste',
      'este',
    ]);
    expect(await store.prune()).toBe(1);
    expect(await store.prune()).toBe(0);
  });

  test('a question of another length finds nothing, and no vectors at all are no error', async () => {
    expect(await store.nearest('m', [0, 1, 0], 3)).toEqual([]);
    await store.put('m', compass);
    await store.put('m', []);
    expect(await store.nearest('m', [0, 1], 3)).toEqual([]);
  });

  test('the length of a model is known, and a model can be forgotten without the others', async () => {
    expect(await store.dimensions('m')).toBeNull();
    await store.put('m', compass);
    await store.put('other', [{ contentHash: 'norte', vector: [1, 0] }]);
    expect(await store.dimensions('m')).toBe(3);
    await store.forget('m');
    expect(await store.dimensions('m')).toBeNull();
    expect(await store.nearest('m', [0, 1, 0], 3)).toEqual([]);
    expect(await store.dimensions('other')).toBe(2);
  });

  test('a store that is opened again finds what was put', async () => {
    await store.put('m', compass);
    const again = await openVectorStore(server.db);
    expect((await again.nearest('m', [0, 1, 0], 1))[0]?.contentHash).toBe('norte');
  });

  test('both kinds give the same order for many vectors', async () => {
    const many = Array.from({ length: 60 }, (_, index) => ({
      contentHash: `h${index}`,
      vector: [Math.cos(index), Math.sin(index), Math.cos(index * 3), Math.sin(index * 7)],
    }));
    for (const { contentHash } of many) {
      await server.db
        .insertInto('passage_chunks')
        .values({ passage_id: contentHash, position: 0, label: null, body: '', content_hash: contentHash })
        .execute();
    }
    await sql`update corpus_state set revision = gen_random_uuid()`.execute(server.db);
    await store.put('many', many);
    const asked = [0.3, -0.5, 0.8, 0.1];
    const exact = await createExactStore(server.db).nearest('many', asked, 10);
    expect((await store.nearest('many', asked, 10)).map((each) => each.contentHash)).toEqual(
      exact.map((each) => each.contentHash),
    );
  });
});
