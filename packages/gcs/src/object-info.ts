import type { FileMetadata } from '@google-cloud/storage';
import { ObjectStoreError } from './errors.ts';

/** What the store knows about an object. */
export interface ObjectInfo {
  name: string;
  /** Changes with every write of the content; a decimal number too large to trust to a JavaScript one. */
  generation: string;
  /** In bytes. */
  size: number;
  contentType: string | null;
  /** Base64 of the four bytes, the most significant first. */
  crc32c: string;
  /** Base64; null for objects that Google composed of parts. */
  md5: string | null;
  /** Ours, given with `put`. */
  metadata: Record<string, string>;
  createdAt: Date;
  updatedAt: Date;
}

/** Reads the JSON API's description of an object. Throws `object_store_error` when it lacks what every object has. */
export function toObjectInfo(resource: FileMetadata): ObjectInfo {
  const { name, generation, size, crc32c, timeCreated, updated } = resource;
  if (
    name === undefined ||
    generation === undefined ||
    size === undefined ||
    !crc32c ||
    !timeCreated ||
    !updated
  ) {
    throw new ObjectStoreError('object_store_error', 'The object store describes an object incompletely.', {
      name,
    });
  }
  const metadata = Object.entries(resource.metadata ?? {}).filter(([, value]) => value !== null);
  return {
    name,
    generation: String(generation),
    size: Number(size),
    contentType: resource.contentType ?? null,
    crc32c,
    md5: resource.md5Hash ?? null,
    metadata: Object.fromEntries(metadata.map(([key, value]) => [key, String(value)])),
    createdAt: new Date(timeCreated),
    updatedAt: new Date(updated),
  };
}
