import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { codeOf, messageOf } from '../errors.ts';
import { BucketStore } from './bucket-store.ts';
import { StorageApiError } from './errors.ts';
import { sendJson } from './exchange.ts';
import type { Exchange } from './exchange.ts';
import { ResumableSessions } from './resumable-sessions.ts';
import { jsonApiHandler, xmlApiTarget } from './routes.ts';
import { loadServiceAccount } from './service-account.ts';
import type { SigningAccount } from './service-account.ts';
import { signedObjectHandler } from './signed-handlers.ts';
import { verifySignedUrl } from './signed-urls.ts';

/** Longer than any client keeps an idle connection, so that none meets one that is just being closed. */
const KEEP_ALIVE_MS = 120_000;

export interface ObjectServerOptions {
  dataDirectory: string;
  /** The key file that signs URLs; made when missing. */
  serviceAccountFile: string;
  onError?: (error: unknown, request: IncomingMessage) => void;
  now?: () => Date;
}

/**
 * A server that speaks the part of Google Cloud Storage's JSON API which the official client uses, and V4 signed URLs,
 * over a directory. Like the emulators it asks for no token: bind it to 127.0.0.1 or a private network only.
 */
export async function createObjectServer(options: ObjectServerOptions): Promise<Server> {
  const account = await loadServiceAccount(options.serviceAccountFile);
  const buckets = await BucketStore.open(options.dataDirectory);
  const sessions = await ResumableSessions.open(options.dataDirectory);
  const now = options.now ?? (() => new Date());

  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    const target = request.url ?? '/';
    const question = target.indexOf('?');
    const path = question === -1 ? target : target.slice(0, question);
    const query = new URLSearchParams(question === -1 ? '' : target.slice(question + 1));
    const origin = `http://${request.headers.host ?? 'localhost'}`;
    const exchange: Exchange = { request, response, query, origin, buckets, sessions };
    answer(exchange, path, target, account, now()).catch((error: unknown) => {
      if (!(error instanceof StorageApiError) && !isLostConnection(error)) options.onError?.(error, request);
      sendError(request, response, error, isXmlRequest(path, query));
    });
  });
  // Uploads may take as long as they take; a connection that says nothing at all is still cut off.
  server.requestTimeout = 0;
  return server;
}

async function answer(
  exchange: Exchange,
  path: string,
  target: string,
  account: SigningAccount,
  now: Date,
): Promise<void> {
  if (path === '/_health') return sendJson(exchange, 200, { status: 'ok' });
  const method = exchange.request.method ?? 'GET';
  const handler = exchange.query.has('X-Goog-Signature') ? null : jsonApiHandler(method, path);
  if (handler !== null) return handler(exchange);
  const object = xmlApiTarget(path);
  if (object === null) throw new StorageApiError(404, 'notFound', 'Not Found');
  if (!exchange.query.has('X-Goog-Signature')) {
    throw new StorageApiError(
      403,
      'AccessDenied',
      'Anonymous caller does not have storage.objects.get access.',
    );
  }
  verifySignedUrl(exchange.request, target, account, now);
  return signedObjectHandler(exchange, object.bucket, object.name);
}

function isXmlRequest(path: string, query: URLSearchParams): boolean {
  return (
    query.has('X-Goog-Signature') || !/^\/(?:upload\/|download\/)?(?:storage\/v1\/)?b(?:\/|$)/.test(path)
  );
}

function sendError(request: IncomingMessage, response: ServerResponse, error: unknown, asXml: boolean): void {
  if (response.headersSent) {
    // Too late for a status: a broken connection is how the client learns that the content is not whole.
    response.destroy();
    return;
  }
  const failure =
    error instanceof StorageApiError
      ? error
      : new StorageApiError(500, 'backendError', `Internal error: ${messageOf(error)}`);
  if (failure.status === 304) {
    response.writeHead(304).end();
    return;
  }
  const body = asXml ? failure.toXml() : failure.toJson();
  // What is left of an upload that was refused is not read: the connection cannot be used again.
  const unread = !request.complete && request.method !== 'GET' && request.method !== 'HEAD';
  response.writeHead(failure.status, {
    'content-type': asXml ? 'application/xml; charset=UTF-8' : 'application/json; charset=UTF-8',
    'content-length': Buffer.byteLength(body),
    ...(unread ? { connection: 'close' } : {}),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function isLostConnection(error: unknown): boolean {
  return ['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'EPIPE', 'ABORT_ERR'].includes(codeOf(error) ?? '');
}
