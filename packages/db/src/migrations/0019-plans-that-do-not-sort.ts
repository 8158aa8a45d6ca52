import { type Kysely, sql } from 'kysely';

/**
 * What the dispatcher asks dozens of times a second takes a few steps in indexes, however many runs wait, as long as they
 * are read in their order. The planner, which believes that hardly any run is queued, would rather read all of them and
 * sort: with 4,000 waiting, tens of milliseconds a look. Inside these functions it may not sort what an index has in order,
 * nor read a table that was small when it planned.
 *
 * Besides, ids come from the server's own `uuidv7()` where it has one.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create function waiting_runs(queues text[]) returns table (queue text, due_at timestamptz)
      language plpgsql stable ${BY_INDEX} as $$
    #variable_conflict use_column
    declare
      first_due_at timestamptz;
    begin
      first_due_at := (select run_at from runs where state = 'queued' order by run_at at time zone 'UTC' limit 1);
      if first_due_at is null then return; end if;
      return query select asked.queue, first_due_at
        from unnest(queues) with ordinality as asked (queue, position)
        where (
          select true from runs where runs.queue = asked.queue and state = 'queued'
          order by organization_id, priority, run_at, id limit 1
        )
        order by position;
    end $$
  `.execute(db);

  await sql`
    create function admit_runs(asked_queue text, queue_limit bigint, batch bigint) returns table (
      organization_id uuid, id uuid, task text, queue text, priority smallint, delivery integer, turn bigint
    )
      language plpgsql ${BY_INDEX} as $$
    #variable_conflict use_column
    begin
      return query
      with recursive in_flight as materialized (
        select organization_id, priority from runs where queue = asked_queue and state = 'dispatched'
        union all
        select organization_id, priority from runs where queue = asked_queue and state = 'running'
      ),
      load as materialized (
        select organization_id, count(*) as runs,
          count(*) filter (where priority = 0) as high, count(*) filter (where priority <= 1) as normal
        from in_flight group by organization_id
      ),
      room as materialized (
        select greatest(0, least(batch, queue_limit - count(*))) as runs from in_flight
      ),
      -- One step in the index for each organization that waits, however many runs it has there.
      waiting as (
        (
          select organization_id from runs where queue = asked_queue and state = 'queued' and (select runs from room) > 0
          order by organization_id, priority, run_at, id limit 1
        )
        union all
        select (
          select runs.organization_id from runs
          where queue = asked_queue and state = 'queued' and runs.organization_id > waiting.organization_id
          order by runs.organization_id, priority, run_at, id limit 1
        )
        from waiting where waiting.organization_id is not null
      ),
      tenants as materialized (
        select organizations.id, dispatch_weight as weight,
          coalesce(load.high, 0) as high, coalesce(load.normal, 0) as normal, coalesce(load.runs, 0) as runs,
          least(
            max_in_flight - coalesce(load.runs, 0),
            greatest(
              dispatch_weight,
              ceil((select runs from room) * dispatch_weight::numeric / sum(dispatch_weight) over ())
            )
          ) as share
        from waiting join organizations on organizations.id = waiting.organization_id
        left join load on load.organization_id = organizations.id
        where max_in_flight > coalesce(load.runs, 0)
      ),
      candidates as (
        select candidate.*,
          (case candidate.priority when 0 then tenants.high when 1 then tenants.normal else tenants.runs end
            + row_number() over (
                partition by tenants.id order by candidate.priority, candidate.run_at, candidate.id
              )
            + weight - 1) / weight as turn
        from tenants
        cross join lateral (
          select due.* from (values (0), (1), (2)) as class (priority)
          cross join lateral (
            select organization_id, id, runs.priority, run_at from runs
            where queue = asked_queue and organization_id = tenants.id and state = 'queued'
              and runs.priority = class.priority and run_at <= now() and (not_after is null or not_after > now())
            order by run_at, id
            limit least(batch, tenants.share)
          ) as due
          order by due.priority, run_at, id
          limit tenants.share
        ) as candidate
      ),
      ordered as (
        select organization_id, id, turn from candidates
        order by turn, priority, run_at, id
        limit (select runs from room)
      ),
      -- By key, and the state as a filter that no index has.
      locked as (
        select runs.organization_id, runs.id, ordered.turn
        from ordered join runs using (organization_id, id)
        where case runs.state when 'queued' then true end
        for update of runs skip locked
      ),
      admitted as (
        update runs set state = 'dispatched', delivery = runs.delivery + 1, dispatched_at = now()
        from locked
        where runs.organization_id = locked.organization_id and runs.id = locked.id
        returning runs.organization_id, runs.id, runs.task, runs.queue, runs.priority, runs.delivery, runs.run_at,
          locked.turn
      )
      select organization_id, id, task, queue, priority, delivery, turn from admitted
      order by turn, priority, run_at, id;
    end $$
  `.execute(db);

  await sql`
    do $$ begin
      if current_setting('server_version_num')::integer >= 180000 then
        create or replace function time_ordered_uuid() returns uuid language sql volatile parallel safe
          return uuidv7();
      end if;
    end $$
  `.execute(db);
}

const BY_INDEX = sql.raw(`set enable_sort to off set enable_seqscan to off set enable_hashjoin to off
      set enable_mergejoin to off set plan_cache_mode to force_generic_plan`);
