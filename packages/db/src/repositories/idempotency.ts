import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../schema/index.ts';
import { json } from './values.ts';

export type IdempotencyLookup =
  | { readonly kind: 'new' }
  | { readonly kind: 'repeated'; readonly response: unknown }
  /** The same key came with another request. */
  | { readonly kind: 'conflict' };

/**
 * Takes the key for this transaction: two requests with the same key wait for each other, and the second one
 * finds what the first one answered.
 */
export async function takeIdempotencyKey(
  trx: Transaction<Database>,
  options: { organizationId: string; key: string; requestHash: string },
): Promise<IdempotencyLookup> {
  const lock = `idempotency/${options.organizationId}/${options.key}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${lock}, 0))`.execute(trx);
  const row = await trx
    .selectFrom('idempotency_keys')
    .select(['request_hash', 'response'])
    .where('organization_id', '=', options.organizationId)
    .where('key', '=', options.key)
    .executeTakeFirst();
  if (row === undefined) return { kind: 'new' };
  if (row.request_hash !== options.requestHash) return { kind: 'conflict' };
  return { kind: 'repeated', response: row.response };
}

export async function saveIdempotentResponse(
  trx: Transaction<Database>,
  options: { organizationId: string; key: string; requestHash: string; response: unknown },
): Promise<void> {
  await trx
    .insertInto('idempotency_keys')
    .values({
      organization_id: options.organizationId,
      key: options.key,
      request_hash: options.requestHash,
      response: json(options.response),
    })
    .execute();
}

export async function deleteOldIdempotencyKeys(
  db: Kysely<Database>,
  olderThanHours: number,
): Promise<number> {
  const result = await db
    .deleteFrom('idempotency_keys')
    .where('created_at', '<', sql<Date>`now() - ${olderThanHours} * interval '1 hour'`)
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}
