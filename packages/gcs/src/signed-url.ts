import type { File } from '@google-cloud/storage';
import { ObjectStoreError } from './errors.ts';

/** V4 signatures cannot last longer. */
const MAX_EXPIRY_SECONDS = 7 * 24 * 60 * 60;

export interface SignedUrlOptions {
  action: 'read' | 'write';
  expiresInSeconds: number;
  /** For writing: the type that the sender must name, or the address is refused. */
  contentType?: string;
  /** For reading: the name under which a browser saves the file. */
  filename?: string;
}

export async function createSignedUrl(file: File, options: SignedUrlOptions): Promise<string> {
  const { action, expiresInSeconds, contentType, filename } = options;
  const details = { bucket: file.bucket.name, name: file.name };
  if (!Number.isInteger(expiresInSeconds) || expiresInSeconds < 1 || expiresInSeconds > MAX_EXPIRY_SECONDS) {
    throw new ObjectStoreError(
      'invalid_argument',
      `expiresInSeconds must be from 1 to ${MAX_EXPIRY_SECONDS}.`,
      {
        ...details,
        expiresInSeconds,
      },
    );
  }
  try {
    const [url] = await file.getSignedUrl({
      version: 'v4',
      action,
      expires: Date.now() + expiresInSeconds * 1000,
      ...(contentType === undefined ? {} : { contentType }),
      ...(filename === undefined ? {} : { responseDisposition: attachment(filename) }),
    });
    return url;
  } catch (error) {
    throw new ObjectStoreError(
      'cannot_sign_urls',
      'The credentials cannot sign addresses: a service account is needed, by its key file or in Google Cloud.',
      details,
      { cause: error },
    );
  }
}

/** Both forms of RFC 6266: plain for old readers, encoded for names that are not ASCII. */
function attachment(filename: string): string {
  const plain = filename.replaceAll(/[^\x20-\x7e]|["\\]/g, '_');
  const encoded = encodeURIComponent(filename).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
