import type { Database, OrganizationRow, RunRow } from '@accountia/db';
import type { Kysely } from 'kysely';
import { CliError } from './errors.ts';

/** Questions that only an operator may ask, over all organizations. The services never do: they begin with a tenant. */

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Throws CliError `run_not_found`. */
export async function getRun(db: Kysely<Database>, runId: string): Promise<RunRow> {
  const run = UUID.test(runId)
    ? await db.selectFrom('runs').selectAll().where('id', '=', runId).executeTakeFirst()
    : undefined;
  if (run === undefined)
    throw new CliError('run_not_found', `There is no run ${runId}`, { details: { runId } });
  return run;
}

/** Throws CliError `organization_not_found`. */
export async function getOrganization(db: Kysely<Database>, name: string): Promise<OrganizationRow> {
  const row = await db.selectFrom('organizations').selectAll().where('name', '=', name).executeTakeFirst();
  if (row === undefined) {
    throw new CliError('organization_not_found', `There is no organization called "${name}"`, {
      details: { name },
    });
  }
  return row;
}

export async function organizationNames(
  db: Kysely<Database>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('organizations')
    .select(['id', 'name'])
    .where('id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map((row) => [row.id, row.name]));
}

export interface ListedKey {
  readonly id: string;
  readonly prefix: string;
  readonly name: string;
  readonly organizationId: string;
  readonly organization: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

/** Keys of one organization or all, newest first. */
export async function listKeys(db: Kysely<Database>, organizationId?: string): Promise<ListedKey[]> {
  let query = db
    .selectFrom('api_keys')
    .innerJoin('organizations', 'organizations.id', 'api_keys.organization_id')
    .select([
      'api_keys.id as id',
      'api_keys.prefix as prefix',
      'api_keys.name as name',
      'api_keys.organization_id as organizationId',
      'organizations.name as organization',
      'api_keys.created_at as createdAt',
      'api_keys.last_used_at as lastUsedAt',
      'api_keys.revoked_at as revokedAt',
    ]);
  if (organizationId !== undefined) query = query.where('api_keys.organization_id', '=', organizationId);
  return await query.orderBy('api_keys.created_at', 'desc').execute();
}

/** By id, by prefix, or by the key itself. Throws CliError `key_not_found`. */
export async function getKey(db: Kysely<Database>, reference: string): Promise<ListedKey> {
  const prefix = /^ack_([0-9a-f]{12})_/.exec(reference)?.[1] ?? reference;
  const key = (await listKeys(db)).find(
    (candidate) => candidate.id === reference || candidate.prefix === prefix,
  );
  if (key !== undefined) return key;
  // Never the reference itself: it may be a key, and messages end up in logs.
  throw new CliError('key_not_found', 'There is no such API key; see: npm run -s accountia -- keys list');
}
