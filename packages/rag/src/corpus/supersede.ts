import { createHash } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { PassagesDatabase } from './database.ts';
import type { Passage } from './passage.ts';

interface StoredVersion {
  readonly id: string;
  readonly version_hash: string;
  readonly valid_from: number | null;
  readonly valid_to: number | null;
}

/** For a version that was in force before any year that is known. */
const BEFORE_ALL = 1900;

/**
 * Makes way for a version that begins later: the one in force until now ends the year before, under an id of its own, and
 * goes on answering for its years. A new text for the same period only corrects it; what it said is kept by the database.
 */
export async function supersede(
  trx: Transaction<PassagesDatabase>,
  stored: StoredVersion,
  newer: Passage,
): Promise<void> {
  const begins = newer.validFrom;
  if (begins === null || stored.valid_to !== null || begins <= (stored.valid_from ?? BEFORE_ALL)) return;
  const id = `${stored.id}.v${stored.valid_from ?? BEFORE_ALL}`;
  const other = await trx.selectFrom('passages').select('id').where('id', '=', id).executeTakeFirst();
  // The source itself brings that version: then it says when it ended.
  if (other !== undefined) return;
  await trx
    .updateTable('passages')
    .set({
      id,
      valid_to: begins - 1,
      version_hash: createHash('sha256').update(`${stored.version_hash} until ${begins - 1}`).digest('hex'),
      updated_at: new Date(),
    })
    .where('id', '=', stored.id)
    .execute();
}
