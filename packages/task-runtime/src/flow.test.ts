import {
  createOrganization,
  findRun,
  listChildren,
  listRunEvents,
  requestCancel,
  type RunRow,
} from '@accountia/db';
import { type MigratedTestDatabase, openTestDatabase } from '@accountia/db/testing';
import { analyzeDeclaration, ping, processFile, TaskError } from '@accountia/task-contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { enqueue } from './enqueue.ts';
import { enqueueFlow, type Flow } from './flow.ts';
import type { TaskHandler } from './handler.ts';
import { retryRun } from './redrive.ts';
import { createEagerRunner, handlersWith } from './testing/index.ts';

describe('a flow', () => {
  let database: MigratedTestDatabase;
  let organizationId: string;
  /** What was executed, in order. */
  let executed: string[];
  /** Documents that cannot be read. */
  let broken: Set<string>;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.dispose());
  beforeEach(async () => {
    await database.db.deleteFrom('runs').execute();
    organizationId = (await createOrganization(database.db, 'flows')).id;
    executed = [];
    broken = new Set();
  });

  const reader: TaskHandler<typeof processFile> = {
    execute: async ({ organizationId: owner, payload: { documentId } }) => {
      executed.push(documentId);
      if (broken.has(documentId))
        throw new TaskError({ code: 'broken', message: 'broken', retryable: false });
      return {
        // As the real one does: what was read is worth an analysis.
        apply: async (trx) => {
          const payload = { declarationId };
          const analysis = await enqueue(trx, analyzeDeclaration, payload, { organizationId: owner });
          return {
            documentId,
            declarationId,
            layout: 'test',
            entryCount: 0,
            unclassifiedCount: 0,
            warningCount: 0,
            analysisRunId: analysis.run.id,
          };
        },
      };
    },
  };
  const analyst: TaskHandler<typeof analyzeDeclaration> = {
    execute: async () => {
      executed.push('analysis');
      return {
        apply: async () => ({ declarationId, insightCount: 0, droppedCount: 0, generator: 'rules' as const }),
      };
    },
  };
  const declarationId = crypto.randomUUID();

  function drain() {
    const handlers = handlersWith({ 'exogena.process-file': reader, 'declaration.analyze': analyst });
    return createEagerRunner({ db: database.db, handlers }).drain();
  }

  async function start(documents: readonly string[], onChildFailure: 'fail' | 'ignore') {
    const flow: Flow = {
      children: documents.map((documentId) => ({ task: processFile, payload: { documentId } })),
      afterwards: { task: analyzeDeclaration, payload: { declarationId } },
    };
    return await database.db
      .transaction()
      .execute((trx) => enqueueFlow(trx, flow, { organizationId, onChildFailure }));
  }

  const documents = (count: number) => Array.from({ length: count }, () => crypto.randomUUID());
  const stored = async (run: RunRow) => (await findRun(database.db, organizationId, run.id))!;

  test('executes its last run once, when all others have ended', async () => {
    const ids = documents(3);
    const { parent, children } = await start(ids, 'ignore');
    expect(parent.state).toBe('blocked');
    await drain();
    expect(executed.toSorted()).toEqual([...ids, 'analysis'].toSorted());
    expect(executed.at(-1)).toBe('analysis');
    expect((await stored(parent)).state).toBe('completed');
    expect((await listChildren(database.db, organizationId, parent.id)).map(({ id }) => id)).toEqual(
      children.map(({ id }) => id).toSorted(),
    );
    const events = await listRunEvents(database.db, organizationId, parent.id, 0n);
    expect(events.map(({ type }) => type)).toEqual(['blocked', 'queued', 'started', 'completed']);
  });

  test('without children is its last run alone', async () => {
    const { parent } = await start([], 'fail');
    expect(parent.state).toBe('queued');
    await drain();
    expect(executed).toEqual(['analysis']);
  });

  test('goes on after a failed child, or fails with it and takes it along when it is retried', async () => {
    const [good, bad] = [crypto.randomUUID(), crypto.randomUUID()];
    broken.add(bad);
    const lenient = await start([good, bad], 'ignore');
    await drain();
    expect((await stored(lenient.parent)).state).toBe('completed');

    const strict = await start([good, bad], 'fail');
    executed = [];
    await drain();
    expect(await stored(strict.parent)).toMatchObject({
      state: 'failed',
      quarantine_reason: null,
      error: {
        code: 'child_failed',
        details: { failed: 1, children: [{ state: 'failed', code: 'broken' }] },
      },
    });

    broken.clear();
    executed = [];
    expect(await retryRun(database.db, organizationId, strict.parent.id)).toMatchObject({
      outcome: 'retried',
      run: { state: 'blocked' },
    });
    await drain();
    // The child that was done is not done again; its analysis and that of the flow are.
    expect(executed).toEqual([bad, 'analysis', 'analysis']);
    expect((await stored(strict.parent)).state).toBe('completed');
  });

  test('waits for a run that is there already, and so do two flows for the same one', async () => {
    const documentId = crypto.randomUUID();
    const options = { organizationId };
    const first = await database.db
      .transaction()
      .execute((trx) => enqueue(trx, processFile, { documentId }, options));
    const flows = [await start([documentId], 'ignore'), await start([documentId], 'ignore')];
    expect(flows.map(({ children }) => children[0]!.id)).toEqual([first.run.id, first.run.id]);
    await drain();
    expect(executed.filter((name) => name === documentId)).toHaveLength(1);
    for (const { parent } of flows) expect((await stored(parent)).state).toBe('completed');
  });

  test('two flows over the same documents in another order do not wait for each other', async () => {
    const ids = documents(6);
    const starts = Array.from({ length: 6 }, (_none, turn) =>
      start(turn % 2 === 0 ? ids : ids.toReversed(), 'ignore'),
    );
    const flows = await Promise.all(starts);
    const read = new Set(flows.flatMap(({ children }) => children.map(({ id }) => id)));
    expect(read.size).toBe(6);
  });

  test('cancelled takes its own children along, not those that others asked for', async () => {
    const [shared, own] = [crypto.randomUUID(), crypto.randomUUID()];
    const asked = await database.db
      .transaction()
      .execute((trx) => enqueue(trx, processFile, { documentId: shared }, { organizationId }));
    const { parent, children } = await start([shared, own], 'fail');
    expect((await requestCancel(database.db, organizationId, parent.id))?.state).toBe('cancelled');
    expect((await stored(children[1]!)).state).toBe('cancelled');
    expect((await stored(asked.run)).state).toBe('queued');
    await drain();
    expect(executed).toEqual([shared, 'analysis']);
  });

  test('that is stored is stored whole, or not at all', async () => {
    const flow: Flow = {
      children: [{ task: ping, payload: { echo: 'hola' } }],
      afterwards: { task: processFile, payload: { documentId: 'not-a-uuid' } },
    };
    const attempt = database.db
      .transaction()
      .execute((trx) => enqueueFlow(trx, flow, { organizationId, onChildFailure: 'fail' }));
    await expect(attempt).rejects.toMatchObject({ code: 'invalid_payload' });
    const tooMany: Flow = {
      children: Array.from({ length: 1_001 }, () => ({ task: ping, payload: { echo: 'hola' } })),
      afterwards: { task: ping, payload: { echo: 'hola' } },
    };
    const large = database.db
      .transaction()
      .execute((trx) => enqueueFlow(trx, tooMany, { organizationId, onChildFailure: 'fail' }));
    await expect(large).rejects.toMatchObject({ code: 'flow_too_large' });
    expect(await database.db.selectFrom('runs').select('id').execute()).toEqual([]);
  });
});
