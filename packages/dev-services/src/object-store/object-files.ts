import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Checksums } from './checksums.ts';
import { syncFile, writeFileDurably } from './durable-file.ts';
import { invalid, notFound } from './errors.ts';
import { checkPreconditions } from './preconditions.ts';
import type { Preconditions } from './preconditions.ts';
import { applyMetadata } from './resources.ts';
import type { ObjectRecord, WritableMetadata } from './resources.ts';

const MAX_NAME_BYTES = 1024;

/** Bytes that have arrived whole and been checked, waiting to become an object. */
export interface ReceivedContent extends Checksums {
  path: string;
  size: number;
}

/**
 * The objects of one bucket on disk. An object's files are named by a hash of its name, so that no name, however it is
 * written, can reach outside the directory or collide on a file system that folds case:
 * `objects/<hh>/<hash>.json` describes it, and `<hash>.<generation>` holds its bytes. The description is renamed into
 * place last: until then the former object is whole and current.
 */
export class ObjectStoreFiles {
  readonly #bucket: string;
  readonly #objects: string;
  readonly #incoming: string;
  readonly #records = new Map<string, ObjectRecord>();
  /** The last write of each object, so that conditions are checked against what is really there. */
  readonly #writes = new Map<string, Promise<unknown>>();
  #lastGeneration = 0;

  private constructor(directory: string, bucket: string) {
    this.#bucket = bucket;
    this.#objects = join(directory, 'objects');
    this.#incoming = join(directory, 'incoming');
  }

  static async open(directory: string, bucket: string): Promise<ObjectStoreFiles> {
    const files = new ObjectStoreFiles(directory, bucket);
    await rm(files.#incoming, { recursive: true, force: true });
    await mkdir(files.#incoming, { recursive: true });
    await mkdir(files.#objects, { recursive: true });
    for (const folder of await readdir(files.#objects)) await files.#load(join(files.#objects, folder));
    return files;
  }

  async #load(folder: string): Promise<void> {
    const names = await readdir(folder);
    const current = new Set<string>();
    for (const name of names.filter((entry) => entry.endsWith('.json'))) {
      const record = JSON.parse(await readFile(join(folder, name), 'utf8')) as ObjectRecord;
      this.#records.set(record.name, record);
      this.#lastGeneration = Math.max(this.#lastGeneration, Number(record.generation));
      current.add(name).add(`${name.slice(0, -'.json'.length)}.${record.generation}`);
    }
    // Bytes that no description names: a crash came between the two.
    for (const name of names) if (!current.has(name)) await rm(join(folder, name), { force: true });
  }

  isEmpty(): boolean {
    return this.#records.size === 0;
  }

  /** A path to receive bytes at; what is still there at the next start is removed. */
  incomingPath(): string {
    return join(this.#incoming, randomUUID());
  }

  find(name: string): ObjectRecord | null {
    return this.#records.get(name) ?? null;
  }

  /** Throws 404 when there is no such object, or none of that generation. */
  get(name: string, generation?: string | null): ObjectRecord {
    const record = this.find(name);
    if (record === null || (generation != null && generation !== record.generation)) {
      throw notFound(`object: ${this.#bucket}/${name}`);
    }
    return record;
  }

  /** Every object's record in the order of their names' bytes, which is how listings go. */
  sorted(): ObjectRecord[] {
    return [...this.#records.values()].sort((a, b) =>
      Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)),
    );
  }

  /** Opens the bytes of an object. What is opened can be read to its end even if the object is replaced meanwhile. */
  openContent(record: ObjectRecord): Promise<FileHandle> {
    return open(this.#contentPath(record), 'r');
  }

  /** Makes received bytes the object's content, all or nothing. Throws 412 when a condition does not hold. */
  write(
    name: string,
    content: ReceivedContent,
    metadata: WritableMetadata,
    conditions: Preconditions,
  ): Promise<ObjectRecord> {
    checkObjectName(name);
    return this.#alone(name, async () => {
      const former = this.find(name);
      checkPreconditions(conditions, former);
      const now = new Date().toISOString();
      const record: ObjectRecord = {
        ...metadata,
        bucket: this.#bucket,
        name,
        generation: this.#nextGeneration(),
        metageneration: '1',
        size: content.size,
        crc32c: content.crc32c,
        md5Hash: content.md5Hash,
        timeCreated: now,
        updated: now,
      };
      const path = this.#contentPath(record);
      await mkdir(this.#folderOf(name), { recursive: true });
      await syncFile(content.path);
      await rename(content.path, path);
      await this.#describe(record);
      if (former !== null) await rm(this.#contentPath(former), { force: true });
      return record;
    });
  }

  /** Changes an object's metadata. Throws 404 and 412. */
  updateMetadata(
    name: string,
    sent: Record<string, unknown>,
    conditions: Preconditions,
    replace: boolean,
  ): Promise<ObjectRecord> {
    return this.#alone(name, async () => {
      const former = this.get(name);
      checkPreconditions(conditions, former);
      const { bucket, generation, metageneration, size, crc32c, md5Hash, timeCreated, ...writable } = former;
      const record: ObjectRecord = {
        ...applyMetadata(replace ? {} : writable, sent),
        bucket,
        name,
        generation,
        size,
        crc32c,
        md5Hash,
        timeCreated,
        metageneration: String(Number(metageneration) + 1),
        updated: new Date().toISOString(),
      };
      await this.#describe(record);
      return record;
    });
  }

  /** Removes an object. Throws 404 and 412. */
  delete(name: string, generation: string | null, conditions: Preconditions): Promise<void> {
    return this.#alone(name, async () => {
      const record = this.get(name, generation);
      checkPreconditions(conditions, record);
      await rm(this.#descriptionPath(name));
      this.#records.delete(name);
      await rm(this.#contentPath(record), { force: true });
    });
  }

  async #describe(record: ObjectRecord): Promise<void> {
    await writeFileDurably(this.#descriptionPath(record.name), JSON.stringify(record));
    this.#records.set(record.name, record);
  }

  /** Runs one write of an object at a time. */
  #alone<T>(name: string, work: () => Promise<T>): Promise<T> {
    const before = this.#writes.get(name) ?? Promise.resolve();
    // Whether the one before succeeded is the business of whoever asked for it.
    const mine = before.then(work, work);
    this.#writes.set(name, mine);
    const forget = () => {
      if (this.#writes.get(name) === mine) this.#writes.delete(name);
    };
    mine.then(forget, forget);
    return mine;
  }

  /** Microseconds since 1970, like Google's, and always larger than the last. Below 2^53 until the year 2255. */
  #nextGeneration(): string {
    this.#lastGeneration = Math.max(this.#lastGeneration + 1, Date.now() * 1000);
    return String(this.#lastGeneration);
  }

  #folderOf(name: string): string {
    return join(this.#objects, hashOf(name).slice(0, 2));
  }

  #descriptionPath(name: string): string {
    return join(this.#folderOf(name), `${hashOf(name)}.json`);
  }

  #contentPath({ name, generation }: ObjectRecord): string {
    return join(this.#folderOf(name), `${hashOf(name)}.${generation}`);
  }
}

function hashOf(name: string): string {
  return createHash('sha256').update(name).digest('hex');
}

/** Google's rules for object names. Throws 400. */
export function checkObjectName(name: string): void {
  const bytes = Buffer.byteLength(name);
  const broken =
    bytes === 0 || bytes > MAX_NAME_BYTES || /[\r\n\0]/.test(name) || name === '.' || name === '..';
  if (broken || name.startsWith('.well-known/acme-challenge/')) {
    throw invalid(`The object name is not valid: ${JSON.stringify(name.slice(0, 100))}`);
  }
}
