import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { RagError } from '../../errors.ts';
import { CORPUS_LIMITS } from './limits.ts';

/** A file of a corpus, wherever it is kept. */
export interface CorpusFile {
  /** Its path below the directory or prefix that is loaded: the same each time. */
  readonly name: string;
  open(): Promise<Readable> | Readable;
}

export const FORMATS = ['markdown', 'html', 'pdf', 'docx', 'json-lines'] as const;
export type CorpusFormat = (typeof FORMATS)[number];

const FORMAT_BY_ENDING: Readonly<Record<string, CorpusFormat>> = {
  md: 'markdown',
  markdown: 'markdown',
  txt: 'markdown',
  html: 'html',
  htm: 'html',
  xhtml: 'html',
  pdf: 'pdf',
  docx: 'docx',
  jsonl: 'json-lines',
  ndjson: 'json-lines',
};

/** By the ending of its name, below `.gz`; null for what no corpus is made of. */
export function formatOf(name: string): CorpusFormat | null {
  const ending = /\.(?<ending>[a-z]+)(?:\.gz)?$/.exec(name.toLowerCase())?.groups?.['ending'];
  return ending === undefined ? null : (FORMAT_BY_ENDING[ending] ?? null);
}

/**
 * The files of a path: the one it names, or all of a directory below it that can be read, in the order of their names.
 * @throws RagError `corpus_source_missing`, `corpus_format_unknown`, `corpus_empty`, `corpus_file_too_large`.
 */
export async function listCorpusFiles(given: string): Promise<CorpusFile[]> {
  const found = await stat(given).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
    throw new RagError('corpus_source_missing', `There is no file or directory ${given}.`, { path: given }, error);
  });
  if (!found.isDirectory()) {
    const name = path.basename(given);
    assertKnownFormat(name);
    return [{ name, open: () => createReadStream(given) }];
  }
  const entries = await readdir(given, { recursive: true, withFileTypes: true });
  const names = entries
    // A link may lead out of the directory, or in circles.
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(given, path.join(entry.parentPath, entry.name)));
  return chooseFiles(names, given, (name) => ({
    name: name.split(path.sep).join('/'),
    open: () => createReadStream(path.join(given, name)),
  }));
}

/** Of many names the files that can be read. Throws `corpus_empty` when there is none. */
export function chooseFiles(
  names: readonly string[],
  place: string,
  toFile: (name: string) => CorpusFile,
): CorpusFile[] {
  const readable = names.filter((name) => formatOf(name) !== null && !name.split(/[\\/]/).some((part) => part.startsWith('.')));
  if (readable.length === 0) {
    throw new RagError(
      'corpus_empty',
      `There is nothing to load in ${place}: it needs files that end in ${Object.keys(FORMAT_BY_ENDING).join(', ')}, or these with .gz.`,
      { place },
    );
  }
  if (readable.length > CORPUS_LIMITS.files) {
    throw new RagError('corpus_file_too_large', `${place} has more than ${CORPUS_LIMITS.files} files: load its parts one by one.`, {
      place,
      files: readable.length,
    });
  }
  return readable.toSorted().map(toFile);
}

export function assertKnownFormat(name: string): CorpusFormat {
  const format = formatOf(name);
  if (format !== null) return format;
  throw new RagError(
    'corpus_format_unknown',
    `${name} is of no kind that can be loaded: its name must end in ${Object.keys(FORMAT_BY_ENDING).join(', ')}, or these with .gz.`,
    { name },
  );
}

/** The content of a file, unpacked. Throws `corpus_file_too_large`, `corpus_file_broken`, or what the place throws. */
export async function readCorpusFile(file: CorpusFile, signal?: AbortSignal): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  const stream = await file.open();
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    signal?.throwIfAborted();
    size += chunk.length;
    if (size > CORPUS_LIMITS.fileBytes) {
      stream.destroy();
      throw tooLarge(file.name, CORPUS_LIMITS.fileBytes);
    }
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  if (!file.name.toLowerCase().endsWith('.gz')) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: CORPUS_LIMITS.unpackedBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw tooLarge(file.name, CORPUS_LIMITS.unpackedBytes);
    }
    throw new RagError(
      'corpus_file_broken',
      `${file.name} is not a whole gzip file: get or pack it again.`,
      { name: file.name },
      error,
    );
  }
}

export function tooLarge(name: string, limit: number): RagError {
  return new RagError(
    'corpus_file_too_large',
    `${name} is larger than the ${Math.round(limit / 1024 / 1024)} MiB that one file may have: divide it.`,
    { name, limit },
  );
}
