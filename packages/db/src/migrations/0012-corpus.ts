import { type Kysely, sql } from 'kysely';

/**
 * The corpus grows from the guide to whole norms: each passage knows its collection, status and place, its text is cut into
 * chunks, and no text that was ever citable is lost. A revision tells every process when its index is out of date.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table passages
      add column collection text not null default 'guide',
      add column status text not null default 'vigente',
      add column heading text,
      add column position integer not null default 0,
      add column links text[] not null default '{}',
      add column in_force_from date,
      add column in_force_to date,
      add column source_name text,
      add constraint passages_status
        check (status in ('vigente', 'modificado', 'derogado', 'inexequible', 'suspendido'))
  `.execute(db);
  await sql`create index passages_place on passages (collection, position, id)`.execute(db);

  await sql`
    create table passage_chunks (
      passage_id text not null references passages (id) on delete cascade on update cascade,
      position integer not null,
      label text,
      body text not null,
      content_hash text not null,
      primary key (passage_id, position)
    )
  `.execute(db);
  await sql`create index passage_chunks_content on passage_chunks (content_hash)`.execute(db);

  // What a passage said before it was corrected, replaced or taken out: an answer given then can still be explained.
  await sql`
    create table passage_versions (
      passage_id text not null,
      version_hash text not null,
      collection text not null,
      content jsonb not null,
      superseded_at timestamptz not null default now(),
      primary key (passage_id, version_hash)
    )
  `.execute(db);
  await sql`
    create function keep_passage_version() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' and old.version_hash = new.version_hash and old.id = new.id then
        return new;
      end if;
      insert into passage_versions (passage_id, version_hash, collection, content)
      values (old.id, old.version_hash, old.collection, to_jsonb(old) - 'search')
      on conflict (passage_id, version_hash) do update set superseded_at = excluded.superseded_at;
      return case when tg_op = 'DELETE' then old else new end;
    end
    $$
  `.execute(db);
  await sql`
    create trigger passages_keep_version before update or delete on passages
      for each row execute function keep_passage_version()
  `.execute(db);

  // A file that was read to its end is not read again while its content stays.
  await sql`
    create table corpus_sources (
      collection text not null,
      name text not null,
      content_hash text not null,
      passages integer not null,
      loaded_at timestamptz not null default now(),
      primary key (collection, name)
    )
  `.execute(db);

  // Random, not counted: two transactions that both would be "the next one" must not look alike to a cache.
  await sql`
    create table corpus_state (
      only_one boolean primary key default true check (only_one),
      revision uuid not null default gen_random_uuid()
    )
  `.execute(db);
  await sql`insert into corpus_state default values`.execute(db);
  await sql`
    create function renew_corpus_revision() returns trigger language plpgsql as $$
    begin
      update corpus_state set revision = gen_random_uuid();
      return null;
    end
    $$
  `.execute(db);
  await sql`
    create trigger passages_renew_revision after insert or update or delete or truncate on passages
      for each statement execute function renew_corpus_revision()
  `.execute(db);

  await sql`
    create table chunk_embeddings (
      model text not null,
      content_hash text not null,
      embedding real[] not null,
      primary key (model, content_hash)
    )
  `.execute(db);
}
