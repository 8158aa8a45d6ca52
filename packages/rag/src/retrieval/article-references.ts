const ARTICLE = String.raw`\d{1,4}(?:-\d{1,3})*`;
// After «artículo»; «206 num 10» and «240 uvt» must not read on into the next number.
const LIST = String.raw`${ARTICLE}(?:\s*(?:,\s*y|,|y|e|o|al?|hasta|-)\s*${ARTICLE}(?!\s*(?:uvt|%|de \d)))*`;
const NAMED = new RegExp(String.raw`\b(?:articulos?|arts?)\b\.?\s*(?:n[uo]\.?\s*)?(${LIST})(?![\d.])`, 'g');
const OF_THE_STATUTE = new RegExp(
  String.raw`\b(${ARTICLE})\s+(?:del\s+)?(?:e\.?\s?t\.?|estatuto(?: tributario)?)(?![a-z])`,
  'g',
);
const ALONE = new RegExp(String.raw`^[\s,y]*${ARTICLE}(?:[\s,y]+${ARTICLE})*[\s,y]*$`);

export interface ArticleReferences {
  /** Bare article numbers, `336-1`, in the order they are named; ranges as the articles within. */
  readonly articles: readonly string[];
  /** The text without them. */
  readonly rest: string;
}

/** The articles that a folded text names: «art. 206», «artículos 592 a 594-3», «336-1 E.T.». */
export function takeArticleReferences(text: string): ArticleReferences {
  const articles = new Set<string>();
  const take = (_match: string, list: string) => {
    for (const article of expandList(list)) articles.add(article);
    return ' ';
  };
  const rest = text.replace(NAMED, take).replace(OF_THE_STATUTE, take);
  return { articles: [...articles], rest };
}

/** The articles of a text that is nothing but numbers; null for any other. */
export function onlyArticles(text: string): string[] | null {
  return ALONE.test(text) ? expandList(text) : null;
}

/** `330 a 333, 336-1` → 330, 331, 332, 333, 336-1. `330-336` is a range because 336 follows 330; `336-1` is an article. */
function expandList(list: string): string[] {
  const found: string[] = [];
  let rangeFrom: number | null = null;
  for (const [token] of list.matchAll(/\d+(?:-\d+)*|hasta|al?\b/g)) {
    if (!/\d/.test(token)) {
      rangeFrom = Number(found.at(-1)?.split('-')[0] ?? Number.NaN);
      continue;
    }
    const [first = '', second] = token.split('-');
    const isRange = second !== undefined && Number(second) > Number(first);
    if (isRange) found.push(...between(Number(first), Number(second)));
    else if (rangeFrom !== null && Number(first) > rangeFrom) {
      found.push(...between(rangeFrom + 1, Number(first)));
      // «592 a 594-3» ends within 594: the article with the dash belongs to it.
      if (second !== undefined) found.push(...dashed(first, Number(second)));
    } else found.push(token);
    rangeFrom = null;
  }
  return found;
}

// A longer span than any title of the law is a misreading, not a question.
const LONGEST_RANGE = 60;

function between(from: number, to: number): string[] {
  const last = Math.min(to, from + LONGEST_RANGE);
  return Array.from({ length: Math.max(0, last - from + 1) }, (_, index) => String(from + index));
}

function dashed(article: string, last: number): string[] {
  return between(1, Math.min(last, LONGEST_RANGE)).map((suffix) => `${article}-${suffix}`);
}
