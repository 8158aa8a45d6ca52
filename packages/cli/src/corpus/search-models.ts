import type { Database } from '@accountia/db';
import type { SearchModels } from '@accountia/rag';
import type { Kysely } from 'kysely';
import type { Variables } from '../environment.ts';
import { printError } from '../terminal/output.ts';

/** The configured search by meaning; null without AI_EMBEDDING_MODEL. What a provider fails of is said once. */
export async function findSearchModels(db: Kysely<Database>, variables: Variables): Promise<SearchModels | null> {
  const [{ createSearchModels, embeddingEnvironment }, { readEnvironment }] = await Promise.all([
    import('@accountia/rag'),
    import('@accountia/service-kit'),
  ]);
  let told = false;
  return createSearchModels(db, readEnvironment('accountia', embeddingEnvironment, variables), (error) => {
    if (!told)
      printError(`The embedding model failed, so words alone answer: ${error instanceof Error ? error.message : String(error)}`);
    told = true;
  });
}
