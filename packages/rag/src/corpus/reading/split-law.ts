import type { ReadPassage } from './read-passages.ts';

// «ARTÍCULO 12-1. Título. Texto», «**Art. 7º** –», at the beginning of a line, with or without a Markdown heading.
const ARTICLE =
  /^[ \t]*(?:#{1,6}[ \t]+)?[*_]{0,3}(?:art[íi]culo|art\.)[ \t]+(?<number>\d+(?:\.\d+)*(?:-\d+)*)[ \t]*(?:[°º]|o(?=[.\s]))?[*_]{0,3}[ \t]*[.:–—-]*[ \t]*(?<rest>[^\n]*)$/gimu;
const HEADING = /^[ \t]*(?:#{1,6}[ \t]+(?<marked>[^\n]+)|(?<law>(?:LIBRO|T[ÍI]TULO|CAP[ÍI]TULO|SECCI[ÓO]N)\b[^\n]*))$/gmu;
const LONGEST_TITLE = 200;
/** Of a text without articles or headings. */
const PIECE_LENGTH = 2_500;

/** Divides a text at its articles, else at its headings, else at paragraphs; nothing of it is lost but what precedes the first article. */
export function splitLaw(name: string, text: string): ReadPassage[] {
  const articles = [...text.matchAll(ARTICLE)];
  if (articles.length > 0) return splitAtArticles(text, articles);
  const headings = [...text.matchAll(HEADING)];
  return headings.length > 0 ? splitAtHeadings(name, text, headings) : splitAtParagraphs(name, text);
}

function splitAtArticles(text: string, articles: readonly RegExpExecArray[]): ReadPassage[] {
  const headings = [...text.matchAll(HEADING)];
  return articles.flatMap((match, position) => {
    const start = match.index + match[0].length;
    const end = articles[position + 1]?.index ?? text.length;
    // Headings between two articles belong to the next one.
    const next = headings.find(({ index }) => index > start && index < end);
    const above = headings.findLast(({ index }) => index < match.index);
    const { title, begun } = titleOf(cleanLine(match.groups!['rest']!));
    const body = `${begun} ${text.slice(start, next?.index ?? end)}`.trim();
    return body === '' && title === ''
      ? []
      : [passage(match.groups!['number']!, title, body === '' ? title : body, above === undefined ? null : headingText(above))];
  });
}

/** The title ends at the first full stop of the line; what follows is already the text. */
function titleOf(line: string): { title: string; begun: string } {
  const end = /\.(?:\s+|$)/.exec(line);
  if (end === null) return line.length <= LONGEST_TITLE ? { title: line, begun: '' } : { title: '', begun: line };
  const title = line.slice(0, end.index);
  if (title.length > LONGEST_TITLE) return { title: '', begun: line };
  return { title, begun: line.slice(end.index + end[0].length) };
}

function splitAtHeadings(name: string, text: string, headings: readonly RegExpExecArray[]): ReadPassage[] {
  const before = text.slice(0, headings[0]!.index).trim();
  const sections = headings.flatMap((match, position) => {
    const body = text.slice(match.index + match[0].length, headings[position + 1]?.index ?? text.length).trim();
    const title = headingText(match);
    return body === '' ? [] : [passage(`${position + 1}`, title, body, null)];
  });
  return numbered(name, before === '' ? sections : [passage('0', name, before, null), ...sections]);
}

function splitAtParagraphs(name: string, text: string): ReadPassage[] {
  const pieces: string[] = [];
  for (const paragraph of text.split(/\n\s*\n/).map((part) => part.trim()).filter((part) => part !== '')) {
    const last = pieces.at(-1);
    if (last === undefined || last.length + paragraph.length > PIECE_LENGTH) pieces.push(paragraph);
    else pieces[pieces.length - 1] = `${last}\n\n${paragraph}`;
  }
  return numbered(name, pieces.map((piece) => passage('0', name, piece, null)));
}

/** What is no article must not be taken for one that has its number. */
function numbered(name: string, passages: readonly ReadPassage[]): ReadPassage[] {
  return passages.map((each, position) => ({ ...each, article: `${name} § ${position + 1}` }));
}

function passage(article: string, title: string, body: string, heading: string | null): ReadPassage {
  return {
    article,
    title,
    body,
    heading,
    source: null,
    status: /^\W*derogado\b/i.test(body) ? 'derogado' : 'vigente',
    topics: [],
    validFrom: null,
    validTo: null,
    inForceFrom: null,
    inForceTo: null,
  };
}

function headingText(match: RegExpExecArray): string {
  return cleanLine(match.groups!['marked'] ?? match.groups!['law'] ?? '');
}

function cleanLine(text: string): string {
  return text.replace(/[*_#]+/g, '').trim();
}
