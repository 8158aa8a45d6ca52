import { readdirSync, readFileSync } from 'node:fs';
import {
  createTestDatabase,
  prepareTemplateDatabase,
  startTestServices,
} from '@accountia/dev-services/testing';
import type { Kysely } from 'kysely';
import { connect } from '../connect.ts';
import { migrate } from '../migrate.ts';
import type { Database } from '../schema/index.ts';

export { openSilentProxy, type SilentProxy } from './silent-proxy.ts';

export interface MigratedTestDatabase extends AsyncDisposable {
  readonly db: Kysely<Database>;
  readonly url: string;
  dispose(): Promise<void>;
}

/** A database of its own for a test file, with the whole schema: a copy of a template that is migrated once. */
export async function openTestDatabase(): Promise<MigratedTestDatabase> {
  const services = await startTestServices({ ownerPid: process.pid });
  const template = await prepareTemplateDatabase(services.databaseUrl, {
    name: 'schema',
    key: migrationText(),
    async prepare(url) {
      const db = connect({ url, maxConnections: 1 });
      await migrate(db);
      await db.destroy();
    },
  });
  const database = await createTestDatabase(services.databaseUrl, { template });
  const db = connect({ url: database.url, maxConnections: 10, applicationName: 'accountia test' });
  const dispose = async () => {
    await db.destroy();
    await database.dispose();
    await services.release();
  };
  return { db, url: database.url, dispose, [Symbol.asyncDispose]: dispose };
}

function migrationText(): string {
  const folder = new URL('../migrations/', import.meta.url);
  return readdirSync(folder)
    .filter((name) => /^\d{4}-.*\.ts$/.test(name))
    .toSorted()
    .map((name) => readFileSync(new URL(name, folder), 'utf8'))
    .join('\n');
}
