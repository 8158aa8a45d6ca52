import type { Kysely, Selectable } from 'kysely';
import type { Database } from '../schema/index.ts';
import type { OrganizationsTable } from '../schema/tenancy.ts';

/** Owner of work that belongs to no tenant: schedules, pings. Created by the first migration. */
export const SYSTEM_ORGANIZATION_ID = '00000000-0000-0000-0000-000000000000';

export type OrganizationRow = Selectable<OrganizationsTable>;

export async function createOrganization(db: Kysely<Database>, name: string): Promise<OrganizationRow> {
  return await db.insertInto('organizations').values({ name }).returningAll().executeTakeFirstOrThrow();
}

export async function findOrganizationByName(
  db: Kysely<Database>,
  name: string,
): Promise<OrganizationRow | null> {
  const row = await db.selectFrom('organizations').selectAll().where('name', '=', name).executeTakeFirst();
  return row ?? null;
}
