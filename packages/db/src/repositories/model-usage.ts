import { type Kysely, type Selectable, sql } from 'kysely';
import type { Database } from '../schema/index.ts';
import type { ModelUsageTable } from '../schema/model.ts';

export type ModelUsageRow = Selectable<ModelUsageTable>;

/** What one answer took. `costMicros` is in millionths of a US dollar, null when its price is not known. */
export interface MeteredUse {
  readonly purpose: ModelUsageTable['purpose'];
  readonly provider: string;
  readonly modelId: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costMicros: bigint | null;
  /** It was known already: nothing was asked, nothing is to be paid. */
  readonly cached?: boolean;
}

/** What is held back for a call that is under way before this month has any to go by. */
const FIRST_CALL_TOKENS = 8_000;
/** Longer than a model is given to answer; after it the call of a process that died holds nothing back. */
const RESERVATION_SECONDS = 90;

// A budget is a matter of people's months, so it turns over at midnight in Bogotá.
const THIS_MONTH = sql<string>`date_trunc('month', now() at time zone 'America/Bogota')::date`;

export interface ModelBudget {
  /** First day of the month that runs, `YYYY-MM-DD`. */
  readonly month: string;
  /** Tokens in this month; null when there is no limit. */
  readonly budget: bigint | null;
  /** Tokens used in this month. */
  readonly used: bigint;
}

/** The month's budget of an organization that exists, its own or the one given for everybody, and what of it is used. */
export async function modelBudget(
  db: Kysely<Database>,
  organizationId: string,
  defaultTokens: number | null,
): Promise<ModelBudget> {
  const { rows } = await sql<ModelBudget>`
    select ${THIS_MONTH} as month, coalesce(organizations.monthly_token_budget, ${defaultTokens}::bigint) as budget,
      (select coalesce(sum(input_tokens + output_tokens), 0)::bigint from model_usage
        where organization_id = organizations.id and month = ${THIS_MONTH}) as used
    from organizations where id = ${organizationId}
  `.execute(db);
  return rows[0]!;
}

/** Gives an organization a budget of its own; null takes it away. */
export async function setModelBudget(
  db: Kysely<Database>,
  organizationId: string,
  tokens: number | null,
): Promise<void> {
  await db
    .updateTable('organizations')
    .set({ monthly_token_budget: tokens === null ? null : BigInt(tokens) })
    .where('id', '=', organizationId)
    .execute();
}

/**
 * Holds tokens back for a call that is about to start: as many as a call of this month takes on average, leaving out those of
 * models that only read (embeddings), which are small. Null when what is used and held back by others is the whole budget, so
 * that calls that start together exceed it by one of them at most, as far as the average tells. Whoever gets an id gives it
 * back with `recordModelUse`, or with `release` of the ledger.
 */
export async function reserveModelTokens(
  db: Kysely<Database>,
  organizationId: string,
  defaultTokens: number | null,
): Promise<string | null> {
  return await db.transaction().execute(async (trx) => {
    // One after another for each organization: two that look at the same time would both see the last tokens.
    await sql`select from organizations where id = ${organizationId} for update`.execute(trx);
    await sql`
      delete from model_reservations where organization_id = ${organizationId} and expires_at < now()
    `.execute(trx);
    const { budget, used } = await modelBudget(trx, organizationId, defaultTokens);
    const { rows } = await sql<{ held: bigint; average: bigint }>`
      select
        (select coalesce(sum(tokens), 0)::bigint from model_reservations
          where organization_id = ${organizationId}) as held,
        (select coalesce(ceil(sum(input_tokens + output_tokens) / nullif(sum(calls), 0)), ${FIRST_CALL_TOKENS})::bigint
          from model_usage
          where organization_id = ${organizationId} and month = ${THIS_MONTH} and output_tokens > 0) as average
    `.execute(trx);
    const { held, average } = rows[0]!;
    if (budget !== null && used + held >= budget) return null;
    const { id } = await trx
      .insertInto('model_reservations')
      .values({
        organization_id: organizationId,
        tokens: average > 0n ? average : 1n,
        expires_at: sql<Date>`now() + ${RESERVATION_SECONDS} * interval '1 second'`,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    return id;
  });
}

/** Gives back what was held for a call. Twice is as good as once. */
async function releaseModelTokens(
  db: Kysely<Database>,
  organizationId: string,
  reservationId: string,
): Promise<void> {
  await db
    .deleteFrom('model_reservations')
    .where('organization_id', '=', organizationId)
    .where('id', '=', reservationId)
    .execute();
}

/** Adds an answer to the month, in place of what was held back for it. */
export async function recordModelUse(
  db: Kysely<Database>,
  organizationId: string,
  use: MeteredUse,
  reservationId: string | null,
): Promise<void> {
  const cached = use.cached === true;
  const row = {
    calls: cached ? 0n : 1n,
    cached: cached ? 1n : 0n,
    input_tokens: cached ? 0n : BigInt(use.inputTokens),
    output_tokens: cached ? 0n : BigInt(use.outputTokens),
    cost_micros: cached ? 0n : use.costMicros,
  };
  await db.transaction().execute(async (trx) => {
    if (reservationId !== null) await releaseModelTokens(trx, organizationId, reservationId);
    await sql`
      insert into model_usage
        (organization_id, month, provider, model, purpose, calls, cached, input_tokens, output_tokens, cost_micros)
      values (${organizationId}, ${THIS_MONTH}, ${use.provider}, ${use.modelId}, ${use.purpose}, ${row.calls},
        ${row.cached}, ${row.input_tokens}, ${row.output_tokens}, ${row.cost_micros})
      on conflict (organization_id, month, provider, model, purpose) do update set
        calls = model_usage.calls + excluded.calls,
        cached = model_usage.cached + excluded.cached,
        input_tokens = model_usage.input_tokens + excluded.input_tokens,
        output_tokens = model_usage.output_tokens + excluded.output_tokens,
        cost_micros = model_usage.cost_micros + excluded.cost_micros
    `.execute(trx);
  });
}

/** The months of an organization, newest first, this one included when it has any; at most so many. */
export async function listModelUsage(
  db: Kysely<Database>,
  organizationId: string,
  months: number,
): Promise<ModelUsageRow[]> {
  return await db
    .selectFrom('model_usage')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('month', '>', sql<string>`${THIS_MONTH} - ${months} * interval '1 month'`)
    .orderBy('month', 'desc')
    .orderBy('provider')
    .orderBy('model')
    .orderBy('purpose')
    .execute();
}

export interface ModelUseTotals {
  readonly provider: string;
  readonly model: string;
  readonly purpose: ModelUsageTable['purpose'];
  readonly calls: bigint;
  readonly cached: bigint;
  readonly inputTokens: bigint;
  readonly outputTokens: bigint;
  /** Of the calls whose price was known. */
  readonly costMicros: bigint;
}

/** What all organizations together have used, in all months that are kept. */
export async function modelUseTotals(db: Kysely<Database>): Promise<ModelUseTotals[]> {
  const { rows } = await sql<ModelUseTotals>`
    select provider, model, purpose, sum(calls)::bigint as calls, sum(cached)::bigint as cached,
      sum(input_tokens)::bigint as "inputTokens", sum(output_tokens)::bigint as "outputTokens",
      coalesce(sum(cost_micros), 0)::bigint as "costMicros"
    from model_usage group by provider, model, purpose order by provider, model, purpose
  `.execute(db);
  return rows;
}

/** An organization's ledger, as the meter of a model wants it; `budget` is for organizations without one of their own. */
export function modelLedger(db: Kysely<Database>, organizationId: string, budget: number) {
  return {
    reserve: (): Promise<string | null> => reserveModelTokens(db, organizationId, budget),
    record: (use: MeteredUse, reservation: string | null): Promise<void> =>
      recordModelUse(db, organizationId, use, reservation),
    release: (reservation: string): Promise<void> => releaseModelTokens(db, organizationId, reservation),
  };
}
