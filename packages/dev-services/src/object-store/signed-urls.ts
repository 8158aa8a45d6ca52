import { createHash, verify } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { StorageApiError } from './errors.ts';
import type { SigningAccount } from './service-account.ts';

const ALGORITHM = 'GOOG4-RSA-SHA256';
const MAX_LIFETIME_SECONDS = 7 * 24 * 60 * 60;
/** How far ahead of ours the signer's clock may be. */
const CLOCK_SKEW_MS = 15 * 60 * 1000;

/**
 * Checks a V4 signed URL: made by our account, for this method, path, query and headers, and not expired. `target` is
 * the path and query as they came. Follows cloud.google.com/storage/docs/authentication/canonical-requests.
 * Throws 403 when the signature is not good, 400 when it has expired or cannot be read.
 */
export function verifySignedUrl(
  request: IncomingMessage,
  target: string,
  account: SigningAccount,
  now: Date,
): void {
  const question = target.indexOf('?');
  const path = target.slice(0, question);
  const query = new URLSearchParams(target.slice(question + 1));
  const credential = query.get('X-Goog-Credential') ?? '';
  const date = query.get('X-Goog-Date') ?? '';
  const signature = query.get('X-Goog-Signature') ?? '';
  const signedAt = parseDate(date);
  const lifetime = Number(query.get('X-Goog-Expires'));
  if (query.get('X-Goog-Algorithm') !== ALGORITHM || signedAt === null || !/^[0-9a-f]+$/i.test(signature)) {
    throw new StorageApiError(
      400,
      'AuthenticationRequired',
      'The query parameters of the signed URL are incomplete.',
    );
  }
  const scope = `${date.slice(0, 8)}/auto/storage/goog4_request`;
  if (credential !== `${account.email}/${scope}`) throw mismatch();
  if (!Number.isInteger(lifetime) || lifetime < 1 || lifetime > MAX_LIFETIME_SECONDS) {
    throw new StorageApiError(
      400,
      'InvalidArgument',
      'X-Goog-Expires must be between one second and seven days.',
    );
  }

  const signedHeaders = (query.get('X-Goog-SignedHeaders') ?? '').split(';');
  query.delete('X-Goog-Signature');
  const bodyHash = headerOf(request, 'x-goog-content-sha256') || 'UNSIGNED-PAYLOAD';
  const genuine = hostsOf(request).some((host) => {
    const headers = signedHeaders.map(
      (name) => `${name}:${name === 'host' ? host : headerOf(request, name)}\n`,
    );
    const canonical = [
      request.method,
      path,
      canonicalQuery(query),
      headers.join(''),
      signedHeaders.join(';'),
      bodyHash,
    ].join('\n');
    const digest = createHash('sha256').update(canonical).digest('hex');
    const text = [ALGORITHM, date, scope, digest].join('\n');
    return verify('RSA-SHA256', Buffer.from(text), account.publicKey, Buffer.from(signature, 'hex'));
  });
  if (!genuine || !signedHeaders.includes('host')) throw mismatch();
  if (now.getTime() > signedAt.getTime() + lifetime * 1000) {
    throw new StorageApiError(400, 'ExpiredToken', 'The provided token has expired.');
  }
  if (signedAt.getTime() > now.getTime() + CLOCK_SKEW_MS) throw mismatch();
}

/** Google's Node client signs the host without its port; others sign the whole header. */
function hostsOf(request: IncomingMessage): string[] {
  const host = request.headers.host ?? '';
  return [host, host.replace(/:\d+$/, '')];
}

function headerOf(request: IncomingMessage, name: string): string {
  const value = request.headers[name] ?? '';
  return [value]
    .flat()
    .join(',')
    .trim()
    .replaceAll(/\s{2,}/g, ' ');
}

function canonicalQuery(query: URLSearchParams): string {
  return [...query]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort((a, b) => (a < b ? -1 : 1))
    .join('&');
}

function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function parseDate(text: string): Date | null {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second] = match;
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(date.getTime()) ? null : date;
}

function mismatch(): StorageApiError {
  return new StorageApiError(
    403,
    'SignatureDoesNotMatch',
    'Access denied. The request signature we calculated does not match the signature you provided.',
  );
}
