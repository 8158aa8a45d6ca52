import { unzipSync } from 'fflate';
import { Parser } from 'htmlparser2';
import { ExtractionLimitError } from './extraction-limit-error.ts';
import { CORPUS_LIMITS } from './limits.ts';

const DOCUMENT = 'word/document.xml';
const STORED = 0;

/** The paragraphs of a Word document, headings with Markdown marks; deleted revisions are no text. */
export function extractDocx(bytes: Uint8Array): string {
  const xml = new TextDecoder('utf-8', { fatal: true }).decode(documentOf(bytes));
  // An entity of its own is how a small file becomes a large one; Word writes none.
  if (/<!DOCTYPE|<!ENTITY/i.test(xml)) throw new Error('it declares entities');
  const parts: string[] = [];
  let inText = false;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (name === 'w:t') inText = true;
        else if (name === 'w:tab') parts.push('\t');
        else if (name === 'w:br' || name === 'w:cr') parts.push('\n');
        else if (name === 'w:pStyle') parts.push(headingMark(attributes['w:val'] ?? ''));
      },
      onclosetag(name) {
        if (name === 'w:t') inText = false;
        else if (name === 'w:p') parts.push('\n');
      },
      ontext(text) {
        if (inText) parts.push(text);
      },
    },
    { xmlMode: true },
  );
  parser.write(xml);
  parser.end();
  return parts.join('').replace(/\n{3,}/g, '\n\n').trim();
}

/** `Heading1`, `Ttulo2`: Word names styles in the language of whoever wrote the document. */
function headingMark(style: string): string {
  const level = /^(?:heading|t[íi]?tulo)\s?(?<level>[1-6])$/i.exec(style)?.groups?.['level'];
  return level === undefined ? '' : `${'#'.repeat(Number(level))} `;
}

function documentOf(bytes: Uint8Array): Uint8Array {
  let entries = 0;
  let compression = STORED;
  let declared = 0;
  const files = unzipSync(bytes, {
    filter(file) {
      entries += 1;
      if (entries > CORPUS_LIMITS.archiveEntries) throw new ExtractionLimitError('its archive has too many parts');
      if (file.name !== DOCUMENT) return false;
      if (file.originalSize > CORPUS_LIMITS.unpackedBytes) throw new ExtractionLimitError('it is too large unpacked');
      compression = file.compression;
      declared = file.originalSize;
      return true;
    },
  });
  const document = files[DOCUMENT];
  if (document === undefined) throw new Error('it has no Word document in it');
  if (compression !== STORED && document.length !== declared) throw new Error('its archive is damaged');
  return document;
}
