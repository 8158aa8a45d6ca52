import type { Kysely } from 'kysely';
import type { PassagesDatabase } from '../corpus/database.ts';
import { findPassages } from '../corpus/find-passages.ts';
import { bodyWithoutExample } from '../corpus/passage.ts';
import { type RetrievalDependencies, retrieve } from '../retrieval/retrieve.ts';
import { understandQuery } from '../retrieval/understand-query.ts';
import type { NamedCitation } from './types.ts';
import type { Topic } from './topics/topic.ts';

/** A passage that an answer may cite, with all its text for a model to read. */
export interface LawPassage extends NamedCitation {
  readonly body: string;
}

export interface LawRequest {
  readonly question: string;
  readonly year: number;
  readonly topics: readonly Topic[];
}

/** Passages shown beside facts; more would bury them. */
const MOST_OF_TOPICS = 3;
const MOST_FOUND = 3;

/**
 * The law of a question as it stood in the taxable year: what its topics rest on, and what the corpus finds where no topic
 * knows the answer or an article is named by its number.
 */
export async function findLaw<DB extends PassagesDatabase>(
  db: Kysely<DB>,
  { question, year, topics }: LawRequest,
  searching: RetrievalDependencies = {},
): Promise<LawPassage[]> {
  const keys = inTurns(topics.map(({ cites }) => cites)).slice(0, MOST_OF_TOPICS);
  const cited = await findPassages(db, keys, year);
  const names = understandQuery(question);
  const search = topics.length === 0 || names.articles.length > 0;
  const found = search ? await retrieve(db, { query: question, year, limit: MOST_FOUND }, searching) : [];
  const passages = new Map(
    [...found, ...keys.flatMap((key) => cited.get(key) ?? [])].map((passage) => [passage.id, passage]),
  );
  return [...passages.values()].slice(0, MOST_OF_TOPICS).map((passage, index) => ({
    ref: `P${index + 1}`,
    passageId: passage.id,
    norm: passage.norm,
    article: passage.article,
    title: passage.title,
    excerpt: excerptOf(passage.body),
    body: bodyWithoutExample(passage.body),
  }));
}

/** `Estatuto Tributario, art. 387`. */
export function nameOfLaw({ norm, article }: Pick<NamedCitation, 'norm' | 'article'>): string {
  return /^\d/.test(article) ? `${norm}, art. ${article}` : `${norm}, ${article}`;
}

const LONGEST_EXCERPT = 420;

/** The beginning of a passage in whole sentences, as many as fit; its first words when not even one does. */
function excerptOf(body: string): string {
  const text = bodyWithoutExample(body).replace(/\s+/g, ' ').trim();
  if (text.length <= LONGEST_EXCERPT) return text;
  const cut = text.slice(0, LONGEST_EXCERPT);
  const end = Math.max(cut.lastIndexOf('. '), cut.lastIndexOf('; '));
  return end > LONGEST_EXCERPT / 3 ? `${cut.slice(0, end)}.` : `${cut.slice(0, cut.lastIndexOf(' '))}…`;
}

/** The first of each list, then the second of each: no topic of a question stays without law. */
function inTurns(lists: readonly (readonly string[])[]): string[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  const turns = Array.from({ length: longest }, (_unused, index) =>
    lists.flatMap((list) => list[index] ?? []),
  );
  return [...new Set(turns.flat())];
}
