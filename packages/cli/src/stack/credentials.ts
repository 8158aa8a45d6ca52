import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  authenticateApiKey,
  createApiKey,
  createOrganization,
  type Database,
  findOrganizationByName,
} from '@accountia/db';
import type { Kysely } from 'kysely';

/** What a developer needs to use the local stack. Kept in the state directory, readable by its owner only. */
export interface LocalCredentials {
  readonly organizationId: string;
  readonly apiKey: string;
  readonly monitorUsername: string;
  readonly monitorPassword: string;
  readonly monitorSessionSecret: string;
}

const ORGANIZATION = 'Desarrollo local';

/** The credentials of the last time if the database still knows them, else new ones. */
export async function ensureLocalCredentials(
  db: Kysely<Database>,
  stateDirectory: string,
): Promise<LocalCredentials> {
  const file = path.join(stateDirectory, 'credentials.json');
  const known = readLocalCredentials(stateDirectory);
  if (known !== null && (await authenticateApiKey(db, known.apiKey)) !== null) return known;
  const organization =
    (await findOrganizationByName(db, ORGANIZATION)) ?? (await createOrganization(db, ORGANIZATION));
  const { key } = await createApiKey(db, { organizationId: organization.id, name: 'local' });
  const credentials: LocalCredentials = {
    organizationId: organization.id,
    apiKey: key,
    monitorUsername: known?.monitorUsername ?? 'admin',
    monitorPassword: known?.monitorPassword ?? randomBytes(15).toString('base64url'),
    monitorSessionSecret: known?.monitorSessionSecret ?? randomBytes(32).toString('base64url'),
  };
  // A rename is all or nothing: a second stack that starts now reads either file whole.
  writeFileSync(`${file}.${process.pid}`, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.${process.pid}`, file);
  return credentials;
}

/** Those of the last time; null before the first. */
export function readLocalCredentials(stateDirectory: string): LocalCredentials | null {
  try {
    return JSON.parse(
      readFileSync(path.join(stateDirectory, 'credentials.json'), 'utf8'),
    ) as LocalCredentials;
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (missing || error instanceof SyntaxError) return null;
    throw error;
  }
}
