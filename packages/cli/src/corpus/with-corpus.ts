import type { Database } from '@accountia/db';
import type { Kysely } from 'kysely';
import { withDatabaseOf } from '../database.ts';
import { type Need, type Variables, withStartedEnvironment } from '../environment.ts';

/**
 * The database with an up-to-date schema and the guide that ships with the program in it, for one command; services are
 * started when none run.
 */
export async function withCorpus<Answer>(
  needs: readonly Need[],
  work: (db: Kysely<Database>, variables: Variables) => Promise<Answer>,
): Promise<Answer> {
  return await withStartedEnvironment(['database', ...needs], (variables) =>
    withDatabaseOf(variables, async (db) => {
      const [{ migrate }, { loadCorpus }] = await Promise.all([import('@accountia/db'), import('@accountia/rag')]);
      await migrate(db);
      await loadCorpus(db);
      return await work(db, variables);
    }),
  );
}
