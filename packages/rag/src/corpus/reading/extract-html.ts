import { Parser } from 'htmlparser2';
import { ExtractionLimitError } from './extraction-limit-error.ts';
import { CORPUS_LIMITS } from './limits.ts';

const BLOCKS = new Set(
  'address article aside blockquote br dd div dl dt figure footer form header hr li main ol p pre section table tbody td th thead tr ul'.split(' '),
);
const SILENT = new Set('script style noscript template head nav iframe svg math object select button textarea'.split(' '));
const HEADING = /^h[1-6]$/;
/** Deeper markup is made to exhaust whoever reads it. */
const DEEPEST = 2_000;

/** What a reader of the page sees of its text: a line for each block, Markdown marks for headings. */
export function extractHtml(bytes: Uint8Array): string {
  const parts: string[] = [];
  let silent = 0;
  let depth = 0;
  const parser = new Parser({
    onopentagname(name) {
      depth += 1;
      if (depth > DEEPEST) throw new ExtractionLimitError('its elements are nested too deeply');
      if (SILENT.has(name)) silent += 1;
      if (silent > 0) return;
      if (HEADING.test(name)) parts.push(`\n\n${'#'.repeat(Number(name[1]))} `);
      else if (BLOCKS.has(name)) parts.push('\n');
    },
    onclosetag(name) {
      depth -= 1;
      if (SILENT.has(name)) silent -= 1;
      else if (silent === 0 && (BLOCKS.has(name) || HEADING.test(name))) parts.push('\n');
    },
    ontext(text) {
      if (silent === 0) parts.push(text.replace(/\s+/g, ' '));
    },
  });
  parser.write(decodeHtml(bytes));
  parser.end();
  const text = parts.join('');
  if (text.length > CORPUS_LIMITS.unpackedBytes) throw new ExtractionLimitError('its text is too long');
  return text
    .replace(/[ \t\u00a0]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Old pages of public offices are in Latin-1, and some say so only in their head. */
function decodeHtml(bytes: Uint8Array): string {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 2_048));
  const declared = /<meta[^>]+charset=["']?(?<charset>[\w-]+)/i.exec(head)?.groups?.['charset'] ?? 'utf-8';
  const latin = /^(?:iso-8859-1|latin-?1|windows-1252)$/i.test(declared);
  return new TextDecoder(latin ? 'windows-1252' : 'utf-8').decode(bytes);
}
