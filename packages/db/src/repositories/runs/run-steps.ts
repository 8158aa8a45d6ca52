import type fc from 'fast-check';
import type { Kysely } from 'kysely';
import type { Database } from '../../schema/index.ts';
import type { NewRun } from './enqueue.ts';
import type { AttemptKey } from './execution.ts';
import { type ModelAttempt, type RunModel, TRIES } from './run-model.ts';

/** PostgreSQL with the runs of one organization; effects of attempts go to the table `effects`. */
export interface RealRuns {
  readonly db: Kysely<Database>;
  readonly organizationId: string;
}

export type RunCommand = fc.AsyncCommand<RunModel, RealRuns>;

export const TASK = 'test.task';

export function newRun(organizationId: string, key: string | null = null): NewRun {
  return {
    organizationId,
    task: TASK,
    taskVersion: 1,
    queue: 'parse',
    priority: 1,
    payload: {},
    maxAttempts: TRIES,
    timeoutMs: 1_000,
    hardTimeoutMs: 2_000,
    deduplication: key === null ? null : { key, while: 'unfinished' },
  };
}

/** Fails the property when PostgreSQL and the model say different things. */
export function agree(what: string, real: unknown, model: unknown): void {
  const [said, wanted] = [JSON.stringify(real), JSON.stringify(model)];
  if (said !== wanted) throw new Error(`${what}: PostgreSQL says ${said}, the model says ${wanted}`);
}

/** A step: what the model does and what PostgreSQL does, compared by what they answer and by every row afterwards. */
export function step(name: string, run: (model: RunModel, real: RealRuns) => Promise<void>): RunCommand {
  return {
    check: () => true,
    async run(model, real) {
      await run(model, real);
      await compareRows(model, real);
    },
    toString: () => name,
  };
}

/** A step about one of the things that the model knows; `pick` chooses it, old ones as likely as new ones. */
export function stepOn<Thing>(
  name: string,
  pick: number,
  things: (model: RunModel) => readonly Thing[],
  run: (thing: Thing, model: RunModel, real: RealRuns) => Promise<void>,
): RunCommand {
  return {
    check: (model) => things(model).length > 0,
    async run(model, real) {
      const known = things(model);
      await run(known[pick % known.length]!, model, real);
      await compareRows(model, real);
    },
    toString: () => `${name}(${pick})`,
  };
}

async function compareRows(model: RunModel, { db, organizationId }: RealRuns): Promise<void> {
  const rows = await db
    .selectFrom('runs')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .execute();
  agree('number of runs', rows.length, model.runs.size);
  for (const row of rows) {
    const run = model.get(row.id);
    agree(
      `run ${row.id}`,
      [
        row.state,
        row.attempt,
        row.delivery,
        row.max_attempts,
        row.losses,
        row.cancel_requested_at !== null,
        row.quarantine_reason !== null,
        row.finished_at !== null,
      ],
      [
        run.state,
        run.attempt,
        run.delivery,
        run.maxAttempts,
        run.losses,
        run.cancelRequested,
        run.quarantined,
        model.ended(run.id),
      ],
    );
  }
}

export const keyOf = ({ organizationId }: RealRuns, { id, attempt }: ModelAttempt): AttemptKey => ({
  organizationId,
  runId: id,
  attempt,
});
