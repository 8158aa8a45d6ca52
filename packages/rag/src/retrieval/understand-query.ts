import { onlyArticles, takeArticleReferences } from './article-references.ts';
import { fold, STOP_WORDS, stem, termsOf, wordsOf } from './lexical/words.ts';
import { THESAURUS } from './thesaurus/index.ts';
import { OUTSIDE_SUBJECTS } from './thesaurus/outside-subjects.ts';

/** One way the law may put an idea: stems that stand side by side. */
export interface Wording {
  readonly terms: readonly string[];
  readonly weight: number;
}

/** One idea of a query: the wordings of which any stands for it. */
export interface QueryConcept {
  readonly wordings: readonly Wording[];
  /** Comes from the domain vocabulary, so the query is surely about tax. */
  readonly domain: boolean;
}

export interface UnderstoodQuery {
  readonly concepts: readonly QueryConcept[];
  /** Words that stand side by side in the question, whatever they mean: where the law has them so too, it speaks of the same. */
  readonly pairs: readonly (readonly string[])[];
  /** Stems of all that was said. */
  readonly words: readonly string[];
  /** Bare article numbers, `336-1`, asked for by name or standing alone in the query. */
  readonly articles: readonly string[];
  /** It names something that other laws rule. */
  readonly outside: boolean;
}

// Words of nearly every question about tax: they say that it is one, not what it is about.
const FILLER = new Set(
  (
    'ano anos gravable et dian colombia colombiana articulo articulos art arts numeral num ley pasa si dice sirve favor gracias ' +
    // Verbs and turns of talk that say nothing of the matter, and that the law uses for other things.
    'igual resulta verdad entonces acaso ahora aca alla aqui ahi luego apenas solito pedazo cosa cosas algo gente senor senora ' +
    'meto meter metio meti pongo poner puse pone ponen quedo queda quedan quede quedar doy dan dar dio dieron da sale salio ' +
    'salir salgo trae traen llego llega llegar llegaron mando mandar mandaron hice hizo hicieron voy vaya ir iba fui vengo viene ' +
    'veo ver ve creo pienso gustaria quisiera podria deberia seria tocaria sigo sigue siguen dejo deja dejar vivo ' +
    'gigante mucho mucha muchos muchas demasiado rapido facil dificil nuevo nueva viejo vieja bueno malo grande pequeno'
  ).split(' '),
);
/** Words that stand for the whole subject; they count a little, for they still tell one book of the statute from another. */
const GENERAL = new Set([
  'renta',
  'impuesto',
  'impuestos',
  'declaracion',
  'estatuto',
  'tributario',
  'pago',
  'pagar',
  'cuanto',
  'valor',
]);
const GENERAL_WEIGHT = 0.5;

/** What was said counts in full; other ways to say it count less, so that exact wording wins among equals. */
const SYNONYM_WEIGHT = 0.85;
/** A word of an expression found without the others. */
const PART_WEIGHT = 0.45;
/** A longer question has said what it wants by then. */
const MOST_WORDS = 80;

const NUMERAL = /\b(?:numeral(?:es)?|num|nral)\b\.?\s*(\d{1,2})\b/g;

/** Reads a query in accountants' words: articles and ranges by number, domain vocabulary, and what is left as plain words. */
export function understandQuery(query: string): UnderstoodQuery {
  const text = normalise(query);
  const named = takeArticleReferences(text);
  const outside = OUTSIDE_SUBJECTS.some((subject) => ` ${text} `.includes(` ${subject} `));
  const articles = new Set(named.articles);
  const concepts: QueryConcept[] = [];
  let rest = ` ${named.rest} `.replace(NUMERAL, (_match, numeral: string) => {
    concepts.push({ wordings: [{ terms: [numeral], weight: 0.5 }], domain: articles.size > 0 });
    return ' ';
  });
  rest = takeDomainTerms(rest, concepts);
  // A number among words may be a year, an amount or the end of a NIT; alone it can only be an article.
  if (concepts.length === 0) {
    const alone = onlyArticles(rest.trim());
    if (alone !== null)
      return { concepts, pairs: [], words: [], articles: [...new Set([...articles, ...alone])], outside };
  }
  for (const word of new Set(wordsOf(rest).slice(0, MOST_WORDS))) {
    if (STOP_WORDS.has(word) || FILLER.has(word) || word.length < 2) continue;
    const weight = GENERAL.has(word) ? GENERAL_WEIGHT : 1;
    concepts.push({ wordings: [{ terms: [stem(word)], weight }], domain: false });
  }
  return {
    concepts,
    pairs: pairsOf(named.rest),
    words: termsOf(named.rest),
    articles: [...articles],
    outside,
  };
}

function pairsOf(text: string): string[][] {
  const pairs = text.split(' , ').flatMap((part) => {
    const terms = termsOf(part).slice(0, MOST_WORDS);
    return terms.slice(1).map((term, index) => [terms[index]!, term]);
  });
  return [...new Map(pairs.map((pair) => [pair.join(' '), pair])).values()];
}

interface Expression {
  readonly said: string;
  readonly concept: QueryConcept;
}

function takeDomainTerms(text: string, concepts: QueryConcept[]): string {
  const found: { at: number; end: number; concept: QueryConcept }[] = [];
  for (const { said, concept } of expressions()) {
    const at = text.indexOf(` ${said} `);
    const end = at + said.length + 2;
    // Expressions may share a word («no declarar renta»), but one that is all within another says nothing more.
    if (at < 0 || found.some((other) => other.at <= at && end <= other.end)) continue;
    found.push({ at, end, concept });
  }
  concepts.push(...found.sort((first, second) => first.at - second.at).map(({ concept }) => concept));
  const taken = text.split('');
  for (const { at, end } of found) taken.fill(' ', at, end);
  return taken.join('');
}

let known: readonly Expression[] | null = null;

/** Longest first, so that "intereses de vivienda" is one idea and not "vivienda" with "intereses". */
function expressions(): readonly Expression[] {
  known ??= [...mergeMeanings()]
    .map(([said, written]) => ({ said, concept: conceptOf(said, [...written]) }))
    .sort((first, second) => second.said.length - first.said.length);
  return known;
}

/** An expression in several entries means what each of them says. */
function mergeMeanings(): Map<string, Set<string>> {
  const meanings = new Map<string, Set<string>>();
  for (const { said, written } of THESAURUS) {
    for (const expression of said) {
      const meaning = meanings.get(expression) ?? new Set();
      for (const phrase of written) meaning.add(phrase);
      meanings.set(expression, meaning);
    }
  }
  return meanings;
}

function conceptOf(said: string, written: readonly string[]): QueryConcept {
  const wordings = new Map<string, Wording>();
  const add = (terms: readonly string[], weight: number) => {
    const key = terms.join(' ');
    const before = wordings.get(key);
    if (terms.length > 0 && (before === undefined || before.weight < weight))
      wordings.set(key, { terms, weight });
  };
  const own = termsOf(said);
  add(own, 1);
  for (const phrase of written) add(termsOf(phrase), SYNONYM_WEIGHT);
  if (own.length > 1) for (const term of own) add([term], PART_WEIGHT);
  return { wordings: [...wordings.values()], domain: true };
}

function normalise(text: string): string {
  return fold(text)
    .replace(/[¿?¡!"'“”«»;:()[\]{}<>*/\\|&]/g, ' ')
    .replace(/\.(?=\s|$)/g, ' ')
    .replace(/,(?=\s|$)/g, ' , ')
    .replace(/\s+/g, ' ')
    .trim();
}
