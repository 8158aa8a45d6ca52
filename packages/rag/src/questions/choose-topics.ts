import type { Book } from './book.ts';
import { TOPICS } from './topics/index.ts';
import { ofReporter } from './topics/reporters.ts';
import type { Topic } from './topics/topic.ts';
import { matchStems, wordsOf } from './words.ts';

/** More than this in one question and none of the answers is read. */
const MOST_TOPICS = 3;

export interface Chosen {
  /** Best first; empty when the question is about nothing that is known of declarations. */
  readonly topics: readonly Topic[];
  /** Narrowed to the reporters that the question names. */
  readonly book: Book;
}

/** What a question is about: topics by their vocabulary, and reporters by their names. */
export function chooseTopics(question: string, book: Book): Chosen {
  const words = wordsOf(question);
  const matches = TOPICS.flatMap((topic) => {
    const taken = bestMatch(topic, words);
    return taken === null ? [] : [{ topic, taken }];
  }).sort((first, second) => second.taken.size - first.taken.size);
  const spoken = new Set(matches.flatMap(({ taken }) => [...taken]));
  const named = namedReporters(words, spoken, book);

  const topics: Topic[] = [];
  const covered = new Set<number>();
  for (const { topic, taken } of matches) {
    // What a better match has said already needs no second answer: "salarios" inside "cuánto gané por salarios".
    if ([...taken].some((word) => covered.has(word))) continue;
    topics.push(topic);
    for (const word of taken) covered.add(word);
  }
  const special = topics.filter(({ general }) => general !== true);
  const said = (special.length > 0 ? special : topics).slice(0, MOST_TOPICS);
  if (said.length === 0 && named.size > 0) said.push(ofReporter);
  return { topics: said, book: named.size === 0 ? book : book.narrowed(named) };
}

function bestMatch(topic: Topic, words: readonly string[]): Set<number> | null {
  let best: Set<number> | null = null;
  for (const pattern of topic.asks) {
    const taken = matchStems(pattern, words);
    if (taken !== null && taken.size > (best?.size ?? 0)) best = taken;
  }
  return best;
}

// Words of names that name nobody: forms of company, and what half of the reporters of a country are called.
const GENERIC = new Set(
  (
    'banco bancos fondo fondos caja cooperativa empresa compania sociedad grupo nacional colombia colombiana colombiano general ' +
    'servicios servicio comercial inversiones seguros salud pensiones cesantias vivienda ahorro credito financiera financiero ' +
    'fiduciaria universidad alcaldia municipio distrito ministerio dian para limitada anonima cual como esta este'
  ).split(' '),
);
const SHORTEST_NAME = 4;

/** Names of the reporters that a question names by a word of their own, by their NIT, or, failing that, by what they are. */
function namedReporters(words: readonly string[], spoken: ReadonlySet<number>, book: Book): Set<string> {
  const free = words.filter((_word, index) => !spoken.has(index));
  const own = new Set(free.filter((word) => word.length >= SHORTEST_NAME && !GENERIC.has(word)));
  const kinds = new Set(words.filter((word) => word === 'banco' || word === 'bancos'));
  const names = new Map(book.entries.map((entry) => [entry.reporterName, entry.reporterNit]));
  const byName = new Set<string>();
  const byKind = new Set<string>();
  for (const [name, nit] of names) {
    const called = wordsOf(name);
    if (called.some((word) => own.has(word)) || free.includes(nit)) byName.add(name);
    else if (kinds.size > 0 && called.some((word) => word.startsWith('banc'))) byKind.add(name);
  }
  return byName.size > 0 ? byName : byKind;
}
