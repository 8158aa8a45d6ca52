import type { RunRow } from '@accountia/db';
import type { SerializedTaskError } from '@accountia/task-contracts';
import type { Run, RunEvent } from '@accountia/task-contracts/api';
import { failureMessage } from '../messages/index.ts';
import { timestampOrNull } from './values.ts';

/** A stored error as people and programs read it: the English sentence for developers stays in the log. */
export function presentFailure(error: SerializedTaskError | null): Run['error'] {
  if (error === null) return null;
  return {
    code: error.code,
    message: failureMessage(error.code, error.details),
    details: { ...error.details },
  };
}

export function presentRun(row: RunRow): Run {
  return {
    id: row.id,
    task: row.task,
    taskVersion: row.task_version,
    state: row.state,
    attempt: row.attempt,
    maxAttempts: row.max_attempts,
    documentId: row.document_id,
    declarationId: row.declaration_id,
    progress: row.progress,
    result: row.result,
    error: presentFailure(row.error),
    quarantineReason: row.quarantine_reason,
    cancelRequested: row.cancel_requested_at !== null,
    createdAt: row.created_at.toISOString(),
    runAt: row.run_at.toISOString(),
    startedAt: timestampOrNull(row.started_at),
    finishedAt: timestampOrNull(row.finished_at),
  };
}

/** Events carry the stored error of a failed attempt; it is presented like that of the run. */
export function presentRunEvent(event: RunEvent): RunEvent {
  const { error } = event.data;
  if (!isStoredError(error)) return event;
  return { ...event, data: { ...event.data, error: presentFailure(error) } };
}

function isStoredError(value: unknown): value is SerializedTaskError {
  if (typeof value !== 'object' || value === null) return false;
  const { code, details } = value as Partial<SerializedTaskError>;
  return typeof code === 'string' && typeof details === 'object' && details !== null;
}
