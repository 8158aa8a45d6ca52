import { createOrganization } from '@accountia/db';
import { type MigratedTestDatabase, openTestDatabase } from '@accountia/db/testing';
import { ping, type QueueName } from '@accountia/task-contracts';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { enqueue } from './enqueue.ts';
import { type Intake, watchIntake } from './intake.ts';

const LIMIT_MS = 300;

describe('whether deliveries reach a worker', () => {
  let database: MigratedTestDatabase;
  let queueAnswers: boolean;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.dispose());
  beforeEach(async () => {
    await sql`truncate runs cascade`.execute(database.db);
    queueAnswers = true;
  });

  const transport = {
    check: () => (queueAnswers ? Promise.resolve() : Promise.reject(new Error('Redis is away'))),
  };
  const watch = (queues: QueueName[] = ['parse', 'maintenance']): Intake =>
    watchIntake({ db: database.db, transport, queues, concurrency: 2, limitMs: LIMIT_MS });
  const aWhile = () => new Promise((resolve) => setTimeout(resolve, LIMIT_MS * 1.2));

  /** A run that was handed to the queue an hour ago and that no worker has taken. */
  async function waitingDelivery(): Promise<void> {
    const { id: organizationId } = await createOrganization(database.db, 'Prueba');
    await database.db
      .transaction()
      .execute((trx) => enqueue(trx, ping, { echo: 'hola' }, { organizationId }));
    await sql`update runs set state = 'dispatched', delivery = 1, dispatched_at = now() - interval '1 hour'`.execute(
      database.db,
    );
  }

  test('a worker that is not given what waits for it no longer consumes', async () => {
    await waitingDelivery();
    const intake = watch();
    await intake.check();
    await aWhile();
    await expect(intake.check()).rejects.toThrow(/a delivery of maintenance waits for 36\d{5} ms/);
  });

  test('a worker with nothing to do is in order for as long as it likes', async () => {
    const intake = watch();
    await aWhile();
    await intake.check();
  });

  test('a worker whose hands are full is in order, and so is one that was given something a moment ago', async () => {
    const intake = watch();
    await waitingDelivery();
    const { promise, resolve } = Promise.withResolvers<void>();
    const both = [intake.during('maintenance', () => promise), intake.during('maintenance', () => promise)];
    await aWhile();
    await intake.check();
    resolve();
    await Promise.all(both);
    await intake.check();
    await aWhile();
    await expect(intake.check()).rejects.toThrow('maintenance');
  });

  test('a worker is not asked about queues that it does not take', async () => {
    const intake = watch(['parse', 'analyze']);
    await waitingDelivery();
    await aWhile();
    await intake.check();
  });

  test('a queue that is away is not the fault of the worker', async () => {
    const intake = watch();
    await waitingDelivery();
    queueAnswers = false;
    await aWhile();
    await intake.check();
  });
});
