import { type Kysely, sql } from 'kysely';

/** Insights, and the passages of the tax corpus that they cite, searchable as Spanish text. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table insights (
      organization_id uuid not null,
      declaration_id uuid not null,
      id uuid not null default time_ordered_uuid(),
      run_id uuid not null,
      position integer not null,
      code text not null,
      kind text not null check (kind in ('recommendation', 'warning', 'information')),
      severity text not null check (severity in ('info', 'warning', 'critical')),
      title text not null,
      body text not null,
      action text not null,
      explanation text,
      amount bigint,
      box integer,
      deadline date,
      confidence text not null check (confidence in ('high', 'medium', 'low')),
      entry_ids uuid[] not null,
      citations jsonb not null,
      primary key (organization_id, declaration_id, id),
      foreign key (organization_id, declaration_id) references declarations (organization_id, id) on delete cascade
    )
  `.execute(db);

  await sql`create extension if not exists unaccent`.execute(db);
  // "declaración" and "declaracion" must be one word: accents go before the stemmer sees the text.
  await sql`create text search configuration accountia_es (copy = spanish)`.execute(db);
  await sql`
    alter text search configuration accountia_es
      alter mapping for hword, hword_part, word with unaccent, spanish_stem
  `.execute(db);
  await sql`
    create table passages (
      id text primary key,
      norm text not null,
      article text not null,
      title text not null,
      body text not null,
      topics text[] not null,
      valid_from smallint,
      valid_to smallint,
      source text not null,
      version_hash text not null,
      search tsvector not null generated always as (
        setweight(to_tsvector('accountia_es', article), 'A') ||
        setweight(to_tsvector('accountia_es', title), 'A') ||
        setweight(to_tsvector('accountia_es', body), 'B')
      ) stored,
      updated_at timestamptz not null default now()
    )
  `.execute(db);
  await sql`create index passages_search on passages using gin (search)`.execute(db);
}
