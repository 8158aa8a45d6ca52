import { DOMAIN_TERMS } from './domain-terms.ts';

/** One idea of a query: the phrases of which any stands for it. */
export interface QueryConcept {
  phrases: { text: string; weight: number }[];
  /** Comes from the domain vocabulary, so the query is surely about tax. */
  domain: boolean;
}

export interface UnderstoodQuery {
  concepts: QueryConcept[];
  /** Bare article numbers, `336-1`, asked for by name or standing alone in the query. */
  articles: string[];
}

// Words that carry no subject in a question. The text search configuration drops the Spanish stop words besides.
const FILLER = new Set(
  (
    'cual cuales cuanto cuanta cuantos cuantas como donde cuando quien quienes que puedo puede pueden debo debe deben tengo tiene hay ' +
    'quiero saber necesito dice sobre para por favor segun hacer hago pasa si son ser estar esta este ano anos gravable renta ' +
    'estatuto tributario et dian colombia impuesto declaracion articulo articulos art arts numeral num'
  ).split(' '),
);

const ARTICLE = String.raw`\d{1,3}(?:-\d{1,3})?`;
const ARTICLE_LIST = new RegExp(
  String.raw`\b(?:articulos?|arts?)\b\.?\s*((?:${ARTICLE})(?:\s*(?:,|y|e|o|a|al|hasta|-)\s*(?:${ARTICLE}))*)(?![\d.])`,
  'g',
);
const NUMERAL = /\b(?:numeral(?:es)?|num|nral)\b\.?\s*(\d{1,2})\b/g;
const ONLY_ARTICLES = new RegExp(String.raw`^[\s,y]*${ARTICLE}(?:[\s,y]+${ARTICLE})*[\s,y]*$`);

/** Reads a query in accountants' words: articles and ranges by number, domain vocabulary, and what is left as plain words. */
export function understandQuery(query: string): UnderstoodQuery {
  let rest = ` ${normalise(query)} `;
  const articles = new Set<string>();
  const concepts: QueryConcept[] = [];

  rest = rest.replace(ARTICLE_LIST, (_match, list: string) => {
    for (const article of expandList(list)) articles.add(article);
    return ' ';
  });
  rest = rest.replace(NUMERAL, (_match, numeral: string) => {
    concepts.push({ phrases: [{ text: `numeral ${numeral}`, weight: 1 }], domain: true });
    return ' ';
  });
  rest = takeDomainTerms(rest, concepts);
  // A number among words may be a year, an amount or the end of a NIT; alone it can only be an article.
  if (concepts.length === 0 && ONLY_ARTICLES.test(rest)) {
    for (const article of expandList(rest)) articles.add(article);
    rest = '';
  }
  for (const word of new Set(rest.match(/[a-z0-9ñ]+(?:-[0-9]+)?/g) ?? [])) {
    if (word.length > 2 && !FILLER.has(word))
      concepts.push({ phrases: [{ text: word, weight: 1 }], domain: false });
  }
  return { concepts, articles: [...articles] };
}

function takeDomainTerms(text: string, concepts: QueryConcept[]): string {
  let rest = text;
  for (const { said, written } of TERMS_LONGEST_FIRST) {
    if (!rest.includes(` ${said} `)) continue;
    rest = rest.replaceAll(` ${said} `, '  ');
    concepts.push({
      domain: true,
      phrases: [said, ...written.filter((phrase) => phrase !== said)].map((phrase, index) => ({
        text: phrase,
        // What was said counts in full; other ways to say it count less, so exact wording wins among equals.
        weight: index === 0 ? 1 : 0.8,
      })),
    });
  }
  return rest;
}

// Longest first, so that "intereses de vivienda" is one idea and not "vivienda" with "intereses".
const TERMS_LONGEST_FIRST = DOMAIN_TERMS.flatMap((term) =>
  term.said.map((said) => ({ said, written: term.written })),
).sort((a, b) => b.said.length - a.said.length);

function normalise(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[¿?¡!"'“”«»;:()[\]]/g, ' ')
    .replace(/\.(?=\s|$)/g, ' ')
    .replace(/,(?=\s|$)/g, ' , ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** `330 a 333, 336-1` → 330, 331, 332, 333, 336-1. `330-336` is a range because 336 follows 330; `336-1` is an article. */
function expandList(list: string): string[] {
  const found: string[] = [];
  let rangeFrom: number | null = null;
  for (const [token] of list.matchAll(/\d+(?:-\d+)?|hasta|al?\b/g)) {
    if (!/\d/.test(token)) {
      rangeFrom = Number(found.at(-1)?.split('-')[0] ?? Number.NaN);
      continue;
    }
    const [first = '', second] = token.split('-');
    const isRange = second !== undefined && Number(second) > Number(first);
    if (isRange) found.push(...between(Number(first), Number(second)));
    else if (rangeFrom !== null && Number(first) > rangeFrom)
      found.push(...between(rangeFrom + 1, Number(first)));
    else found.push(token);
    rangeFrom = null;
  }
  return found;
}

// A longer span than any title of the law is a misreading, not a question.
const LONGEST_RANGE = 60;

function between(from: number, to: number): string[] {
  const last = Math.min(to, from + LONGEST_RANGE);
  return Array.from({ length: last - from + 1 }, (_, index) => String(from + index));
}
