import { takeArticleReferences } from '../retrieval/article-references.ts';
import { fold } from '../retrieval/lexical/words.ts';

const LONGEST_SLUG = 80;
/** A list longer than that is an index of the law, not a reference within it. */
const MOST_LINKS = 60;

/** `art-336-1-estimacion-de-costos` and `Artículo 336-1` are `336-1`; what has no number stays as it is. */
export function bareArticle(given: string): string {
  const folded = fold(given).trim();
  const match = /^(?<word>art(?:iculo)?s?[\s.-]*)?(?<number>\d+(?:-\d+)*)(?=$|[^\d.])/.exec(folded);
  if (match?.groups === undefined) return given.trim();
  // `12 meses` is a title: without the word, a number with something after it is no article.
  const isArticle = match.groups['word'] !== undefined || match[0].length === folded.length;
  return isArticle ? match.groups['number']! : given.trim();
}

/** For ids and names: lower case, digits and dashes. */
export function slugOf(text: string): string {
  const slug = fold(text)
    .replaceAll('ñ', 'n')
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, LONGEST_SLUG);
  return slug === '' ? 'sin-nombre' : slug;
}

/** The articles that a text of the law names, without the one it belongs to. */
export function linksOf(body: string, article: string): string[] {
  return takeArticleReferences(fold(body))
    .articles.filter((named) => named !== article)
    .slice(0, MOST_LINKS);
}
