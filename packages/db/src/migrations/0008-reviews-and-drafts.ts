import { type Kysely, sql } from 'kysely';

/**
 * What people decide and what comes of it: an organization's rules about concepts, what was told about a declaration,
 * and the versions of its draft. Decisions are never edited or deleted: a newer one replaces them, or they are
 * reverted, and the rows say who did it and when.
 *
 * Keys are named without a foreign key: a decision outlives the key it was made with.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table review_decisions (
      organization_id uuid not null references organizations (id) on delete cascade,
      id uuid not null default time_ordered_uuid(),
      concept text not null check (concept <> ''),
      category text not null,
      note text,
      example text not null,
      before jsonb not null,
      affected_entries integer not null default 0,
      replaces uuid,
      decided_by uuid,
      decided_at timestamptz not null default now(),
      replaced_at timestamptz,
      reverted_by uuid,
      reverted_at timestamptz,
      primary key (organization_id, id),
      foreign key (organization_id, replaces) references review_decisions (organization_id, id)
    )
  `.execute(db);
  // A concept may be as long as a cell, which an index entry may not: its hash stands for it.
  await sql`
    create unique index review_decisions_in_force on review_decisions (organization_id, md5(concept))
    where replaced_at is null and reverted_at is null
  `.execute(db);

  // How each entry that a decision changed was classified before any decision.
  await sql`
    create table entry_overrides (
      organization_id uuid not null,
      entry_id uuid not null,
      decision_id uuid not null,
      category text not null,
      candidate_boxes integer[] not null,
      rule text not null,
      confidence text not null,
      primary key (organization_id, entry_id),
      foreign key (organization_id, entry_id) references entries (organization_id, id) on delete cascade,
      foreign key (organization_id, decision_id) references review_decisions (organization_id, id)
    )
  `.execute(db);
  await sql`create index entry_overrides_decision on entry_overrides (organization_id, decision_id)`.execute(
    db,
  );

  await sql`
    create index entries_doubtful on entries (organization_id, declaration_id)
    where category = 'unclassified' or confidence = 'low'
  `.execute(db);

  await sql`
    create table declaration_decisions (
      organization_id uuid not null,
      declaration_id uuid not null,
      id uuid not null default time_ordered_uuid(),
      kind text not null check (kind in ('fact', 'box', 'choice', 'entry')),
      subject text not null,
      value jsonb not null,
      finding_id text,
      decided_by uuid,
      decided_at timestamptz not null default now(),
      replaced_at timestamptz,
      reverted_by uuid,
      reverted_at timestamptz,
      primary key (organization_id, declaration_id, id),
      foreign key (organization_id, declaration_id) references declarations (organization_id, id) on delete cascade
    )
  `.execute(db);
  await sql`
    create unique index declaration_decisions_in_force
    on declaration_decisions (organization_id, declaration_id, kind, subject)
    where replaced_at is null and reverted_at is null
  `.execute(db);

  await sql`
    create table declaration_drafts (
      organization_id uuid not null,
      declaration_id uuid not null,
      version integer not null check (version > 0),
      fingerprint text not null,
      basis jsonb not null,
      content jsonb not null,
      summary jsonb not null,
      changes jsonb,
      created_by uuid,
      created_at timestamptz not null default now(),
      primary key (organization_id, declaration_id, version),
      foreign key (organization_id, declaration_id) references declarations (organization_id, id) on delete cascade
    )
  `.execute(db);
}
