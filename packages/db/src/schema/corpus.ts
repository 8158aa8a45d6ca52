import type { Generated, JSONColumnType } from 'kysely';
import type { DefaultedTimestamp } from './json.ts';

export interface PassagesTable {
  id: string;
  norm: string;
  article: string;
  title: string;
  body: string;
  topics: string[];
  valid_from: number | null;
  valid_to: number | null;
  source: string;
  version_hash: string;
  search: Generated<string>;
  updated_at: DefaultedTimestamp;
  collection: Generated<string>;
  status: Generated<string>;
  heading: string | null;
  position: Generated<number>;
  links: Generated<string[]>;
  in_force_from: string | null;
  in_force_to: string | null;
  source_name: string | null;
}

export interface PassageChunksTable {
  passage_id: string;
  position: number;
  label: string | null;
  body: string;
  content_hash: string;
}

/** What a passage said before it was corrected, replaced or taken out; kept by a trigger. */
export interface PassageVersionsTable {
  passage_id: string;
  version_hash: string;
  collection: string;
  content: JSONColumnType<Record<string, unknown>>;
  superseded_at: DefaultedTimestamp;
}

export interface CorpusSourcesTable {
  collection: string;
  name: string;
  content_hash: string;
  passages: number;
  loaded_at: DefaultedTimestamp;
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
