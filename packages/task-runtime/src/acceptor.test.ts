import { createOrganization, findRun, insertDocument } from '@accountia/db';
import { type MigratedTestDatabase, openTestDatabase } from '@accountia/db/testing';
import { ping, processFile } from '@accountia/task-contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Acceptor, createAcceptor } from './acceptor.ts';

describe('work that belongs to no transaction', () => {
  let database: MigratedTestDatabase;
  let accept: Acceptor;
  let organizationId: string;
  beforeAll(async () => {
    database = await openTestDatabase();
    accept = createAcceptor(database.db);
    organizationId = (await createOrganization(database.db, 'acceptor')).id;
  });
  afterAll(() => database.dispose());

  test('is stored when the answer comes, also when many ask at the same time', async () => {
    const accepted = await Promise.all(
      Array.from({ length: 100 }, (_, index) => accept(ping, { echo: String(index) }, { organizationId })),
    );
    for (const [index, { run, deduplicated }] of accepted.entries()) {
      expect(deduplicated).toBe(false);
      expect(await findRun(database.db, organizationId, run.id)).toMatchObject({
        state: 'queued',
        payload: { echo: String(index), durationMs: 0 },
      });
    }
  });

  test('is refused alone when it is wrong, whoever asked with it', async () => {
    const [good, wrong, stranger] = await Promise.allSettled([
      accept(ping, { echo: 'good' }, { organizationId }),
      accept(ping, { echo: 7 as unknown as string }, { organizationId }),
      accept(ping, { echo: 'lost' }, { organizationId: crypto.randomUUID() }),
    ]);
    expect(good.status).toBe('fulfilled');
    expect(wrong).toMatchObject({ status: 'rejected', reason: { code: 'invalid_payload' } });
    expect(stranger.status).toBe('rejected');
  });

  test('with a deduplication key is accepted once', async () => {
    const documentId = crypto.randomUUID();
    await database.db.transaction().execute((trx) =>
      insertDocument(trx, {
        organizationId,
        id: documentId,
        filename: 'a.xlsx',
        contentType: 'application/octet-stream',
        sizeBytes: 1,
        sha256: 'a',
        objectName: documentId,
        objectGeneration: '1',
      }),
    );
    const options = { organizationId, documentId };
    const accepted = await Promise.all([1, 2, 3].map(() => accept(processFile, { documentId }, options)));
    expect(new Set(accepted.map(({ run }) => run.id)).size).toBe(1);
    expect(accepted.filter(({ deduplicated }) => !deduplicated)).toHaveLength(1);
  });
});
