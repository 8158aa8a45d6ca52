import type { Checksums } from './checksums.ts';

/** What a client may set on an object, in the JSON API's names. */
export interface WritableMetadata {
  cacheControl?: string;
  contentDisposition?: string;
  contentEncoding?: string;
  contentLanguage?: string;
  contentType?: string;
  customTime?: string;
  storageClass?: string;
  metadata?: Record<string, string>;
}

/** An object as kept on disk. Numbers that may pass 2^53 are decimal strings, as in the JSON API. */
export interface ObjectRecord extends WritableMetadata, Checksums {
  bucket: string;
  name: string;
  generation: string;
  metageneration: string;
  size: number;
  timeCreated: string;
  updated: string;
}

export interface BucketRecord {
  name: string;
  metageneration: string;
  timeCreated: string;
  updated: string;
  /** Everything else the client sent (labels, location, lifecycle…), given back as it came. */
  settings: Record<string, unknown>;
}

const WRITABLE_STRINGS = [
  'cacheControl',
  'contentDisposition',
  'contentEncoding',
  'contentLanguage',
  'contentType',
  'customTime',
  'storageClass',
] as const;

/** Applies what a client sent to what is there: null removes a field, absent leaves it, `metadata` merges by key. */
export function applyMetadata(current: WritableMetadata, sent: Record<string, unknown>): WritableMetadata {
  const next: WritableMetadata = {};
  for (const field of WRITABLE_STRINGS) {
    const value = field in sent ? sent[field] : current[field];
    if (typeof value === 'string') next[field] = value;
  }
  const custom = new Map(Object.entries(current.metadata ?? {}));
  if (sent['metadata'] === null) custom.clear();
  else if (typeof sent['metadata'] === 'object') {
    for (const [key, value] of Object.entries(sent['metadata'])) {
      if (value === null) custom.delete(key);
      else custom.set(key, String(value));
    }
  }
  if (custom.size > 0) next.metadata = Object.fromEntries(custom);
  return next;
}

/** The JSON API's view of an object. */
export function objectResource(record: ObjectRecord, origin: string): Record<string, unknown> {
  const path = `/b/${record.bucket}/o/${encodeURIComponent(record.name)}`;
  return {
    kind: 'storage#object',
    id: `${record.bucket}/${record.name}/${record.generation}`,
    selfLink: `${origin}/storage/v1${path}`,
    mediaLink: `${origin}/download/storage/v1${path}?generation=${record.generation}&alt=media`,
    storageClass: 'STANDARD',
    ...record,
    size: String(record.size),
    etag: etagOf(record),
    timeStorageClassUpdated: record.timeCreated,
  };
}

export function etagOf(record: ObjectRecord): string {
  return Buffer.from(`${record.generation}/${record.metageneration}`).toString('base64url');
}

export function bucketResource(record: BucketRecord, origin: string): Record<string, unknown> {
  return {
    location: 'LOCAL',
    storageClass: 'STANDARD',
    ...record.settings,
    kind: 'storage#bucket',
    id: record.name,
    name: record.name,
    selfLink: `${origin}/storage/v1/b/${record.name}`,
    metageneration: record.metageneration,
    timeCreated: record.timeCreated,
    updated: record.updated,
    etag: Buffer.from(record.metageneration).toString('base64url'),
  };
}
