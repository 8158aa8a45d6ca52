import { createHash } from 'node:crypto';

export interface Chunk {
  /** `Parágrafo 2`, `Numeral 10`, `Literal b`; null for the beginning of an article. */
  readonly label: string | null;
  readonly body: string;
  readonly contentHash: string;
}

/** An article up to this long is one piece: cutting it would only part what belongs together. */
const WHOLE_LENGTH = 1_400;
/** Neighbouring parts are joined up to about this length. */
const JOINED_LENGTH = 1_000;
/** What has no structure is cut at ends of sentences. */
const LONGEST_PART = 2_400;

const PARAGRAPH = /(?<![\p{L}\d,])(?=\*{0,3}par[áa]grafo(?:\s+(?:transitorio|\d+))*\s*[.°ºo:-])/giu;
const NUMERAL = /(?<=[.:;]\s+|\n\s*)(?=\*{0,3}\d{1,2}(?:\.\s*(?!\d)|[)-]\s*)\p{L})/gu;
const LITERAL = /(?<=[.:;,]\s+|\n\s*)(?=\*{0,3}[a-zñ]\)\s)/gu;

/** Cuts a passage by its legal structure: paragraphs, then numerals, then literals. Every piece begins with the article's heading. */
export function chunkPassage(passage: { readonly article: string; readonly title: string; readonly body: string }): Chunk[] {
  const heading = headingOf(passage);
  const parts = passage.body.length <= WHOLE_LENGTH ? [passage.body] : join(divide(passage.body));
  return parts.map((part, index) => {
    const body = `${heading}\n${part.trim()}`;
    return {
      label: index === 0 ? null : labelOf(part),
      body,
      contentHash: createHash('sha256').update(body).digest('hex'),
    };
  });
}

function headingOf({ article, title }: { readonly article: string; readonly title: string }): string {
  const numbered = /^\d/.test(article) && !title.toLowerCase().startsWith('artículo');
  return numbered ? `Artículo ${article}. ${title}` : title;
}

function divide(body: string): string[] {
  return body.split(PARAGRAPH).flatMap((paragraph) => {
    if (paragraph.length <= JOINED_LENGTH) return [paragraph];
    return paragraph
      .split(NUMERAL)
      .flatMap((numeral) => (numeral.length <= LONGEST_PART ? [numeral] : numeral.split(LITERAL)))
      .flatMap((part) => (part.length <= LONGEST_PART ? [part] : cutAtSentences(part)));
  });
}

function cutAtSentences(text: string): string[] {
  const parts: string[] = [];
  let part = '';
  for (const sentence of text.split(/(?<=[.;])\s+/)) {
    if (part !== '' && part.length + sentence.length > JOINED_LENGTH) {
      parts.push(part);
      part = '';
    }
    part = part === '' ? sentence : `${part} ${sentence}`;
  }
  return [...parts, part].flatMap((long) => long.match(new RegExp(`[\\s\\S]{1,${LONGEST_PART}}`, 'g')) ?? []);
}

/** A paragraph begins a piece of its own; short numerals share one. */
function join(parts: readonly string[]): string[] {
  const joined: string[] = [];
  for (const part of parts.filter((candidate) => candidate.trim() !== '')) {
    const last = joined.at(-1);
    const begins = /^\*{0,3}par[áa]grafo/i.test(part.trim());
    if (last === undefined || begins || last.length + part.length > JOINED_LENGTH) joined.push(part);
    else joined[joined.length - 1] = `${last}${part}`;
  }
  return joined;
}

function labelOf(part: string): string | null {
  const text = part.trim().replace(/^\*+/, '');
  const paragraph = /^par[áa]grafo(?<which>(?:\s+(?:transitorio|\d+))*)/i.exec(text)?.groups?.['which'];
  if (paragraph !== undefined) return `Parágrafo${paragraph.toLowerCase()}`;
  const numeral = /^(?<number>\d{1,2})(?:\.|[)-])/.exec(text)?.groups?.['number'];
  if (numeral !== undefined) return `Numeral ${numeral}`;
  const literal = /^(?<letter>[a-zñ])\)/.exec(text)?.groups?.['letter'];
  return literal === undefined ? null : `Literal ${literal}`;
}
