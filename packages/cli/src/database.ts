import type { Database } from '@accountia/db';
import type { Kysely } from 'kysely';
import { findEnvironment, type Variables } from './environment.ts';

/** Connects to the database of the environment, for one command. */
export async function withDatabase<Answer>(work: (db: Kysely<Database>) => Promise<Answer>): Promise<Answer> {
  return await withDatabaseOf(await findEnvironment(['database']), work);
}

export async function withDatabaseOf<Answer>(
  variables: Variables,
  work: (db: Kysely<Database>) => Promise<Answer>,
): Promise<Answer> {
  const [{ connect }, { databaseEnvironment, readEnvironment }, { z }] = await Promise.all([
    import('@accountia/db'),
    import('@accountia/service-kit'),
    import('zod'),
  ]);
  const { DATABASE_URL } = readEnvironment('accountia', z.object(databaseEnvironment), variables);
  const db = connect({ url: DATABASE_URL, maxConnections: 4, applicationName: 'accountia command line' });
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}
