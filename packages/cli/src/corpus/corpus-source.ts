import path from 'node:path';
import type { CorpusFile } from '@accountia/rag';
import { CliError } from '../errors.ts';
import { withDatabaseOf } from '../database.ts';
import { findEnvironment, type Variables } from '../environment.ts';

/** `…/estatuto-tributario.jsonl.gz` is the collection `estatuto-tributario`. */
export async function collectionOf(given: string): Promise<string> {
  const { slugOf } = await import('@accountia/rag');
  const name = path.posix.basename(given.replaceAll('\\', '/').replace(/\/+$/, ''));
  return slugOf(name.replace(/\.(?:gz)$/i, '').replace(/\.[a-z]+$/i, ''));
}

/** Leaves the load to the workers of the running stack; answers with its run's id. */
export async function enqueueLoad(collection: string, location: string): Promise<string> {
  const [{ SYSTEM_ORGANIZATION_ID }, { loadCorpusCollection }, { enqueue }] = await Promise.all([
    import('@accountia/db'),
    import('@accountia/task-contracts'),
    import('@accountia/task-runtime'),
  ]);
  const variables = await findEnvironment(['database', 'object store']);
  const prefix = await prefixOf(location, variables);
  return await withDatabaseOf(variables, async (db) => {
    const { run } = await db
      .transaction()
      .execute((trx) =>
        enqueue(trx, loadCorpusCollection, { collection, prefix }, { organizationId: SYSTEM_ORGANIZATION_ID }),
      );
    return run.id;
  });
}

/** The objects below `bucket/prefix` of the configured store. */
export async function listObjects(location: string, variables: Variables): Promise<CorpusFile[]> {
  const [{ createObjectStore }, { readObjectStore }, { chooseFiles }] = await Promise.all([
    import('@accountia/gcs'),
    import('../system-environment.ts'),
    import('@accountia/rag'),
  ]);
  const store = createObjectStore(readObjectStore(variables));
  const prefix = await prefixOf(location, variables);
  const names: string[] = [];
  for await (const object of store.list(prefix, {})) names.push(object.name);
  return chooseFiles(names, `gs://${location}`, (name) => ({
    name: name.slice(prefix.length).replace(/^\/+/, '') || path.posix.basename(name),
    open: () => store.stream(name, {}),
  }));
}

/** The bucket must be the one that is configured, whose credentials we have. */
async function prefixOf(location: string, variables: Variables): Promise<string> {
  const { readObjectStore } = await import('../system-environment.ts');
  const configured = readObjectStore(variables).bucket;
  const [bucket = '', ...rest] = location.split('/');
  if (bucket === configured) return rest.join('/');
  throw new CliError(
    'bucket_unknown',
    `The bucket ${bucket} is not the one that is configured (${configured}): set GCS_BUCKET_NAME to load from it.`,
    { details: { bucket, configured } },
  );
}
