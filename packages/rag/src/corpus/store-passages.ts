import type { Transaction } from 'kysely';
import { linksOf } from './articles.ts';
import { chunkPassage } from './chunk-passage.ts';
import type { PassagesDatabase } from './database.ts';
import { passageHash, type Passage } from './passage.ts';

/** Where a passage stands. */
export interface Place {
  readonly collection: string;
  readonly position: number;
  readonly sourceName: string | null;
}

export interface PlacedPassage extends Place {
  readonly passage: Passage;
}

const ROWS_PER_STATEMENT = 200;

/** Inserts passages with their chunks, or replaces those of the same id; the text that goes is kept by the database. */
export async function writePassages(trx: Transaction<PassagesDatabase>, placed: readonly PlacedPassage[]): Promise<void> {
  for (let start = 0; start < placed.length; start += ROWS_PER_STATEMENT) {
    await writeBatch(trx, placed.slice(start, start + ROWS_PER_STATEMENT));
  }
}

async function writeBatch(trx: Transaction<PassagesDatabase>, placed: readonly PlacedPassage[]): Promise<void> {
  await trx
    .insertInto('passages')
    .values(placed.map(toRow))
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet(({ ref }) => ({
        norm: ref('excluded.norm'),
        article: ref('excluded.article'),
        title: ref('excluded.title'),
        body: ref('excluded.body'),
        topics: ref('excluded.topics'),
        valid_from: ref('excluded.valid_from'),
        valid_to: ref('excluded.valid_to'),
        source: ref('excluded.source'),
        version_hash: ref('excluded.version_hash'),
        updated_at: ref('excluded.updated_at'),
        collection: ref('excluded.collection'),
        status: ref('excluded.status'),
        heading: ref('excluded.heading'),
        position: ref('excluded.position'),
        links: ref('excluded.links'),
        in_force_from: ref('excluded.in_force_from'),
        in_force_to: ref('excluded.in_force_to'),
        source_name: ref('excluded.source_name'),
      })),
    )
    .execute();
  const ids = placed.map(({ passage }) => passage.id);
  await trx.deleteFrom('passage_chunks').where('passage_id', 'in', ids).execute();
  const chunks = placed.flatMap(({ passage }) =>
    chunkPassage(passage).map((chunk, position) => ({
      passage_id: passage.id,
      position,
      label: chunk.label,
      body: chunk.body,
      content_hash: chunk.contentHash,
    })),
  );
  for (let start = 0; start < chunks.length; start += ROWS_PER_STATEMENT) {
    await trx.insertInto('passage_chunks').values(chunks.slice(start, start + ROWS_PER_STATEMENT)).execute();
  }
}

function toRow({ passage, collection, position, sourceName }: PlacedPassage) {
  return {
    id: passage.id,
    norm: passage.norm,
    article: passage.article,
    title: passage.title,
    body: passage.body,
    topics: passage.topics,
    valid_from: passage.validFrom,
    valid_to: passage.validTo,
    source: passage.source,
    version_hash: passageHash(passage),
    updated_at: new Date(),
    collection,
    status: passage.status ?? 'vigente',
    heading: passage.heading ?? null,
    position,
    links: linksOf(passage.body, passage.article),
    in_force_from: passage.inForceFrom ?? null,
    in_force_to: passage.inForceTo ?? null,
    source_name: sourceName,
  };
}
