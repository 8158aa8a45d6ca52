import { rm } from 'node:fs/promises';
import { parseContentRange } from './byte-ranges.ts';
import { parseHashHeader, verifyChecksums } from './checksums.ts';
import type { Checksums } from './checksums.ts';
import { invalid } from './errors.ts';
import { bodyOf, sendEmpty, sendJson } from './exchange.ts';
import type { Exchange } from './exchange.ts';
import { readMultipart } from './multipart-body.ts';
import { checkObjectName } from './object-files.ts';
import type { ObjectStoreFiles } from './object-files.ts';
import { checkPreconditions, preconditionsFromQuery } from './preconditions.ts';
import type { Preconditions } from './preconditions.ts';
import { readJsonBody, receiveContent } from './receive.ts';
import { applyMetadata, objectResource } from './resources.ts';
import type { ObjectRecord, WritableMetadata } from './resources.ts';
import type { Commit } from './resumable-sessions.ts';

/** Status of a cancelled upload: not in any standard, but Google's. */
const CANCELLED = 499;

export async function uploadHandler(exchange: Exchange, bucket: string): Promise<void> {
  const type = exchange.query.get('uploadType');
  if (type === 'media') return uploadMedia(exchange, bucket);
  if (type === 'multipart') return uploadMultipart(exchange, bucket);
  if (type === 'resumable') return startResumable(exchange, bucket);
  throw invalid(`Invalid uploadType: ${type}`);
}

async function uploadMedia(exchange: Exchange, bucket: string): Promise<void> {
  const { request, query } = exchange;
  const name = query.get('name');
  if (name === null) throw invalid('Required parameter: name');
  const contentType = request.headers['content-type'];
  const contentEncoding = query.get('contentEncoding');
  await store(exchange, bucket, {
    name,
    body: bodyOf(exchange),
    metadata: {
      ...(contentType === undefined ? {} : { contentType }),
      ...(contentEncoding === null ? {} : { contentEncoding }),
    },
    expected: parseHashHeader(request.headers['x-goog-hash']),
  });
}

async function uploadMultipart(exchange: Exchange, bucket: string): Promise<void> {
  const { request, query } = exchange;
  const {
    metadata: sent,
    contentType,
    content,
  } = await readMultipart(request.headers['content-type'], bodyOf(exchange));
  const name = query.get('name') ?? sent['name'];
  if (typeof name !== 'string') throw invalid('Required parameter: name');
  const type = sent['contentType'] ?? contentType;
  await store(exchange, bucket, {
    name,
    body: content,
    metadata: applyMetadata(typeof type === 'string' ? { contentType: type } : {}, sent),
    expected: { ...checksumsIn(sent), ...parseHashHeader(request.headers['x-goog-hash']) },
  });
}

interface Upload {
  name: string;
  body: AsyncIterable<Buffer>;
  metadata: WritableMetadata;
  expected: Partial<Checksums>;
}

async function store(exchange: Exchange, bucket: string, upload: Upload): Promise<void> {
  const record = await storeObject(
    exchange.buckets.objects(bucket),
    upload,
    preconditionsFromQuery(exchange.query),
  );
  sendJson(exchange, 200, objectResource(record, exchange.origin));
}

/** Receives an object's bytes, checks them against what was announced, and makes them the object. */
export async function storeObject(
  objects: ObjectStoreFiles,
  upload: Upload,
  conditions: Preconditions,
): Promise<ObjectRecord> {
  checkObjectName(upload.name);
  // Checked again when the bytes are there; failing now spares sending them.
  checkPreconditions(conditions, objects.find(upload.name));
  const content = await receiveContent(objects.incomingPath(), upload.body);
  try {
    verifyChecksums(upload.expected, content);
    return await objects.write(upload.name, content, upload.metadata, conditions);
  } catch (error) {
    await rm(content.path, { force: true });
    throw error;
  }
}

async function startResumable(exchange: Exchange, bucket: string): Promise<void> {
  const { request, query } = exchange;
  const sent = await readJsonBody(request);
  const name = query.get('name') ?? sent['name'];
  if (typeof name !== 'string') throw invalid('Required parameter: name');
  const type = sent['contentType'] ?? request.headers['x-upload-content-type'];
  await openSession(exchange, bucket, {
    name,
    metadata: applyMetadata(typeof type === 'string' ? { contentType: type } : {}, sent),
    expected: checksumsIn(sent),
    conditions: preconditionsFromQuery(query),
    total: request.headers['x-upload-content-length'],
    successStatus: 200,
  });
}

interface SessionRequest {
  name: string;
  metadata: WritableMetadata;
  expected: Partial<Checksums>;
  conditions: Preconditions;
  total: string | string[] | undefined;
  successStatus: 200 | 201;
}

/** Starts a resumable upload and answers with the address to send to. */
export async function openSession(exchange: Exchange, bucket: string, asked: SessionRequest): Promise<void> {
  checkObjectName(asked.name);
  checkPreconditions(asked.conditions, exchange.buckets.objects(bucket).find(asked.name));
  const total = asked.total === undefined ? null : Number(asked.total);
  if (total !== null && !Number.isSafeInteger(total)) throw invalid('Invalid X-Upload-Content-Length.');
  const { name, metadata, expected, conditions } = asked;
  const id = await exchange.sessions.start({
    bucket,
    name,
    metadata,
    expected,
    conditions,
    total,
    result: null,
  });
  const address = new URL(`${exchange.origin}/upload/storage/v1/b/${bucket}/o`);
  address.search = String(new URLSearchParams({ uploadType: 'resumable', name, upload_id: id }));
  sendEmpty(exchange, asked.successStatus, { location: address.href, 'x-guploader-uploadid': id });
}

/** PUT to a session: bytes, or a question how far it is. DELETE gives it up. */
export async function continueUploadHandler(exchange: Exchange, bucket: string): Promise<void> {
  const { request, sessions, query } = exchange;
  const id = query.get('upload_id');
  if (id === null) throw invalid('Required parameter: upload_id');
  if (request.method === 'DELETE') {
    await sessions.cancel(id);
    sendEmpty(exchange, CANCELLED);
    return;
  }
  const commit: Commit = (session, content) => {
    if (session.bucket !== bucket) throw invalid('The upload session belongs to another bucket.');
    return exchange.buckets
      .objects(bucket)
      .write(session.name, content, session.metadata, session.conditions);
  };
  const range = parseContentRange(request.headers['content-range']);
  const expected = parseHashHeader(request.headers['x-goog-hash']);
  const progress = await sessions.send(id, range, expected, bodyOf(exchange), commit);
  if (progress.finished) {
    sendJson(exchange, 200, objectResource(progress.object, exchange.origin));
    return;
  }
  const received: Record<string, string> =
    progress.received === 0 ? {} : { range: `bytes=0-${progress.received - 1}` };
  sendEmpty(exchange, 308, received);
}

function checksumsIn(sent: Record<string, unknown>): Partial<Checksums> {
  const { crc32c, md5Hash } = sent;
  return {
    ...(typeof crc32c === 'string' ? { crc32c } : {}),
    ...(typeof md5Hash === 'string' ? { md5Hash } : {}),
  };
}
