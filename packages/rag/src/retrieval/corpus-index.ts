import type { Kysely } from 'kysely';
import { passagesOf, type PassagesDatabase } from '../corpus/database.ts';
import { GUIDE } from '../corpus/load-corpus.ts';
import { bodyWithoutExample, type PassageStatus } from '../corpus/passage.ts';
import { buildInvertedIndex, type InvertedIndex } from './lexical/inverted-index.ts';
import { fold } from './lexical/words.ts';
import { hasSubjects, subjectsByArticle } from './subject-index.ts';
import { understandQuery } from './understand-query.ts';

export interface IndexedChunk {
  readonly label: string | null;
  readonly body: string;
  readonly contentHash: string;
}

export interface IndexedPassage {
  readonly id: string;
  readonly collection: string;
  readonly norm: string;
  readonly article: string;
  readonly title: string;
  readonly body: string;
  readonly topics: string[];
  readonly source: string;
  readonly status: PassageStatus;
  readonly validFrom: number | null;
  readonly validTo: number | null;
  readonly heading: string | null;
  readonly chunks: readonly IndexedChunk[];
}

/** The stored corpus as retrieval sees it; read-only, and of one revision. */
export interface CorpusIndex {
  readonly revision: string;
  readonly passages: readonly IndexedPassage[];
  readonly inverted: InvertedIndex;
  /** Number of the article that each passage belongs to: versions, and the guide's words on it, share one. */
  readonly groups: Uint32Array;
  /** Passages by the bare number of their article. */
  readonly byArticle: ReadonlyMap<string, readonly number[]>;
  /** For each passage those of the articles that its text names. */
  readonly links: readonly (readonly number[])[];
}

/** Titles such as «Tarifa» say nothing without those around them. */
const NEIGHBOURS = [-2, -1, 1, 2];

// A process talks to one database; tests to a few.
const MOST_INDEXES = 4;
const indexes = new Map<string, Promise<CorpusIndex>>();

/**
 * The index of what is stored now, built on the first question after a change, whichever process made the change. The
 * revision is random and new with every change, so the same one always means the same content.
 */
export async function corpusIndexOf<DB extends PassagesDatabase>(db: Kysely<DB>): Promise<CorpusIndex> {
  const corpus = passagesOf(db);
  const { revision } = await corpus.selectFrom('corpus_state').select('revision').executeTakeFirstOrThrow();
  const known = indexes.get(revision);
  if (known !== undefined) return await known;
  const building = readIndex(corpus);
  indexes.set(revision, building);
  for (const oldest of [...indexes.keys()].slice(0, -MOST_INDEXES)) indexes.delete(oldest);
  try {
    const index = await building;
    // A load may have come in between: then what was read belongs to its revision.
    if (index.revision !== revision) {
      indexes.delete(revision);
      indexes.set(index.revision, Promise.resolve(index));
    }
    return index;
  } catch (error) {
    indexes.delete(revision);
    throw error;
  }
}

async function readIndex(corpus: Kysely<PassagesDatabase>): Promise<CorpusIndex> {
  const { revision, rows, chunks } = corpus.isTransaction
    ? await readRows(corpus)
    : // One snapshot: the revision must be that of the rows.
      await corpus
        .transaction()
        .setIsolationLevel('repeatable read')
        .setAccessMode('read only')
        .execute(readRows);
  const chunksOf = Map.groupBy(chunks, (chunk) => chunk.passage_id);
  const passages = rows.map((row): IndexedPassage => ({
    id: row.id,
    collection: row.collection,
    norm: row.norm,
    article: row.article,
    title: row.title,
    body: row.body,
    topics: row.topics,
    source: row.source,
    // The column's check allows no other.
    status: row.status as PassageStatus,
    validFrom: row.valid_from,
    validTo: row.valid_to,
    heading: row.heading,
    chunks: (chunksOf.get(row.id) ?? []).map(({ label, body, content_hash: contentHash }) => ({
      label,
      body,
      contentHash,
    })),
  }));
  return await indexPassages(
    revision,
    passages,
    rows.map((row) => row.links),
  );
}

async function readRows(corpus: Kysely<PassagesDatabase>) {
  const { revision } = await corpus.selectFrom('corpus_state').select('revision').executeTakeFirstOrThrow();
  const rows = await corpus
    .selectFrom('passages')
    .select([
      'id',
      'collection',
      'norm',
      'article',
      'title',
      'body',
      'topics',
      'source',
      'status',
      'heading',
      'links',
    ])
    .select(['valid_from', 'valid_to'])
    .orderBy('collection')
    .orderBy('position')
    .orderBy('id')
    .execute();
  const chunks = await corpus
    .selectFrom('passage_chunks')
    .selectAll()
    .orderBy('passage_id')
    .orderBy('position')
    .execute();
  return { revision, rows, chunks };
}

export async function indexPassages(
  revision: string,
  passages: readonly IndexedPassage[],
  linksByPassage: readonly (readonly string[])[],
): Promise<CorpusIndex> {
  const groups = groupsOf(passages);
  const explained = guideByGroup(passages, groups);
  const subjects = await subjectsByArticle();
  const documents = passages.map((passage, position) => {
    const ofGuide = passage.collection === GUIDE;
    return {
      title: ofGuide ? `${passage.title} ${passage.topics.join(' ').replaceAll('-', ' ')}` : passage.title,
      body: ofGuide ? bodyWithoutExample(passage.body) : passage.body,
      guide: ofGuide ? '' : (explained.get(groups[position]!) ?? ''),
      subject: ofGuide || !hasSubjects(passage.norm) ? '' : (subjects.get(passage.article) ?? ''),
      context: ofGuide ? '' : contextOf(passages, position),
    };
  });
  const inverted = await buildInvertedIndex(documents, {
    // Found on the questions that were seen while choosing (evaluation/README.md); flat around these values.
    fields: {
      title: { weight: 3, lengthPenalty: 0.3 },
      body: { weight: 1, lengthPenalty: 0.45 },
      guide: { weight: 0.8, lengthPenalty: 0.4 },
      subject: { weight: 1.5, lengthPenalty: 0.3 },
      context: { weight: 0.3, lengthPenalty: 0.3 },
    },
    saturation: 1.2,
    pairs: true,
    roots: true,
  });
  const byArticle = positionsBy(passages, (passage) => passage.article);
  const byGroup = positionsBy(passages, (passage) => groupKey(passage.norm, passage.article));
  const links = linksByPassage.map((articles, position) =>
    articles.flatMap((article) => byGroup.get(groupKey(passages[position]!.norm, article)) ?? []),
  );
  // The vocabulary is read now, so that the first question does not wait for it.
  understandQuery('renta');
  return { revision, passages, inverted, groups, byArticle, links };
}

function groupKey(norm: string, article: string): string {
  return `${fold(norm)} ${article}`;
}

function groupsOf(passages: readonly IndexedPassage[]): Uint32Array {
  const numbers = new Map<string, number>();
  return Uint32Array.from(passages, ({ norm, article }) => {
    const key = groupKey(norm, article);
    const known = numbers.get(key) ?? numbers.size;
    numbers.set(key, known);
    return known;
  });
}

/** What the guide says today on each article, in plain words: it vouches for the law's own text. */
function guideByGroup(passages: readonly IndexedPassage[], groups: Uint32Array): Map<number, string> {
  const explained = new Map<number, string>();
  for (const [position, { collection, title, topics, body, validTo }] of passages.entries()) {
    if (collection !== GUIDE || validTo !== null) continue;
    const text = `${title}. ${topics.join(' ').replaceAll('-', ' ')}. ${bodyWithoutExample(body)}`;
    const group = groups[position]!;
    explained.set(group, `${explained.get(group) ?? ''} ${text}`);
  }
  return explained;
}

function contextOf(passages: readonly IndexedPassage[], position: number): string {
  const { collection, heading } = passages[position]!;
  const around = NEIGHBOURS.map((step) => passages[position + step])
    .filter((neighbour) => neighbour?.collection === collection)
    .map((neighbour) => neighbour!.title);
  return [heading ?? '', ...around].join(' ');
}

function positionsBy(
  passages: readonly IndexedPassage[],
  keyOf: (passage: IndexedPassage) => string,
): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const [position, passage] of passages.entries()) {
    const key = keyOf(passage);
    const positions = found.get(key);
    if (positions === undefined) found.set(key, [position]);
    else positions.push(position);
  }
  return found;
}
