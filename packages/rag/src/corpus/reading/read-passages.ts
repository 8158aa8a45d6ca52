import { RagError } from '../../errors.ts';
import { parsePassage, type PassageStatus } from '../passage.ts';
import { assertKnownFormat } from './corpus-file.ts';
import { extractText } from './extract-text.ts';
import { CORPUS_LIMITS } from './limits.ts';
import { readJsonLines } from './read-json-lines.ts';
import { splitLaw } from './split-law.ts';

/** A passage as a file has it; what the file does not say is left to the collection. */
export interface ReadPassage {
  readonly article: string;
  readonly title: string;
  readonly body: string;
  readonly norm?: string | undefined;
  readonly heading: string | null;
  readonly source: string | null;
  readonly status: PassageStatus;
  readonly topics: string[];
  readonly validFrom: number | null;
  readonly validTo: number | null;
  readonly inForceFrom: string | null;
  readonly inForceTo: string | null;
}

/**
 * The passages of one file.
 * @throws RagError `corpus_invalid`, `corpus_file_broken`, `corpus_file_too_large`, `corpus_format_unknown`.
 */
export async function readPassages(name: string, bytes: Uint8Array, signal?: AbortSignal): Promise<ReadPassage[]> {
  const passages = await divide(name, bytes, signal);
  if (passages.length > CORPUS_LIMITS.passagesPerFile) {
    throw new RagError('corpus_file_too_large', `${name} has more than ${CORPUS_LIMITS.passagesPerFile} passages: divide it.`, {
      name,
      passages: passages.length,
    });
  }
  const long = passages.find(({ body }) => body.length > CORPUS_LIMITS.passageCharacters);
  if (long !== undefined) {
    throw new RagError(
      'corpus_file_too_large',
      `${name} has a passage (${long.article}) of more than ${CORPUS_LIMITS.passageCharacters} characters: divide it by articles or headings.`,
      { name, article: long.article },
    );
  }
  return passages;
}

async function divide(name: string, bytes: Uint8Array, signal: AbortSignal | undefined): Promise<ReadPassage[]> {
  const format = assertKnownFormat(name);
  if (format === 'json-lines') return readJsonLines(name, decode(name, bytes));
  if (format !== 'markdown') return splitLaw(name, requireText(name, await extractText(name, format, bytes, signal)));
  const text = decode(name, bytes);
  return /^---\r?\n/.test(text) ? [ofGuideFile(name, text)] : splitLaw(name, requireText(name, text));
}

/** A file written as those of the guide are. */
function ofGuideFile(name: string, text: string): ReadPassage {
  const fileName = name.split('/').at(-1)!;
  const { id: _id, heading = null, inForceFrom = null, inForceTo = null, status = 'vigente', ...rest } = parsePassage(fileName, text);
  return { ...rest, heading, inForceFrom, inForceTo, status };
}

function decode(name: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replaceAll('\r\n', '\n');
  } catch (error) {
    throw new RagError('corpus_file_broken', `${name} is not UTF-8 text: save it again as UTF-8.`, { name }, error);
  }
}

function requireText(name: string, text: string): string {
  if (/\p{L}/u.test(text)) return text;
  throw new RagError(
    'corpus_file_broken',
    `${name} has no text in it. A scanned document needs text recognition (OCR) before it is loaded.`,
    { name },
  );
}
