import { sql } from 'kysely';
import type { RealRuns } from './run-steps.ts';

/**
 * What must hold whatever happened: effects once and only of completed runs, a history that ends as the row does, no
 * wait for what has ended. For tests, which keep what attempts do in a table `effects`.
 */
export async function listUnsound({
  db,
  organizationId,
}: RealRuns): Promise<{ id: string; problem: string }[]> {
  const { rows } = await sql<{ id: string; problem: string }>`
    select runs.id, count(effects.*) || ' effects of a run that is ' || state as problem
    from runs left join effects on run_id = runs.id where organization_id = ${organizationId}
    group by runs.id, state having count(effects.*) <> case state when 'completed' then 1 else 0 end
    union all
    select runs.id, 'the last event is ' || last.type || ' of a run that is ' || state
    from runs
    cross join lateral (
      select type from run_events where run_id = runs.id and type not in ('progress', 'cancel-requested')
      order by sequence desc limit 1
    ) as last
    where organization_id = ${organizationId}
      and (finished_at is not null or last.type in ('completed', 'failed', 'cancelled', 'expired'))
      and last.type <> state
    union all
    select runs.id, 'waits for nothing' from runs
    where organization_id = ${organizationId} and state = 'blocked' and not exists (
      select 1 from run_children join runs as child on child.id = child_id
      where parent_id = runs.id and child.finished_at is null
    )
  `.execute(db);
  return rows;
}
