import { findRun, SYSTEM_ORGANIZATION_ID } from '@accountia/db';
import { type MigratedTestDatabase, openTestDatabase } from '@accountia/db/testing';
import { startTestServices } from '@accountia/dev-services/testing';
import { createObjectStore, type ObjectStore } from '@accountia/gcs';
import { retrieve } from '@accountia/rag';
import { loadCorpusCollection } from '@accountia/task-contracts';
import { enqueue } from '@accountia/task-runtime';
import { createEagerRunner, handlersWith } from '@accountia/task-runtime/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLoadCorpusHandler } from './load-corpus.ts';

let services: Awaited<ReturnType<typeof startTestServices>>;
let database: MigratedTestDatabase;
let objects: ObjectStore;

beforeAll(async () => {
  services = await startTestServices({ ownerPid: process.pid });
  database = await openTestDatabase();
  objects = createObjectStore({
    bucket: `corpus-${crypto.randomUUID()}`,
    projectId: 'test',
    apiEndpoint: services.objectStore.apiEndpoint!,
  });
  await objects.ensureBucket();
});
afterAll(async () => {
  await database.dispose();
  await services.release();
});

async function load(prefix: string) {
  const { db } = database;
  const { run } = await db
    .transaction()
    .execute((trx) =>
      enqueue(
        trx,
        loadCorpusCollection,
        { collection: 'ley-inventada', prefix },
        { organizationId: SYSTEM_ORGANIZATION_ID },
      ),
    );
  const handlers = handlersWith({ 'corpus.load': createLoadCorpusHandler({ objects }) });
  await createEagerRunner({ db, handlers }).drain();
  return await findRun(db, SYSTEM_ORGANIZATION_ID, run.id);
}

test('the objects below a prefix become a collection that questions find, and a second run changes nothing', async () => {
  const line = (article: string, title: string, text: string) => JSON.stringify({ article, title, text });
  await objects.put(
    'normas/uno.jsonl',
    Buffer.from(
      [
        line('1', 'Hecho generador', 'La extracción de guijarros causa la tasa.'),
        line('2', 'Tarifa', 'Tres por mil.'),
      ].join('\n'),
    ),
  );
  await objects.put(
    'normas/dos.md',
    Buffer.from('# Ley\n\nArtículo 3. Exenciones. No causan la tasa los guijarros azules.\n'),
  );
  await objects.put('normas/foto.png', Buffer.from('no es una norma'));

  expect((await load('normas/'))?.result).toMatchObject({
    inserted: 3,
    updated: 0,
    files: 2,
    unchangedFiles: 0,
  });
  expect((await load('normas/'))?.result).toMatchObject({
    inserted: 0,
    updated: 0,
    unchanged: 3,
    unchangedFiles: 2,
  });
  const found = await retrieve(database.db, { query: 'guijarros azules', limit: 1 });
  expect(found).toMatchObject([{ article: '3', norm: 'Ley Inventada', collection: 'ley-inventada' }]);
});

test('a prefix without anything to load ends the run, and says so', async () => {
  expect(await load('nada/')).toMatchObject({
    state: 'failed',
    error: { code: 'corpus_empty', retryable: false },
  });
});
