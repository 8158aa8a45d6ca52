import { type Kysely, sql } from 'kysely';
import type { Database } from '../schema/index.ts';

export interface OrganizationActivity {
  readonly organizationId: string;
  readonly documentsReceived: number;
  readonly documentsProcessed: number;
  readonly documentsRejected: number;
  readonly runsFailed: number;
}

/** What each organization did on calendar days of a time zone, both included; those that did nothing are left out. */
export async function activityBetween(
  db: Kysely<Database>,
  { firstDay, lastDay, timeZone }: { firstDay: string; lastDay: string; timeZone: string },
): Promise<OrganizationActivity[]> {
  const { rows } = await sql<OrganizationActivity>`
    with bounds as (
      select (${firstDay}::date)::timestamp at time zone ${timeZone} as start,
             (${lastDay}::date + 1)::timestamp at time zone ${timeZone} as finish
    ),
    facts as (
      select organization_id, 1 as received, 0 as processed, 0 as rejected, 0 as failed
        from documents, bounds where created_at >= start and created_at < finish
      union all
      select organization_id, 0, (state = 'processed')::int, (state = 'rejected')::int, 0
        from documents, bounds where processed_at >= start and processed_at < finish
      union all
      select organization_id, 0, 0, 0, 1
        from runs, bounds where state = 'failed' and finished_at >= start and finished_at < finish
    )
    select organization_id as "organizationId", sum(received)::int as "documentsReceived",
      sum(processed)::int as "documentsProcessed", sum(rejected)::int as "documentsRejected",
      sum(failed)::int as "runsFailed"
    from facts group by organization_id order by organization_id
  `.execute(db);
  return rows;
}
