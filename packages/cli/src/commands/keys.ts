import { defineCommand } from '../command.ts';
import { withDatabase } from '../database.ts';
import { UsageError } from '../errors.ts';
import { getKey, getOrganization, listKeys } from '../operator-queries.ts';
import { formatTime } from '../terminal/format.ts';
import { print, printError, printJson } from '../terminal/output.ts';
import { table } from '../terminal/table.ts';

export const keysCreate = defineCommand({
  usage: '--organization <name> [--name <name>] [--json]',
  description:
    'Makes an API key for an organization, which is created when there is none of that name.\n' +
    'The key is printed once, alone on standard output; only a hash of it is kept.',
  options: {
    organization: { type: 'string', value: 'name', description: 'Whom the key is for' },
    name: { type: 'string', value: 'name', description: 'What the key is for; shown in lists' },
    json: { type: 'boolean', description: 'Print {id, key, organizationId, organization, name}' },
  },
  async run({ options }) {
    const organizationName = options.organization?.trim();
    if (!organizationName) throw new UsageError('--organization is missing');
    const name = options.name ?? 'command line';
    const { createApiKey, createOrganization, findOrganizationByName } = await import('@accountia/db');
    const created = await withDatabase(async (db) => {
      const known = await findOrganizationByName(db, organizationName);
      const organization = known ?? (await createOrganization(db, organizationName));
      const key = await createApiKey(db, { organizationId: organization.id, name });
      return {
        ...key,
        organizationId: organization.id,
        organization: organization.name,
        name,
        isNew: known === null,
      };
    });
    const { isNew, ...key } = created;
    if (options.json) {
      printJson(key);
      return 0;
    }
    printError(
      `${isNew ? 'New organization' : 'Organization'} "${key.organization}" (${key.organizationId}), key "${name}" (${key.id})`,
    );
    print(key.key);
    return 0;
  },
});

export const keysList = defineCommand({
  usage: '[--organization <name>] [--json]',
  description: 'API keys, newest first. The secret part of a key cannot be shown again.',
  options: {
    organization: { type: 'string', value: 'name', description: 'Only those of this organization' },
    json: { type: 'boolean', description: 'Print an array' },
  },
  async run({ options }) {
    const keys = await withDatabase(async (db) => {
      const { organization } = options;
      return await listKeys(
        db,
        organization === undefined ? undefined : (await getOrganization(db, organization)).id,
      );
    });
    if (options.json) {
      printJson(keys);
      return 0;
    }
    const columns = ['Id', 'Key', 'Organization', 'Name', 'Created', 'Last used', 'Revoked'].map((title) => ({
      title,
    }));
    const rows = keys.map((key) => [
      key.id,
      `ack_${key.prefix}_…`,
      key.organization,
      key.name,
      formatTime(key.createdAt),
      formatTime(key.lastUsedAt),
      formatTime(key.revokedAt),
    ]);
    for (const line of table(columns, rows)) print(line);
    return 0;
  },
});

export const keysRevoke = defineCommand({
  usage: '<id|prefix|key> [--json]',
  description: 'Makes an API key useless at once. It stays in the list, with the time of its end.',
  options: {
    json: { type: 'boolean', description: 'Print {id, revoked}; revoked is false when it was so before' },
  },
  words: { min: 1, max: 1 },
  async run({ options, words }) {
    const { revokeApiKey } = await import('@accountia/db');
    const { key, revoked } = await withDatabase(async (db) => {
      const found = await getKey(db, words[0]!);
      return { key: found, revoked: await revokeApiKey(db, found.organizationId, found.id) };
    });
    if (options.json) printJson({ id: key.id, revoked });
    else
      print(
        `Key "${key.name}" of "${key.organization}" ${revoked ? 'is revoked' : 'had been revoked before'}.`,
      );
    return 0;
  },
});
