import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../errors.ts';
import { invalid, StorageApiError } from './errors.ts';
import { ObjectStoreFiles } from './object-files.ts';
import { writeFileDurably } from './durable-file.ts';
import type { BucketRecord } from './resources.ts';

/** Google's rule, without the dots (they would need the domain to be verified). It also keeps names free of paths. */
const BUCKET_NAME = /^[a-z0-9][a-z0-9_-]{1,61}[a-z0-9]$/;

/** All buckets below one directory: `<directory>/buckets/<name>/`. */
export class BucketStore {
  readonly #root: string;
  readonly #buckets = new Map<string, { record: BucketRecord; objects: ObjectStoreFiles }>();

  private constructor(root: string) {
    this.#root = root;
  }

  /** Reads what a former run left and clears what it was in the middle of writing. */
  static async open(directory: string): Promise<BucketStore> {
    const store = new BucketStore(join(directory, 'buckets'));
    await mkdir(store.#root, { recursive: true });
    for (const name of await readdir(store.#root)) {
      if (!BUCKET_NAME.test(name)) continue;
      const text = await readFile(join(store.#root, name, 'bucket.json'), 'utf8').catch(absent);
      // A crash between making the directory and describing it: the bucket was never announced.
      if (text === null) continue;
      const record = JSON.parse(text) as BucketRecord;
      store.#buckets.set(name, {
        record,
        objects: await ObjectStoreFiles.open(store.#directoryOf(name), name),
      });
    }
    return store;
  }

  /** The objects of a bucket. Throws 404. */
  objects(name: string): ObjectStoreFiles {
    return this.#get(name).objects;
  }

  /** Throws 404. */
  record(name: string): BucketRecord {
    return this.#get(name).record;
  }

  list(): BucketRecord[] {
    return [...this.#buckets.values()].map(({ record }) => record).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Throws 400 for a bad name, 409 when it exists. */
  async create(name: string, settings: Record<string, unknown>): Promise<BucketRecord> {
    if (!BUCKET_NAME.test(name)) throw invalid(`Invalid bucket name: '${name}'`);
    if (this.#buckets.has(name)) {
      throw new StorageApiError(
        409,
        'conflict',
        'Your previous request to create the named bucket succeeded and you already own it.',
      );
    }
    const now = new Date().toISOString();
    const record: BucketRecord = { name, metageneration: '1', timeCreated: now, updated: now, settings };
    const objects = await ObjectStoreFiles.open(this.#directoryOf(name), name);
    await this.#write(record);
    this.#buckets.set(name, { record, objects });
    return record;
  }

  /** Merges settings; null removes one. Throws 404. */
  async update(name: string, changes: Record<string, unknown>): Promise<BucketRecord> {
    const bucket = this.#get(name);
    const merged = Object.entries({ ...bucket.record.settings, ...changes }).filter(
      ([, value]) => value !== null,
    );
    bucket.record = {
      ...bucket.record,
      metageneration: String(Number(bucket.record.metageneration) + 1),
      updated: new Date().toISOString(),
      settings: Object.fromEntries(merged),
    };
    await this.#write(bucket.record);
    return bucket.record;
  }

  /** Throws 404, or 409 when there are objects in it. */
  async delete(name: string): Promise<void> {
    const { objects } = this.#get(name);
    if (!objects.isEmpty()) {
      throw new StorageApiError(409, 'conflict', 'The bucket you tried to delete is not empty.');
    }
    this.#buckets.delete(name);
    // Renamed first: a bucket of the same name can be made while the old files go.
    const doomed = join(this.#root, `.deleted-${name}-${process.hrtime.bigint()}`);
    await rename(this.#directoryOf(name), doomed);
    await rm(doomed, { recursive: true, force: true });
  }

  #get(name: string): { record: BucketRecord; objects: ObjectStoreFiles } {
    const bucket = this.#buckets.get(name);
    if (bucket === undefined)
      throw new StorageApiError(404, 'notFound', 'The specified bucket does not exist.');
    return bucket;
  }

  #write(record: BucketRecord): Promise<void> {
    return writeFileDurably(join(this.#directoryOf(record.name), 'bucket.json'), JSON.stringify(record));
  }

  #directoryOf(name: string): string {
    return join(this.#root, name);
  }
}

function absent(error: unknown): null {
  if (codeOf(error) === 'ENOENT') return null;
  throw error;
}
