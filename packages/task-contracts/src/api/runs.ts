import { z } from 'zod';
import { failure, pageOf, pageQuery, PRINTABLE, timestamp } from './common.ts';

export const RUN_STATES = [
  'blocked',
  'queued',
  'dispatched',
  'running',
  'completed',
  'failed',
  'cancelled',
  'expired',
] as const;
export const runState = z.enum(RUN_STATES);
export type RunState = z.output<typeof runState>;

export const TERMINAL_RUN_STATES = [
  'completed',
  'failed',
  'cancelled',
  'expired',
] as const satisfies readonly RunState[];

export function isTerminal(state: RunState): boolean {
  return (TERMINAL_RUN_STATES as readonly RunState[]).includes(state);
}

/** Why a run was given up for good: its tries failed, or the workers that executed it were lost again and again. */
export const QUARANTINE_REASONS = ['attempts_exhausted', 'worker_lost'] as const;
export const quarantineReason = z.enum(QUARANTINE_REASONS);
export type QuarantineReason = z.output<typeof quarantineReason>;

export const run = z
  .object({
    id: z.uuid(),
    task: z.string(),
    taskVersion: z.int().positive(),
    state: runState,
    attempt: z.int().nonnegative(),
    maxAttempts: z.int().positive(),
    documentId: z.uuid().nullable(),
    declarationId: z.uuid().nullable(),
    progress: z.record(z.string(), z.unknown()).nullable(),
    result: z.record(z.string(), z.unknown()).nullable(),
    error: failure.nullable(),
    /** Of a run that was given up although its error might pass; null for one that failed by its own fault. */
    quarantineReason: quarantineReason.nullable().default(null),
    cancelRequested: z.boolean(),
    createdAt: timestamp,
    /** Not before this time; in the future while a retry waits. */
    runAt: timestamp,
    startedAt: timestamp.nullable(),
    finishedAt: timestamp.nullable(),
  })
  .meta({ id: 'Run', description: 'One accepted request to execute a task.' });
export type Run = z.output<typeof run>;

const cause = {
  task: z.string().max(100).regex(PRINTABLE).optional(),
  errorCode: z.string().max(100).regex(PRINTABLE).optional().meta({ example: 'object_store_unavailable' }),
};

export const runQuery = pageQuery.extend({
  state: runState.optional(),
  ...cause,
  quarantineReason: quarantineReason.optional(),
  finishedSince: timestamp.optional(),
  finishedBefore: timestamp.optional(),
  documentId: z.uuid().optional(),
  declarationId: z.uuid().optional(),
  parentId: z.uuid().optional().meta({ description: 'Only the runs for which this one waits.' }),
});
/** Which failed runs to start again; without any filter, all. */
export const redriveRequest = z
  .object({
    ...cause,
    quarantineReason: quarantineReason.optional(),
    finishedSince: timestamp.optional(),
    finishedBefore: timestamp.optional(),
    /** Oldest first. */
    limit: z.int().min(1).max(1_000).default(200),
  })
  .meta({ id: 'RedriveRequest' });

export const redriveResult = z
  .object({
    redriven: z.int().nonnegative(),
    /** Whether failed runs that match are left: ask again. */
    more: z.boolean(),
  })
  .meta({ id: 'RedriveResult' });
export type RedriveResult = z.output<typeof redriveResult>;

export const runPage = pageOf(run).meta({ id: 'RunPage' });

export const RUN_EVENT_TYPES = [
  'blocked',
  'queued',
  'started',
  'progress',
  'retrying',
  'lost',
  'cancel-requested',
  'completed',
  'failed',
  'cancelled',
  'expired',
] as const;

export const runEvent = z
  .object({
    /** Grows within a run; send it back as Last-Event-ID to go on where a connection broke. */
    sequence: z.string().regex(/^\d+$/),
    type: z.enum(RUN_EVENT_TYPES),
    at: timestamp,
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'RunEvent' });
export type RunEvent = z.output<typeof runEvent>;
export type RunEventType = RunEvent['type'];

/** Where to go on in a run's events: the sequence of the last one seen. */
const lastSequence = z.string().regex(/^\d{1,18}$/);
export const runEventsQuery = z.object({
  after: lastSequence
    .optional()
    .meta({ description: 'Only events after this sequence. Last-Event-ID goes before it.' }),
});
export const runEventsHeaders = z.object({
  'last-event-id': lastSequence.optional().meta({ description: 'Sent by browsers when they connect again.' }),
});
