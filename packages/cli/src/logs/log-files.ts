import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { CliError } from '../errors.ts';
import { nearest } from '../nearest.ts';

const CHUNK_BYTES = 64 * 1024;

export interface LogFile {
  readonly name: string;
  readonly path: string;
}

/** The log of one app or service, or all there are. Throws CliError `no_logs`, `unknown_log`. */
export function findLogs(directory: string, name: string | undefined): LogFile[] {
  const folder = path.join(directory, 'logs');
  const names = existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => file.endsWith('.log'))
        .map((file) => file.slice(0, -'.log'.length))
        .sort()
    : [];
  if (names.length === 0)
    throw new CliError('no_logs', `There are no logs in ${folder}: nothing has run here yet`);
  if (name !== undefined && !names.includes(name)) {
    const suggestion = nearest(name, names);
    const hint = suggestion === null ? '' : ` Did you mean "${suggestion}"?`;
    throw new CliError('unknown_log', `There is no log of "${name}".${hint} There are: ${names.join(', ')}`, {
      details: { names },
    });
  }
  return names
    .filter((candidate) => name === undefined || candidate === name)
    .map((candidate) => ({ name: candidate, path: path.join(folder, `${candidate}.log`) }));
}

/** The last complete lines of a file, read from its end, and the offset that they reach to. */
export function readLastLines(file: string, count: number): { lines: string[]; offset: number } {
  const descriptor = openSync(file, 'r');
  try {
    const size = statSync(file).size;
    const chunks: Buffer[] = [];
    let start = size;
    let breaks = 0;
    // One line break more than lines: the first line in view may have begun earlier.
    while (start > 0 && breaks <= count) {
      const length = Math.min(CHUNK_BYTES, start);
      start -= length;
      const chunk = Buffer.alloc(length);
      readSync(descriptor, chunk, 0, length, start);
      for (const byte of chunk) if (byte === 0x0a) breaks += 1;
      chunks.unshift(chunk);
    }
    const bytes = Buffer.concat(chunks);
    const end = bytes.lastIndexOf(0x0a) + 1;
    const lines = bytes.subarray(0, end).toString('utf8').split('\n').slice(0, -1);
    return { lines: lines.slice(-count), offset: start + end };
  } finally {
    closeSync(descriptor);
  }
}

/** What a file gets after an offset, line by line, each time it is asked. A file that was emptied is read anew. */
export class LogTail {
  readonly #file: string;
  #offset: number;
  #decoder = new StringDecoder('utf8');
  #rest = '';

  constructor(file: string, offset: number) {
    this.#file = file;
    this.#offset = offset;
  }

  newLines(): string[] {
    const size = statSync(this.#file, { throwIfNoEntry: false })?.size;
    if (size === undefined || size === this.#offset) return [];
    if (size < this.#offset) {
      this.#offset = 0;
      this.#rest = '';
      this.#decoder = new StringDecoder('utf8');
    }
    const descriptor = openSync(this.#file, 'r');
    try {
      const chunk = Buffer.alloc(CHUNK_BYTES);
      for (;;) {
        const length = readSync(descriptor, chunk, 0, CHUNK_BYTES, this.#offset);
        if (length === 0) break;
        this.#offset += length;
        this.#rest += this.#decoder.write(chunk.subarray(0, length));
      }
    } finally {
      closeSync(descriptor);
    }
    const lines = this.#rest.split('\n');
    this.#rest = lines.pop() ?? '';
    return lines;
  }
}
