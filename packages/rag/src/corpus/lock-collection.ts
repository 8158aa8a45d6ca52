import { sql, type Transaction } from 'kysely';
import type { PassagesDatabase } from './database.ts';

// Arbitrary but fixed, beside the collection's own number: other advisory locks must not be hit.
const CORPUS_LOCKS = 471_521;

/** Until the transaction ends nobody else loads this collection: two processes that start together must not load at once. */
export async function lockCollection(trx: Transaction<PassagesDatabase>, collection: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${CORPUS_LOCKS}::int, hashtext(${collection}))`.execute(trx);
}
