import { type Kysely, sql } from 'kysely';

/**
 * Runs: the truth about all background work, and at the same time the outbox of the queue.
 *
 *   queued ──▶ dispatched ──▶ running ──▶ completed | failed | cancelled
 *     ▲             │            │
 *     └── lost ◀────┴─ retry ◀───┘        queued ──▶ expired | cancelled
 *
 * The triggers announce what changed; a listener that misses a notice finds the same by polling.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table runs (
      organization_id uuid not null references organizations (id) on delete cascade,
      id uuid not null default time_ordered_uuid(),
      task text not null,
      task_version integer not null,
      queue text not null,
      priority smallint not null,
      payload jsonb not null,
      deduplication_key text,
      document_id uuid,
      declaration_id uuid,
      state text not null default 'queued'
        check (state in ('queued', 'dispatched', 'running', 'completed', 'failed', 'cancelled', 'expired')),
      attempt integer not null default 0,
      max_attempts integer not null check (max_attempts >= 1),
      delivery integer not null default 0,
      timeout_ms integer not null check (timeout_ms > 0),
      run_at timestamptz not null default now(),
      not_after timestamptz,
      dispatched_at timestamptz,
      started_at timestamptz,
      lease_expires_at timestamptz,
      finished_at timestamptz,
      worker_id text,
      cancel_requested_at timestamptz,
      progress jsonb,
      result jsonb,
      error jsonb,
      created_at timestamptz not null default now(),
      primary key (organization_id, id),
      check ((state in ('completed', 'failed', 'cancelled', 'expired')) = (finished_at is not null)),
      check (state <> 'running' or (lease_expires_at is not null and worker_id is not null))
    )
  `.execute(db);
  await sql`
    create index runs_queued on runs (queue, organization_id, priority, run_at) where state = 'queued'
  `.execute(db);
  await sql`create index runs_dispatched on runs (queue, dispatched_at) where state = 'dispatched'`.execute(
    db,
  );
  await sql`create index runs_running on runs (lease_expires_at) where state = 'running'`.execute(db);
  await sql`
    create index runs_deduplication on runs (organization_id, task, deduplication_key)
    where deduplication_key is not null and state in ('queued', 'dispatched', 'running')
  `.execute(db);
  await sql`create index runs_document on runs (organization_id, document_id) where document_id is not null`.execute(
    db,
  );
  await sql`
    create index runs_declaration on runs (organization_id, declaration_id) where declaration_id is not null
  `.execute(db);
  // For operators, who look over all organizations: newest first, and one by its id alone.
  await sql`create index runs_id on runs (id desc)`.execute(db);
  await sql`create index runs_finished on runs (finished_at) where finished_at is not null`.execute(db);

  await sql`
    create table run_events (
      organization_id uuid not null,
      run_id uuid not null,
      sequence bigint generated always as identity,
      type text not null,
      data jsonb not null default '{}',
      at timestamptz not null default clock_timestamp(),
      primary key (organization_id, run_id, sequence),
      foreign key (organization_id, run_id) references runs (organization_id, id) on delete cascade
    )
  `.execute(db);

  await sql`
    create function announce_queued_run() returns trigger language plpgsql as $$
    begin
      perform pg_notify('accountia_run_queued', new.queue);
      return null;
    end $$
  `.execute(db);
  await sql`
    create trigger runs_announce_insert after insert on runs
      for each row when (new.state = 'queued') execute function announce_queued_run()
  `.execute(db);
  await sql`
    create trigger runs_announce_update after update of state on runs
      for each row when (new.state = 'queued' and old.state <> 'queued') execute function announce_queued_run()
  `.execute(db);

  await sql`
    create function announce_cancelled_run() returns trigger language plpgsql as $$
    begin
      perform pg_notify('accountia_run_cancel', new.id::text);
      return null;
    end $$
  `.execute(db);
  await sql`
    create trigger runs_announce_cancel after update of cancel_requested_at on runs
      for each row when (new.cancel_requested_at is not null and old.cancel_requested_at is null)
      execute function announce_cancelled_run()
  `.execute(db);

  await sql`
    create function announce_run_event() returns trigger language plpgsql as $$
    begin
      perform pg_notify('accountia_run_event', new.run_id::text);
      return null;
    end $$
  `.execute(db);
  await sql`
    create trigger run_events_announce after insert on run_events
      for each row execute function announce_run_event()
  `.execute(db);

  await sql`
    create table workers (
      id text primary key,
      app text not null,
      host text not null,
      pid integer not null,
      version text not null,
      queues text[] not null,
      concurrency integer not null,
      active_runs integer not null default 0,
      started_at timestamptz not null default now(),
      heartbeat_at timestamptz not null default now()
    )
  `.execute(db);

  await sql`
    create table schedules (
      id text primary key,
      task text not null,
      pattern text not null,
      time_zone text not null,
      payload jsonb not null,
      enabled boolean not null,
      next_slot_at timestamptz,
      updated_at timestamptz not null default now()
    )
  `.execute(db);
  // One row for each slot that was started: a second scheduler, or the same one after a crash, starts none twice.
  await sql`
    create table schedule_slots (
      schedule_id text not null references schedules (id) on delete cascade,
      slot_at timestamptz not null,
      organization_id uuid not null,
      run_id uuid not null,
      created_at timestamptz not null default now(),
      primary key (schedule_id, slot_at)
    )
  `.execute(db);
}
