import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type MigratedTestDatabase, openTestDatabase } from '../../testing/index.ts';
import { createOrganization } from '../organizations.ts';
import { RUN_STATES } from '@accountia/task-contracts/api';
import { listUnsound } from './invariants.ts';
import { runCommands } from './run-commands.ts';
import type { RealRuns } from './run-steps.ts';
import { RunModel } from './run-model.ts';

describe('the state machine of a run', () => {
  let database: MigratedTestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
    await sql`create table effects (run_id uuid not null, attempt integer not null)`.execute(database.db);
  });
  afterAll(() => database.dispose());

  async function emptyRuns(): Promise<RealRuns> {
    const { db } = database;
    await db.deleteFrom('runs').execute();
    await sql`delete from effects`.execute(db);
    const { id: organizationId } = await createOrganization(db, 'model');
    return { db, organizationId };
  }

  // Thousands of statements, one after the other: minutes where other work takes the processor.
  test('PostgreSQL and the model agree on every interleaving', { timeout: 400_000 }, async () => {
    const reached = new Set<string>();
    await fc.assert(
      fc.asyncProperty(runCommands, async (commands) => {
        const real = await emptyRuns();
        const model = new RunModel();
        await fc.asyncModelRun(() => ({ model, real }), commands);
        for (const run of model.all()) reached.add(run.state);
        expect(await listUnsound(real)).toEqual([]);
      }),
      { numRuns: 220 },
    );
    // A state that no sequence ended in would be one that the test says nothing about.
    expect([...reached].toSorted()).toEqual(RUN_STATES.toSorted());
  });
});
