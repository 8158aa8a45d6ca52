import { type Kysely, sql } from 'kysely';

/**
 * Hard time limits, quarantine, flows, fair turns, and what back-pressure has to look up.
 *
 *   blocked ──▶ queued ──▶ …     a run that waits for its children
 *
 * Columns that a process of the release before does not know have a default or may be null: it goes on inserting.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table organizations
      add column dispatch_weight smallint not null default 1 check (dispatch_weight between 1 and 100),
      add column max_in_flight integer not null default 50 check (max_in_flight between 1 and 10000)
  `.execute(db);

  await sql`
    alter table runs
      add column hard_timeout_ms integer,
      add column losses integer not null default 0,
      add column quarantine_reason text check (quarantine_reason in ('attempts_exhausted', 'worker_lost')),
      add column on_child_failure text check (on_child_failure in ('fail', 'ignore')),
      add column in_flow boolean not null default false,
      add check (hard_timeout_ms >= timeout_ms),
      add check (quarantine_reason is null or state = 'failed'),
      drop constraint runs_state_check,
      add constraint runs_state_check check (
        state in ('blocked', 'queued', 'dispatched', 'running', 'completed', 'failed', 'cancelled', 'expired')
      )
  `.execute(db);

  // The order in which runs of one organization go, down to the id: rows of one transaction fall due together.
  await sql`drop index runs_queued`.execute(db);
  await sql`
    create index runs_queued on runs (queue, organization_id, priority, run_at, id) where state = 'queued'
  `.execute(db);
  // In UTC, which no other query asks for: an index on run_at itself tempts the planner to look for an organization's first
  // run among those of all others.
  await sql`
    create index runs_due on runs ((run_at at time zone 'UTC')) where state = 'queued'
  `.execute(db);
  await sql`create index runs_blocked on runs (organization_id) where state = 'blocked'`.execute(db);
  await sql`
    create index runs_not_after on runs (not_after)
    where not_after is not null and state in ('blocked', 'queued', 'dispatched')
  `.execute(db);
  await sql`create index runs_failed on runs (organization_id, id) where state = 'failed'`.execute(db);
  await sql`drop index runs_deduplication`.execute(db);
  await sql`
    create index runs_deduplication on runs (organization_id, task, deduplication_key)
    where deduplication_key is not null and finished_at is null
  `.execute(db);

  // Of whom a run waits. A child may belong to several parents: the run that reads a document exists once.
  await sql`
    create table run_children (
      organization_id uuid not null,
      parent_id uuid not null,
      child_id uuid not null,
      made_for_parent boolean not null,
      primary key (organization_id, parent_id, child_id),
      foreign key (organization_id, parent_id) references runs (organization_id, id) on delete cascade,
      foreign key (organization_id, child_id) references runs (organization_id, id) on delete cascade
    )
  `.execute(db);
  await sql`create index run_children_child on run_children (organization_id, child_id)`.execute(db);

  // Two children that end at the same moment must not each see the other unfinished: whoever comes second waits for the
  // parent's lock, and its next statement sees what the first one committed.
  await sql`
    create function release_run(organization uuid, parent uuid) returns void language plpgsql as $$
    begin
      perform 1 from runs where organization_id = organization and id = parent and state = 'blocked' for update;
      if not found then return; end if;
      perform 1 from run_children join runs on runs.organization_id = organization and runs.id = child_id
        where run_children.organization_id = organization and parent_id = parent and finished_at is null limit 1;
      if found then return; end if;
      update runs set state = 'queued', run_at = greatest(run_at, now())
        where organization_id = organization and id = parent;
      insert into run_events (organization_id, run_id, type, data)
        values (organization, parent, 'queued', '{"released": true}');
    end $$
  `.execute(db);
  await sql`
    create function release_parents() returns trigger language plpgsql as $$
    begin
      perform release_run(new.organization_id, parent_id)
        from (
          select parent_id from run_children
          where organization_id = new.organization_id and child_id = new.id order by parent_id
        ) as parents;
      return null;
    end $$
  `.execute(db);
  // A trigger, because children end in many places, in processes of the release before too.
  await sql`
    create trigger runs_release_parents after update of state on runs
      for each row when (new.in_flow and new.finished_at is not null and old.finished_at is null)
      execute function release_parents()
  `.execute(db);

  await sql`
    create table rate_limits (
      organization_id uuid not null references organizations (id) on delete cascade,
      name text not null,
      tokens double precision not null,
      updated_at timestamptz not null default clock_timestamp(),
      primary key (organization_id, name)
    )
  `.execute(db);
}
