import { type Kysely, sql } from 'kysely';

/**
 * Organizations and their keys, documents, declarations and entries.
 *
 * Ids are UUIDv7 (RFC 9562), so that new rows land beside each other in every index. PostgreSQL has `uuidv7()` only
 * from 18 on; the function below makes the same from parts that older servers have.
 * The organization comes first in every key: no look-up can cross a tenant by mistake.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create function time_ordered_uuid() returns uuid language sql volatile parallel safe as $$
      select encode(
        set_bit(
          set_bit(
            overlay(
              uuid_send(gen_random_uuid())
              placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
              from 1 for 6
            ), 52, 1
          ), 53, 1
        ), 'hex')::uuid
    $$
  `.execute(db);

  await sql`
    create table organizations (
      id uuid primary key default time_ordered_uuid(),
      name text not null check (length(name) between 1 and 200),
      retention_days integer not null default 365 check (retention_days between 1 and 3650),
      created_at timestamptz not null default now()
    )
  `.execute(db);
  // Work that belongs to no tenant (schedules, pings) belongs to this one, so that no key needs a null.
  await sql`
    insert into organizations (id, name) values ('00000000-0000-0000-0000-000000000000', 'Accountia (sistema)')
  `.execute(db);

  await sql`
    create table api_keys (
      organization_id uuid not null references organizations (id) on delete cascade,
      id uuid not null default time_ordered_uuid(),
      name text not null,
      prefix text not null unique,
      secret_hash bytea not null,
      created_at timestamptz not null default now(),
      last_used_at timestamptz,
      revoked_at timestamptz,
      primary key (organization_id, id)
    )
  `.execute(db);

  await sql`
    create table idempotency_keys (
      organization_id uuid not null references organizations (id) on delete cascade,
      key text not null,
      request_hash text not null,
      response jsonb not null,
      created_at timestamptz not null default now(),
      primary key (organization_id, key)
    )
  `.execute(db);
  await sql`create index idempotency_keys_age on idempotency_keys (created_at)`.execute(db);

  await sql`
    create table declarations (
      organization_id uuid not null references organizations (id) on delete cascade,
      id uuid not null default time_ordered_uuid(),
      taxable_year integer not null,
      taxpayer_document_type text not null,
      taxpayer_number text not null,
      taxpayer_name text not null,
      analysis_run_id uuid,
      analysis jsonb,
      analyzed_at timestamptz,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      primary key (organization_id, id),
      unique (organization_id, taxable_year, taxpayer_document_type, taxpayer_number)
    )
  `.execute(db);

  await sql`
    create table documents (
      organization_id uuid not null references organizations (id) on delete cascade,
      id uuid not null default time_ordered_uuid(),
      declaration_id uuid,
      superseded_by uuid,
      filename text not null,
      content_type text not null,
      size_bytes integer not null check (size_bytes > 0),
      sha256 text not null,
      object_name text not null,
      object_generation text not null,
      state text not null default 'uploaded'
        check (state in ('uploaded', 'processing', 'processed', 'rejected', 'purged')),
      layout text,
      taxable_year integer,
      topes jsonb not null default '{}',
      warnings jsonb not null default '[]',
      entry_count integer not null default 0,
      error jsonb,
      reported_at text,
      cutoff_at text,
      created_at timestamptz not null default now(),
      processed_at timestamptz,
      expires_at timestamptz,
      primary key (organization_id, id),
      foreign key (organization_id, declaration_id) references declarations (organization_id, id)
    )
  `.execute(db);
  // The same bytes are stored once; a file that was rejected or purged may come again.
  await sql`
    create unique index documents_content on documents (organization_id, sha256)
    where state in ('uploaded', 'processing', 'processed')
  `.execute(db);
  await sql`create index documents_declaration on documents (organization_id, declaration_id)`.execute(db);
  await sql`create unique index documents_object on documents (object_name)`.execute(db);
  await sql`create index documents_expiry on documents (expires_at) where state <> 'purged'`.execute(db);

  await sql`
    create table entries (
      organization_id uuid not null,
      id uuid not null default time_ordered_uuid(),
      document_id uuid not null,
      declaration_id uuid not null,
      row_number integer not null,
      cell text not null,
      reporter_nit text not null,
      reporter_name text not null,
      reported_number text not null,
      reported_name text not null,
      detail text not null,
      amount bigint not null,
      category text not null,
      boxes integer[] not null,
      topes integer[] not null,
      candidate_boxes integer[] not null,
      rule text not null,
      confidence text not null check (confidence in ('high', 'medium', 'low')),
      suggested_use text not null,
      additional_information jsonb not null default '[]',
      primary key (organization_id, id),
      unique (organization_id, document_id, row_number),
      foreign key (organization_id, document_id) references documents (organization_id, id) on delete cascade,
      foreign key (organization_id, declaration_id) references declarations (organization_id, id) on delete cascade
    )
  `.execute(db);
  await sql`create index entries_declaration on entries (organization_id, declaration_id, category)`.execute(
    db,
  );
}
