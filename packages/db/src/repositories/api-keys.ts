import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../schema/index.ts';

/** `ack_<prefix>_<secret>`: the start says what it is (secret scanners look for that), the prefix finds the row. */
const KEY_FORMAT = /^ack_([0-9a-f]{12})_([A-Za-z0-9_-]{43})$/;

function hash(secret: string): Buffer {
  // The secret has 256 random bits, so one round of SHA-256 is enough: there is nothing to guess.
  return createHash('sha256').update(secret).digest();
}

/** Creates a key and answers with its text, which cannot be had again. */
export async function createApiKey(
  db: Kysely<Database>,
  options: { organizationId: string; name: string },
): Promise<{ id: string; key: string }> {
  const prefix = randomBytes(6).toString('hex');
  const secret = randomBytes(32).toString('base64url');
  const row = await db
    .insertInto('api_keys')
    .values({
      organization_id: options.organizationId,
      name: options.name,
      prefix,
      secret_hash: hash(secret),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id: row.id, key: `ack_${prefix}_${secret}` };
}

export interface AuthenticatedKey {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
}

/** The organization a key belongs to, or null for a key that is malformed, unknown or revoked. */
export async function authenticateApiKey(
  db: Kysely<Database>,
  key: string,
): Promise<AuthenticatedKey | null> {
  const match = KEY_FORMAT.exec(key);
  if (match === null) return null;
  const [, prefix, secret] = match as unknown as [string, string, string];
  const row = await db
    .selectFrom('api_keys')
    .selectAll()
    .where('prefix', '=', prefix)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined || !timingSafeEqual(row.secret_hash, hash(secret))) return null;
  // A write per request would cost more than the fact is worth: the hour is precise enough.
  if (row.last_used_at === null || Date.now() - row.last_used_at.getTime() > 3_600_000) {
    await db
      .updateTable('api_keys')
      .set({ last_used_at: sql<Date>`now()` })
      .where('organization_id', '=', row.organization_id)
      .where('id', '=', row.id)
      .execute();
  }
  return { id: row.id, organizationId: row.organization_id, name: row.name };
}

export async function revokeApiKey(
  db: Kysely<Database>,
  organizationId: string,
  id: string,
): Promise<boolean> {
  const result = await db
    .updateTable('api_keys')
    .set({ revoked_at: sql<Date>`now()` })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
