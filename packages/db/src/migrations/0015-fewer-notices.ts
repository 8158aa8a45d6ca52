import { type Kysely, sql } from 'kysely';

/**
 * Transactions that NOTIFY commit one after the other, over the whole server and each with its own write to disk, and wake
 * every listening session. So what happens to every run is announced by whoever made it happen, for many runs at once
 * (`announceRuns`), and a dispatcher that looks all the time anyway is not called.
 *
 * Besides an index for what failed lately, which the depths of the queues ask for: without it they cost more with every run kept.
 *
 * A worker of the release before announces nothing of its own: who follows its runs finds their events by polling.
 *
 * Commits that no longer queue up showed that a parent could be left waiting: retried while its last child ended, it was
 * not `blocked` yet for the child, and the child not ended yet for it. Its row is locked now in
 * every state from which a retry starts, so that one of the two waits for the other; in no other, or those who lock many
 * runs under way would meet this one in another order.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`drop trigger run_events_announce on run_events`.execute(db);
  await sql`
    create trigger run_events_announce after insert on run_events
      for each row when (
        new.type not in ('started', 'progress', 'completed')
        -- Nobody can follow a run before it is there.
        and not (new.type = 'queued' and new.data = '{}')
      )
      execute function announce_run_event()
  `.execute(db);

  await sql`
    create or replace function announce_queued_run() returns trigger language plpgsql as $$
    begin
      -- Held by a dispatcher for as long as it looks every few milliseconds.
      if pg_try_advisory_xact_lock_shared(hashtextextended('accountia dispatcher is looking', 0)) then
        perform pg_notify('accountia_run_queued', new.queue);
      end if;
      return null;
    end $$
  `.execute(db);
  // When the transaction commits, and not before: between the question and the moment from which the run can be seen the
  // dispatcher may go to sleep.
  for (const [name, event, condition] of [
    ['runs_announce_insert', 'insert', `new.state = 'queued'`],
    ['runs_announce_update', 'update of state', `new.state = 'queued' and old.state <> 'queued'`],
  ] as const) {
    await sql`drop trigger ${sql.id(name)} on runs`.execute(db);
    await sql`
      create constraint trigger ${sql.id(name)} after ${sql.raw(event)} on runs deferrable initially deferred
        for each row when (${sql.raw(condition)}) execute function announce_queued_run()
    `.execute(db);
  }
  await sql`
    create or replace function release_run(organization uuid, parent uuid) returns void language plpgsql as $$
    begin
      perform 1 from runs where organization_id = organization and id = parent
        and state in ('blocked', 'failed', 'cancelled', 'expired') for update;
      if not found then return; end if;
      -- A statement of its own: it sees what was committed while the lock was waited for.
      perform 1 from runs where organization_id = organization and id = parent and state = 'blocked';
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
  await sql`create index runs_failed_at on runs (finished_at) where state = 'failed'`.execute(db);
}
