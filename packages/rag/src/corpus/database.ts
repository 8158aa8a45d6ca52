import type { ColumnType, Generated, Kysely } from 'kysely';

/**
 * The part of the database this package reads and writes, so that its functions accept any Kysely whose database has at
 * least these tables. They are created by the migrations of the db package.
 */
export interface PassagesDatabase {
  passages: PassagesTable;
  passage_chunks: PassageChunksTable;
  corpus_sources: CorpusSourcesTable;
  corpus_state: CorpusStateTable;
  chunk_embeddings: ChunkEmbeddingsTable;
}

export interface PassagesTable {
  /** Stable key of the rule, with `.v<year>` when it is one of several versions of it. */
  id: string;
  norm: string;
  article: string;
  title: string;
  body: string;
  topics: string[];
  /** First taxable year it applies to; null when it was in force before the years covered. */
  valid_from: number | null;
  /** Last taxable year it applies to; null while in force. */
  valid_to: number | null;
  source: string;
  /** SHA-256 of the content, so that loading again touches only what changed. */
  version_hash: string;
  updated_at: ColumnType<Date, Date | undefined, Date>;
  /** What it was loaded with: `guide`, or the name of a collection such as `estatuto-tributario`. */
  collection: Generated<string>;
  status: Generated<string>;
  /** Book or title it stands under. */
  heading: string | null;
  /** Place within its collection, so that neighbours are known. */
  position: Generated<number>;
  /** Bare numbers of the articles that its text names. */
  links: Generated<string[]>;
  in_force_from: string | null;
  in_force_to: string | null;
  /** File of the collection it came from. */
  source_name: string | null;
}

export interface PassageChunksTable {
  passage_id: string;
  position: number;
  /** `Parágrafo 2`, `Numeral 10`; null for the beginning of an article. */
  label: string | null;
  body: string;
  content_hash: string;
}

export interface CorpusSourcesTable {
  collection: string;
  name: string;
  content_hash: string;
  passages: number;
  loaded_at: ColumnType<Date, Date | undefined, Date>;
}

export interface CorpusStateTable {
  only_one: Generated<boolean>;
  revision: Generated<string>;
}

export interface ChunkEmbeddingsTable {
  model: string;
  content_hash: string;
  embedding: number[];
}

/** The same connection seen as the corpus alone: Kysely's type is invariant, though a wider database serves as well. */
export function passagesOf<DB extends PassagesDatabase>(db: Kysely<DB>): Kysely<PassagesDatabase> {
  return db as unknown as Kysely<PassagesDatabase>;
}
