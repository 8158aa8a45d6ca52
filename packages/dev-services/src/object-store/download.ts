import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { parseRange } from './byte-ranges.ts';
import type { Exchange } from './exchange.ts';
import type { ObjectRecord } from './resources.ts';
import { etagOf } from './resources.ts';

/** The headers by which both of Google's APIs describe an object beside its bytes. */
export function objectHeaders(record: ObjectRecord): Record<string, string> {
  const headers: Record<string, string> = {
    etag: `"${etagOf(record)}"`,
    'last-modified': new Date(record.updated).toUTCString(),
    'x-goog-generation': record.generation,
    'x-goog-metageneration': record.metageneration,
    'x-goog-hash': `crc32c=${record.crc32c},md5=${record.md5Hash}`,
    'x-goog-storage-class': record.storageClass ?? 'STANDARD',
    'x-goog-stored-content-encoding': record.contentEncoding ?? 'identity',
    'x-goog-stored-content-length': String(record.size),
  };
  for (const [name, value] of Object.entries(record.metadata ?? {})) {
    // A header holds no other characters; the JSON API gives such values whole.
    if (/^[\w-]+$/.test(name) && /^[\x20-\x7e]*$/.test(value))
      headers[`x-goog-meta-${name.toLowerCase()}`] = value;
  }
  return headers;
}

/** Sends an object's bytes, or the range asked for, as they are read. */
export async function sendContent(exchange: Exchange, record: ObjectRecord): Promise<void> {
  const { request, response, query, buckets } = exchange;
  const isGzip = record.contentEncoding === 'gzip';
  const unpack = isGzip && !/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
  const range = unpack ? null : parseRange(request.headers.range, record.size);
  const length = range === null ? record.size : range.end - range.start + 1;
  const disposition = query.get('response-content-disposition') ?? record.contentDisposition;
  const headers: Record<string, string> = {
    ...objectHeaders(record),
    'content-type': query.get('response-content-type') ?? record.contentType ?? 'application/octet-stream',
    'cache-control': record.cacheControl ?? 'private, max-age=0',
  };
  if (disposition !== undefined) headers['content-disposition'] = disposition;
  if (!unpack) {
    headers['accept-ranges'] = 'bytes';
    headers['content-length'] = String(length);
    if (record.contentEncoding !== undefined) headers['content-encoding'] = record.contentEncoding;
  }
  if (range !== null) headers['content-range'] = `bytes ${range.start}-${range.end}/${record.size}`;

  const file = await buckets.objects(record.bucket).openContent(record);
  response.writeHead(range === null ? 200 : 206, headers);
  if (request.method === 'HEAD' || length === 0) {
    await file.close();
    response.end();
    return;
  }
  const content = file.createReadStream(range ?? {});
  if (unpack) await pipeline(content, createGunzip(), response);
  else await pipeline(content, response);
}
