import {
  createBucketHandler,
  deleteBucketHandler,
  getBucketHandler,
  listBucketsHandler,
  patchBucketHandler,
} from './bucket-handlers.ts';
import { invalid, StorageApiError } from './errors.ts';
import type { Exchange } from './exchange.ts';
import {
  copyObjectHandler,
  deleteObjectHandler,
  getObjectHandler,
  listObjectsHandler,
  updateObjectHandler,
} from './object-handlers.ts';
import { continueUploadHandler, uploadHandler } from './upload-handlers.ts';

type Handler = (exchange: Exchange) => Promise<void>;

/**
 * The handler of a JSON API request, or null when the path belongs to none. `path` is as it came, still encoded, since
 * an object's name may hold encoded slashes. With `STORAGE_EMULATOR_HOST` the client leaves out `/storage/v1`.
 */
export function jsonApiHandler(method: string, path: string): Handler | null {
  const upload = /^\/upload\/storage\/v1\/b\/([^/]+)\/o$/.exec(path);
  if (upload !== null) return uploadRoute(method, decode(upload[1]));
  const match = /^(?:\/download)?(?:\/storage\/v1)?\/b(?:\/(.*))?$/.exec(path);
  if (match === null) return null;
  const [bucket, collection, name, ...rest] = (match[1] ?? '').split('/').map(decode);
  if (bucket === undefined || bucket === '') return bucketsRoute(method);
  if (collection === undefined) return bucketRoute(method, bucket);
  if (collection !== 'o') return notSupported;
  if (name === undefined)
    return method === 'GET' ? (exchange) => listObjectsHandler(exchange, bucket) : notSupported;
  const [action, targetCollection, targetBucket, targetObject, targetName] = rest;
  if (action === undefined) return objectRoute(method, bucket, name);
  const copies = (action === 'rewriteTo' || action === 'copyTo') && method === 'POST';
  if (!copies || targetCollection !== 'b' || targetObject !== 'o' || !targetBucket || !targetName)
    return notSupported;
  return (exchange) =>
    copyObjectHandler(exchange, { bucket, name }, { bucket: targetBucket, name: targetName });
}

function uploadRoute(method: string, bucket: string): Handler {
  if (method === 'POST') return (exchange) => uploadHandler(exchange, bucket);
  if (method === 'PUT' || method === 'DELETE') return (exchange) => continueUploadHandler(exchange, bucket);
  return notSupported;
}

function bucketsRoute(method: string): Handler {
  if (method === 'GET') return listBucketsHandler;
  return method === 'POST' ? createBucketHandler : notSupported;
}

function bucketRoute(method: string, bucket: string): Handler {
  if (method === 'GET') return (exchange) => getBucketHandler(exchange, bucket);
  if (method === 'PATCH' || method === 'PUT') return (exchange) => patchBucketHandler(exchange, bucket);
  return method === 'DELETE' ? (exchange) => deleteBucketHandler(exchange, bucket) : notSupported;
}

function objectRoute(method: string, bucket: string, name: string): Handler {
  if (method === 'GET' || method === 'HEAD') return (exchange) => getObjectHandler(exchange, bucket, name);
  if (method === 'PATCH' || method === 'PUT')
    return (exchange) => updateObjectHandler(exchange, bucket, name);
  return method === 'DELETE' ? (exchange) => deleteObjectHandler(exchange, bucket, name) : notSupported;
}

/** The bucket and object of an XML API path (`/bucket/object`), or null. */
export function xmlApiTarget(path: string): { bucket: string; name: string } | null {
  const match = /^\/([^/]+)\/(.+)$/s.exec(path);
  return match === null ? null : { bucket: decode(match[1]), name: decode(match[2]) };
}

async function notSupported(exchange: Exchange): Promise<void> {
  throw new StorageApiError(
    501,
    'notImplemented',
    `The local object store does not know ${exchange.request.method} ${exchange.request.url}.`,
  );
}

function decode(part: string | undefined): string {
  try {
    return decodeURIComponent(part ?? '');
  } catch {
    throw invalid('The path is not well encoded.');
  }
}
