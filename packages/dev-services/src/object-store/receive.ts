import type { IncomingMessage } from 'node:http';
import { open, rm } from 'node:fs/promises';
import { ChecksumCounter } from './checksums.ts';
import { invalid, StorageApiError } from './errors.ts';
import type { ReceivedContent } from './object-files.ts';

const MAX_JSON_BYTES = 1024 * 1024;

/** Writes bytes to a new file as they come, a chunk at a time. Leaves no file when the sender goes away. */
export async function receiveContent(path: string, body: AsyncIterable<Buffer>): Promise<ReceivedContent> {
  const counter = new ChecksumCounter();
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of body) {
      counter.update(chunk);
      await file.writeFile(chunk);
    }
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  return { path, size: counter.size, ...counter.finish() };
}

/** Reads a JSON object from a request; an empty body is an empty object. Throws 400, or 413 when it is too long. */
export async function readJsonBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_JSON_BYTES) throw new StorageApiError(413, 'uploadTooLarge', 'The request is too large.');
    chunks.push(chunk);
  }
  return parseJsonObject(Buffer.concat(chunks).toString());
}

/** Throws 400. */
export function parseJsonObject(text: string): Record<string, unknown> {
  if (text.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new StorageApiError(400, 'parseError', 'Parse Error');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid('The body is no JSON object.');
  return value as Record<string, unknown>;
}
