import {
  type AttemptKey,
  type AttemptStanding,
  claimRun,
  completeRun,
  completeWithoutEffects,
  type Database,
  type EndedRun,
  handBack,
  holdAttempt,
  renewLease,
  type RunRow,
} from '@accountia/db';
import type { Logger } from '@accountia/service-kit';
import { catalogue, type TaskDefinition, TaskError, type TaskName } from '@accountia/task-contracts';
import type { Kysely } from 'kysely';
import { AttemptAborted, AttemptControl } from './attempt-control.ts';
import { concludeAttempt, type EndedAttempt } from './conclude.ts';
import { findObstacle } from './obstacles.ts';
import type { TaskHandler, TaskHandlers, TaskOutcome } from './handler.ts';
import { createProgressReporter } from './progress.ts';
import type { RacePoints } from './race-points.ts';

/** What a job carries: ids only. */
export interface Delivery {
  readonly organizationId: string;
  readonly runId: string;
  readonly delivery: number;
}

export type DeliveryOutcome =
  /** The run is elsewhere by now: delivered twice, cancelled, finished. Nothing was done. */
  | { readonly outcome: 'stale' }
  | { readonly outcome: 'completed' }
  | { readonly outcome: 'cancelled' }
  | { readonly outcome: 'handed-back' }
  | { readonly outcome: 'lost' }
  | { readonly outcome: 'retrying'; readonly error: TaskError; readonly delayMs: number }
  | { readonly outcome: 'failed'; readonly error: TaskError };

export interface Executor {
  readonly db: Kysely<Database>;
  readonly handlers: TaskHandlers;
  readonly logger: Logger;
  readonly workerId: string;
  /** How long an attempt lives without a heartbeat; it beats three times in that span. */
  readonly leaseMs: number;
  /** How long a handler may take to stop when it was cancelled, lost its lease or the worker stops. */
  readonly stopGraceMs: number;
  /** Attempts under way in this process, by run id. */
  readonly active: Map<string, AttemptControl>;
  /** How runs are claimed and, without effects, completed: one by one unless given; a worker does several together. */
  readonly claim?: (delivery: Delivery) => Promise<RunRow | null>;
  readonly end?: (run: EndedRun) => Promise<AttemptStanding>;
  /** Told of each run to which something happened, for those who follow it. */
  readonly announce?: (runId: string) => void;
  /** The tasks this worker knows, which are those of its release; tests let two releases work side by side. */
  readonly catalogue?: Readonly<Record<string, TaskDefinition>>;
  /** Only tests have some. */
  readonly racePoints?: RacePoints;
}

/** A worker that does not know a task leaves it, after this pause, to one that does: a release is rolling out. */
const UNKNOWN_TASK_DELAY_MS = 15_000;

/**
 * Executes one delivery: claim, validate, heartbeat, handler, fenced completion. Resolves with what became of it;
 * rejects only when PostgreSQL cannot be asked, in which case the lease runs out and the sweeper takes over.
 * `onWorkDone` is called when the handler has ended and the rest is one statement that several runs share.
 */
export async function executeDelivery(
  executor: Executor,
  delivery: Delivery,
  onWorkDone?: () => void,
): Promise<DeliveryOutcome> {
  const { db, workerId, leaseMs, stopGraceMs, racePoints } = executor;
  const claim = executor.claim ?? ((asked) => claimRun(db, { ...asked, workerId, leaseMs }));
  const run = await claim(delivery);
  if (run === null) return { outcome: 'stale' };
  const announce = () => executor.announce?.(run.id);
  announce();
  const key: AttemptKey = { organizationId: run.organization_id, runId: run.id, attempt: run.attempt };
  const logger = executor.logger.child({ run: run.id, task: run.task, attempt: run.attempt });

  const known: Readonly<Record<string, TaskDefinition>> = executor.catalogue ?? catalogue;
  const task = Object.hasOwn(known, run.task) ? known[run.task] : undefined;
  if (task === undefined || run.task_version > task.version) {
    const error = new TaskError({
      code: 'unknown_task',
      message: `This worker does not know ${run.task} version ${run.task_version}`,
      retryable: true,
      details: { task: run.task, version: run.task_version },
    });
    await handBack(db, key, error.serialize(), UNKNOWN_TASK_DELAY_MS);
    return { outcome: 'handed-back' };
  }
  // A handler for each task of the catalogue: that is what the type of the handlers says.
  const handler = executor.handlers[run.task as TaskName] as unknown as TaskHandler<TaskDefinition>;

  const timeoutMs = run.timeout_ms;
  const hardTimeoutMs = run.hard_timeout_ms ?? timeoutMs + stopGraceMs;
  const control = new AttemptControl({ timeoutMs, hardTimeoutMs, stopGraceMs });
  executor.active.set(run.id, control);
  let renewing = false;
  const heartbeat = setInterval(() => {
    // Without an answer the lease passes and another worker may start: stop before that.
    if (renewing && control.millisecondsSinceRenewal() > leaseMs) control.abort('lost');
    if (renewing) return;
    renewing = true;
    void beat(executor, key, control, logger).finally(() => (renewing = false));
  }, leaseMs / 3);
  const progress = createProgressReporter({
    db,
    key,
    schema: task.progress,
    logger,
    control,
    onStored: announce,
  });
  const attempt: Omit<EndedAttempt, 'thrown'> = { db, run, task, handler, key, logger, control };
  let outcome: TaskOutcome<TaskDefinition> | undefined;
  try {
    await racePoints?.claimed?.(run);
    if (run.cancel_requested_at !== null) control.abort('cancelled');
    const obstacle = await findObstacle(db, run, task);
    if (obstacle !== null) throw obstacle;
    const payload = parse(task.payload, run.payload, 'invalid_payload', run.task);
    outcome = await control.race(
      handler.execute({
        organizationId: run.organization_id,
        runId: run.id,
        attempt: run.attempt,
        maxAttempts: run.max_attempts,
        payload,
        signal: control.signal,
        abandoned: control.abandoned,
        logger,
        workerId,
        db,
        progress: progress.report,
      }),
    );
    const newest = await progress.take();
    await racePoints?.executed?.(run);
    control.throwIfAborted();
    await complete(executor, { run, key, task, outcome, progress: newest, onWorkDone });
    announce();
    // Its record says so; the log is for what is out of the ordinary.
    logger.debug('run completed');
    return { outcome: 'completed' };
  } catch (thrown) {
    await progress.flush();
    await racePoints?.concluding?.(run);
    return await concludeAttempt({ ...attempt, thrown });
  } finally {
    clearInterval(heartbeat);
    control.dispose();
    await progress.take();
    await outcome?.dispose?.();
    executor.active.delete(run.id);
  }
}

/** Commits what the handler answered with, and that the run is completed. Throws AttemptAborted when neither may be. */
async function complete(
  executor: Executor,
  {
    run,
    key,
    task,
    outcome,
    progress,
    onWorkDone,
  }: {
    readonly run: RunRow;
    readonly key: AttemptKey;
    readonly task: TaskDefinition;
    readonly outcome: TaskOutcome<TaskDefinition>;
    readonly progress: Record<string, unknown> | undefined;
    readonly onWorkDone: (() => void) | undefined;
  },
): Promise<void> {
  const { db, racePoints } = executor;
  const parseResult = (result: unknown) =>
    parse(task.result, result, 'invalid_result', run.task) as Record<string, unknown>;
  if (outcome.apply === undefined) {
    const ended = { ...key, result: parseResult(outcome.result), progress };
    const { end } = executor;
    if (end === undefined || run.in_flow) {
      throwUnlessHeld((await completeWithoutEffects(db, [ended]))[0]!);
      return;
    }
    onWorkDone?.();
    throwUnlessHeld(await end(ended));
    return;
  }
  const { apply } = outcome;
  await db.transaction().execute(async (trx) => {
    throwUnlessHeld(await holdAttempt(trx, key));
    await racePoints?.held?.(run);
    const result = parseResult(await apply(trx));
    await racePoints?.applied?.(run);
    if (!(await completeRun(trx, key, { result, progress }))) throw new AttemptAborted('lost');
  });
}

function throwUnlessHeld(standing: AttemptStanding): void {
  if (standing !== 'held') throw new AttemptAborted(standing === 'lost' ? 'lost' : 'cancelled');
}

async function beat(
  executor: Executor,
  key: AttemptKey,
  control: AttemptControl,
  logger: Logger,
): Promise<void> {
  try {
    const lease = await renewLease(executor.db, key, executor.leaseMs);
    if (lease === 'lost') control.abort('lost');
    if (lease === 'cancel-requested') control.abort('cancelled');
    control.leaseRenewed();
  } catch (error) {
    logger.warn({ err: error }, 'could not renew the lease');
    if (control.millisecondsSinceRenewal() > executor.leaseMs) control.abort('lost');
  }
}

function parse(schema: TaskDefinition['payload'], value: unknown, code: string, task: string): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new TaskError({
    code,
    message: `${task}: ${code === 'invalid_payload' ? 'the stored payload' : 'the result'} does not fit its schema`,
    retryable: false,
    details: { issues: parsed.error.issues },
  });
}
