import { type Kysely, sql } from 'kysely';
import type { Database } from '../schema/index.ts';

export interface RateLimit {
  /** What is limited; each organization has a bucket of its own under this name. */
  readonly name: string;
  /** Tokens that may be taken at once after a pause. */
  readonly capacity: number;
  readonly tokensPerMinute: number;
}

/** Takes one token of an organization's bucket, or says how long it takes until there is one. */
export async function takeToken(
  db: Kysely<Database>,
  organizationId: string,
  limit: RateLimit,
): Promise<{ granted: true } | { granted: false; retryAfterMs: number }> {
  const { name, capacity, tokensPerMinute } = limit;
  const perSecond = tokensPerMinute / 60;
  // The bucket fills by the server's clock; its row is locked by the update, so that two never take the same token.
  const filled = sql`least(
    ${capacity}::double precision,
    rate_limits.tokens + extract(epoch from clock_timestamp() - rate_limits.updated_at) * ${perSecond}::double precision
  )`;
  await sql`
    insert into rate_limits (organization_id, name, tokens) values (${organizationId}, ${name}, ${capacity})
    on conflict do nothing
  `.execute(db);
  const taken = await sql`
    update rate_limits set tokens = ${filled} - 1, updated_at = clock_timestamp()
    where organization_id = ${organizationId} and name = ${name} and ${filled} >= 1
  `.execute(db);
  if (taken.numAffectedRows === 1n) return { granted: true };
  const { rows } = await sql<{ missing: number }>`
    select 1 - ${filled} as missing from rate_limits where organization_id = ${organizationId} and name = ${name}
  `.execute(db);
  const missing = Math.max(0, rows[0]?.missing ?? 0);
  return { granted: false, retryAfterMs: Math.max(1, Math.ceil((missing / perSecond) * 1_000)) };
}
