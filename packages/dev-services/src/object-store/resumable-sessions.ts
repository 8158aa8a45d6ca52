import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../errors.ts';
import type { ContentRange } from './byte-ranges.ts';
import { checksumsOfFile, verifyChecksums } from './checksums.ts';
import type { Checksums } from './checksums.ts';
import { writeFileDurably } from './durable-file.ts';
import { invalid, notFound, StorageApiError } from './errors.ts';
import type { ReceivedContent } from './object-files.ts';
import type { Preconditions } from './preconditions.ts';
import type { ObjectRecord, WritableMetadata } from './resources.ts';

/** Google keeps a session for a week. */
const SESSION_LIFETIME_MS = 7 * 24 * 60 * 60 * 1000;

export interface ResumableSession {
  bucket: string;
  name: string;
  metadata: WritableMetadata;
  expected: Partial<Checksums>;
  conditions: Preconditions;
  /** The size announced at the start, if any. */
  total: number | null;
  /** The object it became; asking again gives the same answer. */
  result: ObjectRecord | null;
}

/** How far an upload is: bytes received so far, or the object it became. */
export type SessionProgress =
  | { finished: false; received: number }
  | { finished: true; object: ObjectRecord };

/** Makes an object of received bytes; given by whoever owns the buckets. */
export type Commit = (session: ResumableSession, content: ReceivedContent) => Promise<ObjectRecord>;

/** Resumable uploads, on disk: they go on after the server, the client or the connection failed. */
export class ResumableSessions {
  readonly #directory: string;
  /** The request now sending to each session: a client that lost its connection comes back before we notice. */
  readonly #active = new Map<string, { abort: AbortController; done: Promise<unknown> }>();

  private constructor(directory: string) {
    this.#directory = directory;
  }

  static async open(directory: string): Promise<ResumableSessions> {
    const sessions = new ResumableSessions(join(directory, 'sessions'));
    await mkdir(sessions.#directory, { recursive: true });
    for (const name of await readdir(sessions.#directory)) {
      const path = join(sessions.#directory, name);
      const { mtimeMs } = await stat(path);
      if (Date.now() - mtimeMs > SESSION_LIFETIME_MS || name.endsWith('.tmp'))
        await rm(path, { force: true });
    }
    return sessions;
  }

  /** @returns the id, which is all that a client needs to send to it. */
  async start(session: ResumableSession): Promise<string> {
    const id = randomBytes(24).toString('base64url');
    await this.#save(id, session);
    return id;
  }

  /** Throws 404. */
  async get(id: string): Promise<ResumableSession> {
    if (!/^[\w-]{32}$/.test(id)) throw notFound('upload session');
    try {
      return JSON.parse(await readFile(this.#describe(id), 'utf8')) as ResumableSession;
    } catch (error) {
      if (codeOf(error) === 'ENOENT') throw notFound('upload session');
      throw error;
    }
  }

  async cancel(id: string): Promise<void> {
    await this.get(id);
    await this.#forget(id);
  }

  /**
   * Takes one request of an upload: a probe, a chunk, or all the rest. Makes the object when the last byte is there.
   * Throws 400 when the bytes are not what was announced, and what `commit` throws; the session is over then.
   */
  async send(
    id: string,
    range: ContentRange,
    expected: Partial<Checksums>,
    body: AsyncIterable<Buffer>,
    commit: Commit,
  ): Promise<SessionProgress> {
    await this.#interruptFormer(id);
    const abort = new AbortController();
    const done = this.#receive(id, range, expected, body, commit, abort.signal);
    const entry = { abort, done };
    this.#active.set(id, entry);
    try {
      return await done;
    } finally {
      if (this.#active.get(id) === entry) this.#active.delete(id);
    }
  }

  async #interruptFormer(id: string): Promise<void> {
    const former = this.#active.get(id);
    if (former === undefined) return;
    former.abort.abort();
    await Promise.allSettled([former.done]);
  }

  async #receive(
    id: string,
    range: ContentRange,
    expected: Partial<Checksums>,
    body: AsyncIterable<Buffer>,
    commit: Commit,
    signal: AbortSignal,
  ): Promise<SessionProgress> {
    const session = await this.get(id);
    if (session.result !== null) {
      for await (const _ of body) signal.throwIfAborted();
      return { finished: true, object: session.result };
    }
    const before = await this.#received(id);
    const total = range.total ?? session.total;
    if (range.kind === 'probe')
      return total === before ? this.#finish(id, session, expected, commit) : progress(before);
    if (range.start > before) {
      throw new StorageApiError(
        503,
        'backendError',
        `Invalid request. The upload has ${before} bytes, and these begin at ${range.start}.`,
      );
    }
    const received = await this.#append(id, before - range.start, body, signal);
    const isLast = total === null ? range.end === null : received === total;
    if (total !== null && received > total) {
      await this.#forget(id);
      throw invalid(`Invalid request. ${total} bytes were announced, and ${received} came.`);
    }
    return isLast ? this.#finish(id, session, expected, commit) : progress(received);
  }

  /** Adds bytes as they come, so that those before a lost connection count. Returns how many there are now. */
  async #append(id: string, skip: number, body: AsyncIterable<Buffer>, signal: AbortSignal): Promise<number> {
    const file = await open(this.#content(id), 'a', 0o600);
    let toSkip = skip;
    try {
      for await (const chunk of body) {
        signal.throwIfAborted();
        const fresh = chunk.subarray(Math.min(toSkip, chunk.length));
        toSkip -= chunk.length - fresh.length;
        if (fresh.length > 0) await file.writeFile(fresh);
      }
      return (await file.stat()).size;
    } finally {
      await file.close();
    }
  }

  async #finish(
    id: string,
    session: ResumableSession,
    expected: Partial<Checksums>,
    commit: Commit,
  ): Promise<SessionProgress> {
    const path = this.#content(id);
    // An empty object has had no chunk to create the file.
    await (await open(path, 'a', 0o600)).close();
    const checksums = await checksumsOfFile(path);
    try {
      verifyChecksums({ ...session.expected, ...expected }, checksums);
      const object = await commit(session, { path, size: await this.#received(id), ...checksums });
      await this.#save(id, { ...session, result: object });
      return { finished: true, object };
    } catch (error) {
      await this.#forget(id);
      throw error;
    }
  }

  async #received(id: string): Promise<number> {
    try {
      return (await stat(this.#content(id))).size;
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return 0;
      throw error;
    }
  }

  #save(id: string, session: ResumableSession): Promise<void> {
    return writeFileDurably(this.#describe(id), JSON.stringify(session));
  }

  async #forget(id: string): Promise<void> {
    await rm(this.#describe(id), { force: true });
    await rm(this.#content(id), { force: true });
  }

  #describe(id: string): string {
    return join(this.#directory, `${id}.json`);
  }

  #content(id: string): string {
    return join(this.#directory, `${id}.data`);
  }
}

function progress(received: number): SessionProgress {
  return { finished: false, received };
}
