import { parseHashHeader } from './checksums.ts';
import { objectHeaders, sendContent } from './download.ts';
import { StorageApiError } from './errors.ts';
import { bodyOf, sendEmpty } from './exchange.ts';
import type { Exchange } from './exchange.ts';
import { checkPreconditions, preconditionsFromHeaders } from './preconditions.ts';
import type { WritableMetadata } from './resources.ts';
import { openSession, storeObject } from './upload-handlers.ts';

/** What a signed URL may do to an object, in the manner of Google's XML API. The signature has been checked before. */
export async function signedObjectHandler(exchange: Exchange, bucket: string, name: string): Promise<void> {
  const { request, query } = exchange;
  const objects = exchange.buckets.objects(bucket);
  const conditions = preconditionsFromHeaders(request.headers);
  switch (request.method) {
    case 'GET':
    case 'HEAD': {
      const record = objects.get(name, query.get('generation'));
      checkPreconditions(conditions, record);
      return sendContent(exchange, record);
    }
    case 'PUT': {
      const md5 = request.headers['content-md5'];
      const expected = {
        ...parseHashHeader(request.headers['x-goog-hash']),
        ...(typeof md5 === 'string' ? { md5Hash: md5 } : {}),
      };
      const upload = { name, body: bodyOf(exchange), metadata: metadataIn(exchange), expected };
      return sendEmpty(exchange, 200, objectHeaders(await storeObject(objects, upload, conditions)));
    }
    case 'POST':
      if (request.headers['x-goog-resumable'] === 'start') {
        const total = request.headers['x-upload-content-length'];
        const metadata = metadataIn(exchange);
        return openSession(exchange, bucket, {
          name,
          metadata,
          expected: {},
          conditions,
          total,
          successStatus: 201,
        });
      }
      break;
    case 'DELETE':
      await objects.delete(name, query.get('generation'), conditions);
      return sendEmpty(exchange, 204);
    default:
  }
  throw new StorageApiError(
    405,
    'MethodNotAllowed',
    'The specified method is not allowed against this resource.',
  );
}

function metadataIn({ request: { headers } }: Exchange): WritableMetadata {
  const metadata: WritableMetadata = {};
  const custom: Record<string, string> = {};
  if (headers['content-type'] !== undefined) metadata.contentType = headers['content-type'];
  if (headers['content-disposition'] !== undefined)
    metadata.contentDisposition = headers['content-disposition'];
  if (headers['cache-control'] !== undefined) metadata.cacheControl = headers['cache-control'];
  if (headers['content-encoding'] !== undefined) metadata.contentEncoding = headers['content-encoding'];
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith('x-goog-meta-')) custom[name.slice('x-goog-meta-'.length)] = String(value);
  }
  return Object.keys(custom).length === 0 ? metadata : { ...metadata, metadata: custom };
}
