import type { QueueName, SerializedTaskError } from '@accountia/task-contracts';
import type { QuarantineReason, RunEventType, RunState } from '@accountia/task-contracts/api';
import type { ColumnType, Generated } from 'kysely';
import type { DefaultedTimestamp, Json, NullableJson } from './json.ts';

export interface RunsTable {
  organization_id: string;
  id: Generated<string>;
  task: string;
  task_version: number;
  queue: QueueName;
  /** 0 high, 1 normal, 2 low: what is smaller goes first. */
  priority: number;
  payload: Json<unknown>;
  deduplication_key: string | null;
  document_id: string | null;
  declaration_id: string | null;
  state: Generated<RunState>;
  /** Number of the newest try. Every write of a try names its number: an older try can change nothing. */
  attempt: Generated<number>;
  max_attempts: number;
  /** How often the run was handed to the queue; part of the job's id, so that each hand-over is its own job. */
  delivery: Generated<number>;
  /** Of one attempt: its handler is asked to stop. */
  timeout_ms: number;
  /** Of one attempt: it is ended without its handler. Null: accepted by a release that had none. */
  hard_timeout_ms: number | null;
  /** How often a worker died, hung or was cut off while it executed this run. */
  losses: Generated<number>;
  /** Why the run was given up for good, of one that failed otherwise null. */
  quarantine_reason: QuarantineReason | null;
  /** Of a run with children: what their failure means for it. */
  on_child_failure: 'fail' | 'ignore' | null;
  /** Whether other runs may wait for this one. */
  in_flow: Generated<boolean>;
  run_at: DefaultedTimestamp;
  not_after: Date | null;
  dispatched_at: Date | null;
  started_at: Date | null;
  /** While running: the worker must renew it before it passes, else the attempt counts as lost. */
  lease_expires_at: Date | null;
  finished_at: Date | null;
  worker_id: string | null;
  cancel_requested_at: Date | null;
  progress: NullableJson<Record<string, unknown>>;
  result: NullableJson<Record<string, unknown>>;
  error: NullableJson<SerializedTaskError>;
  created_at: DefaultedTimestamp;
}

export interface RunEventsTable {
  organization_id: string;
  run_id: string;
  sequence: ColumnType<bigint, never, never>;
  type: RunEventType;
  data: Json<Record<string, unknown>>;
  at: DefaultedTimestamp;
}

export interface RunChildrenTable {
  organization_id: string;
  parent_id: string;
  child_id: string;
  /** False: the child was there already, asked for by somebody else. */
  made_for_parent: boolean;
}

export interface RateLimitsTable {
  organization_id: string;
  /** What is limited. */
  name: string;
  tokens: number;
  updated_at: DefaultedTimestamp;
}

export interface WorkersTable {
  id: string;
  app: string;
  host: string;
  pid: number;
  version: string;
  queues: string[];
  concurrency: number;
  active_runs: Generated<number>;
  started_at: DefaultedTimestamp;
  heartbeat_at: DefaultedTimestamp;
}

export interface SchedulesTable {
  id: string;
  task: string;
  pattern: string;
  time_zone: string;
  payload: Json<unknown>;
  enabled: boolean;
  next_slot_at: Date | null;
  updated_at: DefaultedTimestamp;
  /** What happens to slots that nobody was there for. */
  catch_up: Generated<'skip' | 'once' | 'all'>;
  /** With `all` only: that many of the newest. */
  catch_up_limit: number | null;
}

export interface ScheduleSlotsTable {
  schedule_id: string;
  slot_at: Date;
  /** Null, as the run, for a slot that was left out. */
  organization_id: string | null;
  run_id: string | null;
  created_at: DefaultedTimestamp;
  outcome: Generated<'started' | 'skipped'>;
}
