import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../../schema/index.ts';
import { insertAs, insertRun, type NewRun, type RunRow } from './enqueue.ts';

export interface NewFlow {
  readonly children: readonly NewRun[];
  /** Executed when every child has ended. */
  readonly parent: NewRun;
  /** `fail`: unless all children completed, the parent fails. `ignore`: it is executed whatever became of them. */
  readonly onChildFailure: 'fail' | 'ignore';
}

export interface InsertedFlow {
  readonly parent: RunRow;
  /** One for each child asked for, in that order; two that are duplicates of each other are the same run. */
  readonly children: RunRow[];
}

/**
 * Stores a run that waits for others, and those others, in the caller's transaction. A child that is there already
 * (deduplication) is waited for like a new one. The parent itself is always a new run.
 */
export async function insertFlow(trx: Transaction<Database>, flow: NewFlow): Promise<InsertedFlow> {
  const children: Child[] = [];
  // Each locks its deduplication key until the transaction ends: in one order, or two flows wait for each other.
  const order = flow.children.map((child, position) => ({ child, position, key: lockKey(child) }));
  order.sort((one, other) =>
    one.key === other.key ? one.position - other.position : one.key < other.key ? -1 : 1,
  );
  for (const { child, position } of order) children[position] = await insertChild(trx, child);

  const parent = await insertAs(trx, flow.parent, {
    state: 'blocked',
    on_child_failure: flow.onChildFailure,
  });
  const { organization_id, id: parent_id } = parent;
  if (children.length > 0) {
    await trx
      .insertInto('run_children')
      .values(
        children.map(({ run, isNew }) => ({
          organization_id,
          parent_id,
          child_id: run.id,
          made_for_parent: isNew,
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  } else {
    // Nobody else would release it.
    await sql`select release_run(${organization_id}, ${parent_id})`.execute(trx);
  }
  const stored = await trx
    .selectFrom('runs')
    .selectAll()
    .where('organization_id', '=', organization_id)
    .where('id', '=', parent_id)
    .executeTakeFirstOrThrow();
  return { parent: stored, children: children.map(({ run }) => run) };
}

function lockKey(run: NewRun): string {
  return `${run.task}/${run.deduplication?.key ?? ''}`;
}

interface Child {
  readonly run: RunRow;
  readonly isNew: boolean;
}

/** A child marked as one, so that its end releases its parents. */
async function insertChild(trx: Transaction<Database>, child: NewRun): Promise<Child> {
  for (;;) {
    const { run, deduplicated } = await insertRun(trx, child);
    const marked = await trx
      .updateTable('runs')
      .set({ in_flow: true })
      .where('organization_id', '=', run.organization_id)
      .where('id', '=', run.id)
      .where('finished_at', 'is', null)
      .returningAll()
      .executeTakeFirst();
    if (marked !== undefined) return { run: marked, isNew: !deduplicated };
    // It was there already and ended while we waited for its row: the next look finds it no longer.
  }
}

/** The runs for which a run waits or waited, oldest first. */
export async function listChildren(
  db: Kysely<Database>,
  organizationId: string,
  parentId: string,
): Promise<RunRow[]> {
  return await db
    .selectFrom('runs')
    .innerJoin('run_children', (join) =>
      join
        .onRef('run_children.child_id', '=', 'runs.id')
        .onRef('run_children.organization_id', '=', 'runs.organization_id'),
    )
    .selectAll('runs')
    .where('run_children.organization_id', '=', organizationId)
    .where('run_children.parent_id', '=', parentId)
    .orderBy('runs.id')
    .execute();
}

/**
 * Children of a run that ended without completing, locked until the transaction ends. Children are locked before their
 * parent everywhere, as the trigger that releases a parent does.
 */
export async function lockFailedChildren(
  trx: Kysely<Database>,
  parent: { readonly organization_id: string; readonly id: string },
): Promise<RunRow[]> {
  return await trx
    .selectFrom('runs')
    .selectAll()
    .where('organization_id', '=', parent.organization_id)
    .where('finished_at', 'is not', null)
    .where('state', '<>', 'completed')
    .where((eb) =>
      eb(
        'id',
        'in',
        eb
          .selectFrom('run_children')
          .select('child_id')
          .where('organization_id', '=', parent.organization_id)
          .where('parent_id', '=', parent.id),
      ),
    )
    .orderBy('id')
    .forUpdate()
    .execute();
}

/** Whether a run has children that have not ended. */
export async function hasUnfinishedChildren(
  db: Kysely<Database>,
  parent: { readonly organization_id: string; readonly id: string },
): Promise<boolean> {
  const { rows } = await sql<{ waits: boolean }>`
    select exists (
      select 1 from run_children
      join runs on runs.organization_id = run_children.organization_id and runs.id = run_children.child_id
      where run_children.organization_id = ${parent.organization_id} and parent_id = ${parent.id}
        and finished_at is null
    ) as waits
  `.execute(db);
  return rows[0]!.waits;
}

/** Unfinished children that were made for a run and that no other run waits for. */
export async function listAbandonedChildren(
  db: Kysely<Database>,
  parent: { readonly organization_id: string; readonly id: string },
): Promise<string[]> {
  const { rows } = await sql<{ child_id: string }>`
    select child_id from run_children as link
    join runs as child on child.organization_id = link.organization_id and child.id = link.child_id
    where link.organization_id = ${parent.organization_id} and link.parent_id = ${parent.id}
      and link.made_for_parent and child.finished_at is null
      and not exists (
        select 1 from run_children as other
        join runs as waiting on waiting.organization_id = other.organization_id and waiting.id = other.parent_id
        where other.organization_id = link.organization_id and other.child_id = link.child_id
          and waiting.state = 'blocked'
      )
    order by child_id
  `.execute(db);
  return rows.map((row) => row.child_id);
}
