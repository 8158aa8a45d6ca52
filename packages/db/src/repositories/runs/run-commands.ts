import fc from 'fast-check';
import { sql } from 'kysely';
import { requestCancel, retryFinishedRun } from './control.ts';
import { redriveRuns } from './dead-letters.ts';
import { admitRuns, requeueUndelivered } from './dispatch.ts';
import { insertRun } from './enqueue.ts';
import {
  claimRun,
  handBack,
  holdAttempt,
  recordProgress,
  renewLease,
  scheduleRetry,
  settleRun,
  completeRun,
} from './execution.ts';
import { insertFlow } from './flows.ts';
import { expireRuns, recoverLostRuns } from './recovery.ts';
import { type ModelAttempt, type ModelDelivery, type RunModel, TRIES } from './run-model.ts';
import { agree, keyOf, newRun, type RealRuns, step, stepOn, TASK } from './run-steps.ts';

const ERROR = { code: 'broken', message: 'broken', retryable: true, details: {} };
const HOUR_MS = 3_600_000;

const attempts = (model: RunModel) => model.attempts;
const runs = (model: RunModel) => model.all();
const index = fc.nat({ max: 30 });

const enqueue = fc.constantFrom(null, 'shared').map((key) =>
  step(`enqueue(${key ?? ''})`, async (model, { db, organizationId }) => {
    const { run, deduplicated } = await db
      .transaction()
      .execute((trx) => insertRun(trx, newRun(organizationId, key)));
    const twins = model.all().filter((other) => other.deduplicationKey === key && !model.ended(other.id));
    agree('duplicate', deduplicated, key !== null && twins.length > 0);
    if (deduplicated) agree('its twin is unfinished', model.ended(run.id), false);
    else model.add({ id: run.id, deduplicationKey: key, onChildFailure: null, children: [] });
  }),
);

const enqueueFlow = fc
  .tuple(fc.array(fc.constantFrom(null, 'shared'), { maxLength: 3 }), fc.constantFrom('fail', 'ignore'))
  .map(([keys, onChildFailure]) =>
    step(`flow([${keys}], ${onChildFailure})`, async (model, { db, organizationId }) => {
      const flow = await db.transaction().execute((trx) =>
        insertFlow(trx, {
          children: keys.map((key) => newRun(organizationId, key)),
          parent: newRun(organizationId),
          onChildFailure,
        }),
      );
      const made = new Set<string>();
      for (const [position, child] of flow.children.entries()) {
        if (model.runs.has(child.id)) continue;
        made.add(child.id);
        model.add({ id: child.id, deduplicationKey: keys[position]!, onChildFailure: null, children: [] });
      }
      const ids = new Set(flow.children.map(({ id }) => id));
      const children = [...ids].map((id) => ({ id, madeForParent: made.has(id) }));
      model.add({ id: flow.parent.id, deduplicationKey: null, onChildFailure, children });
      agree('state of the parent', flow.parent.state, model.get(flow.parent.id).state);
    }),
  );

async function admitBatch(batchSize: number, model: RunModel, { db }: RealRuns): Promise<void> {
  const admitted = await admitRuns(db, { queue: 'parse', maxInFlight: 1_000, batchSize });
  const due = model.all().filter((run) => run.state === 'queued' && !run.late);
  agree('number admitted', admitted.length, Math.min(batchSize, due.length));
  for (const run of admitted) {
    agree(
      'was due',
      due.some(({ id }) => id === run.id),
      true,
    );
    model.admit(run.id);
  }
}

const admit = fc
  .integer({ min: 1, max: 4 })
  .map((batchSize) => step(`admit(${batchSize})`, (model, real) => admitBatch(batchSize, model, real)));

const queueLosesIt = index.map((pick) =>
  stepOn(
    'queueLoses',
    pick,
    (model) => model.deliveries,
    async ({ id, delivery }, model, real) => {
      const run = model.get(id);
      const expected = run.state === 'dispatched' && run.delivery === delivery;
      const key = { organization_id: real.organizationId, id, delivery };
      agree('requeued', await requeueUndelivered(real.db, key), expected);
      if (expected) run.state = 'queued';
    },
  ),
);

async function claim(delivered: ModelDelivery, model: RunModel, real: RealRuns): Promise<void> {
  const named = { organizationId: real.organizationId, runId: delivered.id, delivery: delivered.delivery };
  const claimed = await claimRun(real.db, { ...named, workerId: 'test', leaseMs: HOUR_MS });
  const expected = model.mayClaim(delivered);
  agree('claimed', claimed !== null, expected);
  if (expected) model.claim(delivered);
}

const deliver = index.map((pick) => stepOn('deliver', pick, (model) => model.deliveries, claim));

const heartbeat = index.map((pick) =>
  stepOn('heartbeat', pick, attempts, async (attempt, model, real) => {
    const run = model.get(attempt.id);
    const held = run.cancelRequested ? 'cancel-requested' : 'held';
    const expected = model.isCurrent(attempt) ? held : 'lost';
    agree('lease', await renewLease(real.db, keyOf(real, attempt), HOUR_MS), expected);
    if (expected !== 'lost') run.leasePassed = false;
  }),
);

const progress = index.map((pick) =>
  stepOn('progress', pick, attempts, async (attempt, model, real) => {
    const stored = await recordProgress(real.db, keyOf(real, attempt), { percent: pick });
    agree('progress stored', stored, model.isCurrent(attempt));
  }),
);

async function completeAttempt(attempt: ModelAttempt, model: RunModel, real: RealRuns): Promise<void> {
  const expected = model.isCurrent(attempt) && !model.get(attempt.id).cancelRequested;
  agree('completed', await applyAndComplete(real, attempt), expected);
  if (expected) model.end(attempt.id, 'completed');
}

const complete = index.map((pick) => stepOn('complete', pick, attempts, completeAttempt));

class Fenced extends Error {}

/** As a worker does it: effects and completion in one transaction, or neither. */
export async function applyAndComplete(real: RealRuns, attempt: ModelAttempt): Promise<boolean> {
  const key = keyOf(real, attempt);
  try {
    await real.db.transaction().execute(async (trx) => {
      if ((await holdAttempt(trx, key)) !== 'held') throw new Fenced();
      await sql`insert into effects (run_id, attempt) values (${attempt.id}, ${attempt.attempt})`.execute(
        trx,
      );
      if (!(await completeRun(trx, key, { result: {} }))) throw new Fenced();
    });
    return true;
  } catch (error) {
    if (error instanceof Fenced) return false;
    throw error;
  }
}

type BadEnd = 'failed' | 'cancelled' | 'quarantined';
const badEnd = fc.constantFrom<BadEnd>('failed', 'cancelled', 'quarantined');

async function settleAttempt(
  how: BadEnd,
  attempt: ModelAttempt,
  model: RunModel,
  real: RealRuns,
): Promise<void> {
  const expected = model.isCurrent(attempt);
  const settled = await real.db.transaction().execute((trx) =>
    settleRun(trx, keyOf(real, attempt), {
      error: ERROR,
      ...(how === 'cancelled' ? { state: 'cancelled' } : { state: 'failed' }),
      ...(how === 'quarantined' ? { quarantineReason: 'attempts_exhausted' } : {}),
    }),
  );
  agree('settled', settled, expected);
  if (!expected) return;
  model.get(attempt.id).quarantined = how === 'quarantined';
  model.end(attempt.id, how === 'cancelled' ? 'cancelled' : 'failed');
}

const settle = fc
  .tuple(index, badEnd)
  .map(([pick, how]) =>
    stepOn(`settle ${how}`, pick, attempts, (attempt, model, real) =>
      settleAttempt(how, attempt, model, real),
    ),
  );

/** The whole way of one run without anything in between: it brings sequences to where runs end and parents wake. */
const execute = fc.tuple(index, fc.option(badEnd)).map(([pick, how]) =>
  stepOn(
    `execute ${how ?? 'completed'}`,
    pick,
    (model) => model.all().filter((run) => run.state === 'queued' && !run.late),
    async (run, model, real) => {
      await admitBatch(1_000, model, real);
      await claim({ id: run.id, delivery: run.delivery }, model, real);
      const attempt = { id: run.id, attempt: run.attempt };
      if (how === null) await completeAttempt(attempt, model, real);
      else await settleAttempt(how, attempt, model, real);
    },
  ),
);

const putBack = fc.tuple(index, fc.boolean()).map(([pick, counted]) =>
  stepOn(counted ? 'retryLater' : 'handBack', pick, attempts, async (attempt, model, real) => {
    const expected = model.isCurrent(attempt);
    const put = counted ? scheduleRetry : handBack;
    agree('put back', await put(real.db, keyOf(real, attempt), ERROR, 0), expected);
    if (!expected) return;
    const run = model.get(attempt.id);
    run.state = 'queued';
    if (!counted) run.maxAttempts += 1;
  }),
);

const leasePasses = index.map((pick) =>
  stepOn('leasePasses', pick, runs, async (run, _model, { db }) => {
    await sql`
      update runs set lease_expires_at = now() - interval '1 second' where id = ${run.id} and state = 'running'
    `.execute(db);
    if (run.state === 'running') run.leasePassed = true;
  }),
);

const sweep = fc.constant(
  step('sweep', async (model, { db }) => {
    const lost = await recoverLostRuns(db);
    const expected = model.all().filter((run) => run.state === 'running' && run.leasePassed);
    agree('lost', lost.map(({ id }) => id).toSorted(), expected.map(({ id }) => id).toSorted());
    for (const run of expected) model.lose(run);

    const overdue = model
      .all()
      .filter((run) => run.late && ['blocked', 'queued', 'dispatched'].includes(run.state));
    agree('expired', await expireRuns(db), overdue.length);
    for (const run of overdue) model.end(run.id, 'expired');
  }),
);

const notAfterPasses = index.map((pick) =>
  stepOn('notAfterPasses', pick, runs, async (run, _model, { db }) => {
    await sql`update runs set not_after = now() - interval '1 second' where id = ${run.id}`.execute(db);
    run.late = true;
  }),
);

const cancel = index.map((pick) =>
  stepOn('cancel', pick, runs, async (run, model, { db, organizationId }) => {
    const answered = await requestCancel(db, organizationId, run.id);
    model.cancel(run.id);
    agree('state after the request', answered?.state, run.state);
  }),
);

const retry = index.map((pick) =>
  stepOn('retry', pick, runs, async (run, model, { db, organizationId }) => {
    const answered = await retryFinishedRun(db, organizationId, run.id, () => TRIES);
    agree('retry', answered?.outcome, model.retry(run.id));
  }),
);

const redrive = fc.integer({ min: 1, max: 3 }).map((limit) =>
  step(`redrive(${limit})`, async (model, { db, organizationId }) => {
    const wanted = model.redrivable();
    const options = { limit, tasks: [TASK], attemptsOf: () => TRIES };
    const { redriven, more } = await redriveRuns(db, { organizationId }, options);
    agree('number redriven', redriven.length, Math.min(limit, wanted.length));
    agree('more are left', more, wanted.length > limit);
    for (const { id } of redriven) {
      agree(
        'had failed',
        wanted.some((run) => run.id === id),
        true,
      );
      model.restart(model.get(id));
    }
  }),
);

/** Weighted so that most sequences get runs as far as an attempt, where the races are. */
export const runCommands = fc.commands(
  [
    enqueue,
    enqueueFlow,
    admit,
    admit,
    admit,
    deliver,
    deliver,
    deliver,
    queueLosesIt,
    heartbeat,
    progress,
    execute,
    execute,
    execute,
    execute,
    complete,
    complete,
    settle,
    putBack,
    leasePasses,
    sweep,
    sweep,
    notAfterPasses,
    cancel,
    retry,
    redrive,
  ],
  { maxCommands: 32, size: 'max' },
);
