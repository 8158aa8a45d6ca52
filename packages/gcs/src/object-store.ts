import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { IdempotencyStrategy, Storage } from '@google-cloud/storage';
import type { Bucket } from '@google-cloud/storage';
import { openDownload } from './download.ts';
import type { StreamOptions } from './download.ts';
import { ObjectStoreError, toObjectStoreError } from './errors.ts';
import { getFromStore } from './media-request.ts';
import { toObjectInfo } from './object-info.ts';
import type { ObjectInfo } from './object-info.ts';
import { createSignedUrl } from './signed-url.ts';
import type { SignedUrlOptions } from './signed-url.ts';
import { upload } from './upload.ts';
import type { PutOptions } from './upload.ts';

const CHECK_TIMEOUT_MS = 5_000;
/** For an answer about an object; contents have limits of their own. */
const REQUEST_TIMEOUT_MS = 15_000;
const STALL_LIMIT_MS = 20_000;
const RETRY_SECONDS = { totalTimeout: 60, maxRetryDelay: 8 };

export interface ObjectStoreOptions {
  bucket: string;
  projectId?: string;
  /** A local store, such as ours in `@accountia/dev-services`: requests to it carry no credentials. */
  apiEndpoint?: string;
  /** A service account's key file. Without it and `credentials`, Google's usual places are looked into. */
  keyFilename?: string;
  /** The content of such a file. */
  credentials?: object;
  /** Where `ensureBucket` makes a bucket; Google's default unless given. */
  location?: string;
  /** A download of which nothing comes for this long is broken off; 20 seconds unless given. */
  stallLimitMs?: number;
}

/** The bucket that holds the uploaded files. Every method throws an `ObjectStoreError`, or its signal's reason. */
export interface ObjectStore {
  readonly bucket: string;
  /** Creates the bucket when it is not there; for local stores and first installations. */
  ensureBucket(): Promise<void>;
  /**
   * Writes an object and answers once it is stored whole and its checksum agrees. A stream is sent as it comes, with
   * bounded memory. Until then the former object, if any, stays.
   */
  put(name: string, data: Uint8Array | Readable, options?: PutOptions): Promise<ObjectInfo>;
  /** Opens an object for reading; the checksum of a whole object is verified at its end. */
  stream(name: string, options?: StreamOptions): Promise<Readable>;
  /** Reads a whole object into memory. Throws `object_too_large`, before reading on, past `maxBytes`. */
  read(
    name: string,
    options: { maxBytes: number; generation?: string; signal?: AbortSignal },
  ): Promise<Buffer>;
  /** Null when there is no such object. */
  stat(name: string): Promise<ObjectInfo | null>;
  /** Returns whether it was there; with `ignoreMissing` its absence is no error. */
  delete(
    name: string,
    options?: { ifGenerationMatch?: string | number; ignoreMissing?: boolean },
  ): Promise<boolean>;
  /** The objects whose names begin with `prefix`, in the order of their names; pages are fetched as needed. */
  list(prefix: string, options?: { pageSize?: number }): AsyncIterable<ObjectInfo>;
  /** An address with which anybody may read or write this object until it expires. */
  signedUrl(name: string, options: SignedUrlOptions): Promise<string>;
  /** Rejects when objects could not be worked with now: for health checks, so quick and without retries. */
  check(): Promise<void>;
}

export function createObjectStore(options: ObjectStoreOptions): ObjectStore {
  const storage = createClient(options);
  const bucket = storage.bucket(options.bucket);
  const transport = { storage, bucket: options.bucket, authenticated: options.apiEndpoint === undefined };
  const download = { ...transport, stallLimitMs: options.stallLimitMs ?? STALL_LIMIT_MS };

  const store: ObjectStore = {
    bucket: options.bucket,
    ensureBucket: () => ensureBucket(bucket, options.location),
    put: (name, data, putOptions = {}) => {
      const { signal } = putOptions;
      return guarded(bucket, name, signal, () => upload(bucket.file(name), data, putOptions));
    },
    stream: async (name, streamOptions = {}) =>
      (await openDownload({ ...download, name }, streamOptions)).content,
    read: async (name, { maxBytes, ...streamOptions }) => {
      const { content, length } = await openDownload({ ...download, name }, streamOptions);
      return readUpTo(content, length, maxBytes, { bucket: options.bucket, name });
    },
    stat: (name) =>
      guarded(bucket, name, undefined, async () =>
        toObjectInfo((await bucket.file(name).getMetadata())[0]),
      ).catch((error: unknown) => {
        if (error instanceof ObjectStoreError && error.code === 'object_not_found') return null;
        throw error;
      }),
    delete: async (name, { ifGenerationMatch, ignoreMissing = false } = {}) => {
      try {
        await guarded(bucket, name, undefined, () =>
          bucket
            .file(name)
            .delete(ifGenerationMatch === undefined ? {} : { ifGenerationMatch: Number(ifGenerationMatch) }),
        );
        return true;
      } catch (error) {
        if (ignoreMissing && error instanceof ObjectStoreError && error.code === 'object_not_found')
          return false;
        throw error;
      }
    },
    list: (prefix, { pageSize = 1000 } = {}) => listObjects(bucket, prefix, pageSize),
    signedUrl: (name, signOptions) => createSignedUrl(bucket.file(name), signOptions),
    check: async () => {
      const response = await getFromStore({
        ...transport,
        name: null,
        query: { maxResults: '1', fields: 'kind' },
        attempts: 1,
        signal: AbortSignal.timeout(CHECK_TIMEOUT_MS),
      }).catch((error: unknown) => {
        if (error instanceof DOMException && error.name === 'TimeoutError') {
          throw new ObjectStoreError(
            'object_store_unavailable',
            'The object store does not answer in time.',
            {
              bucket: options.bucket,
            },
          );
        }
        throw error;
      });
      await response.arrayBuffer();
    },
  };
  return store;
}

function createClient(options: ObjectStoreOptions): Storage {
  const { projectId, apiEndpoint, keyFilename } = options;
  // A local store takes any project; Google's is looked up when it is needed.
  const project = projectId ?? (apiEndpoint === undefined ? undefined : 'local');
  const storage = new Storage({
    ...(project === undefined ? {} : { projectId: project }),
    ...(apiEndpoint === undefined ? {} : { apiEndpoint }),
    timeout: REQUEST_TIMEOUT_MS,
    // Names are never used twice and what is written under them does not change, so that repeating is safe. (The
    // other strategies also switch retries off and on in an object that concurrent calls share.)
    retryOptions: { idempotencyStrategy: IdempotencyStrategy.RetryAlways, ...RETRY_SECONDS },
  });
  const credentials = options.credentials ?? (keyFilename === undefined ? null : readKeyFile(keyFilename));
  // The constructor's options of these names print a deprecation warning and then do the same.
  if (credentials !== null) storage.authClient.jsonContent = credentials;
  return storage;
}

function readKeyFile(path: string): object {
  try {
    const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof content === 'object' && content !== null) return content;
    throw new Error('it holds no JSON object');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ObjectStoreError(
      'invalid_argument',
      `The key file ${path} cannot be used: ${why}`,
      { path },
      { cause: error },
    );
  }
}

async function ensureBucket(bucket: Bucket, location: string | undefined): Promise<void> {
  await guarded(bucket, null, undefined, async () => {
    const [exists] = await bucket.exists();
    if (exists) return;
    try {
      await bucket.create(location === undefined ? {} : { location });
    } catch (error) {
      // Somebody else was quicker.
      if (!(await bucket.exists())[0]) throw error;
    }
  });
}

async function readUpTo(
  content: Readable,
  length: number | null,
  maxBytes: number,
  details: Record<string, unknown>,
): Promise<Buffer> {
  const tooLarge = (size: number) => {
    content.destroy();
    return new ObjectStoreError('object_too_large', `The object has more than ${maxBytes} bytes.`, {
      ...details,
      maxBytes,
      size,
    });
  };
  if (length !== null && length > maxBytes) throw tooLarge(length);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of content as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(size);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

async function* listObjects(bucket: Bucket, prefix: string, pageSize: number): AsyncGenerator<ObjectInfo> {
  let query: object | null = { prefix, maxResults: pageSize };
  while (query !== null) {
    const current: object = query;
    const [files, next]: [
      files: { metadata: Parameters<typeof toObjectInfo>[0] }[],
      next: object | null,
      ...unknown[],
    ] = await guarded(bucket, null, undefined, () => bucket.getFiles({ ...current, autoPaginate: false }));
    for (const file of files) yield toObjectInfo(file.metadata);
    query = next;
  }
}

/** Runs a call of the client and turns what it throws into ours. */
async function guarded<T>(
  bucket: Bucket,
  name: string | null,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    signal?.throwIfAborted();
    throw toObjectStoreError(error, { bucket: bucket.name, ...(name === null ? {} : { name }) });
  }
}
