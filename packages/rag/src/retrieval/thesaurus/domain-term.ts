/**
 * How accountants and taxpayers say things, and how the law words them. Written without accents and in lower case, as
 * queries are compared. `said` are the ways to ask; `written` are the phrases searched for besides, best first.
 */
export interface DomainTerm {
  readonly said: readonly string[];
  readonly written: readonly string[];
}

/** `a|b|c > x|y`: whoever says a, b or c may mean what the law calls x or y. */
export function domainTerms(lines: string): DomainTerm[] {
  return lines
    .trim()
    .split('\n')
    .map((line) => {
      const [said = '', written = ''] = line.split('>');
      return { said: phrasesOf(said), written: phrasesOf(written) };
    });
}

function phrasesOf(side: string): string[] {
  return side
    .split('|')
    .map((phrase) => phrase.trim())
    .filter((phrase) => phrase !== '');
}
