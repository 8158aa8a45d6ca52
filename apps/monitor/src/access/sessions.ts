import { createHmac, randomBytes } from 'node:crypto';
import { type Credentials, sameSecret } from './credentials.ts';

export const SESSION_LIFETIME_MS = 8 * 3600 * 1000;

export interface Session {
  readonly id: string;
  readonly expiresAt: Date;
}

export interface Sessions {
  /** A new session and the token that proves it. */
  open(): { readonly session: Session; readonly token: string };
  /** The session of a token; null when it was tampered with, has expired or was closed. */
  read(token: string): Session | null;
  /** From now on the token proves nothing. */
  close(session: Session): void;
}

export interface SessionsOptions {
  /** Absent: a random one, good until the process ends. */
  readonly secret?: string | undefined;
  readonly credentials: Credentials;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Sessions live in a signed token, not in a store: `id.expiry.signature`. What is remembered is only which were closed
 * before their time; a restart forgets that, so it matters only where MONITOR_SESSION_SECRET outlives the process.
 */
export function createSessions({ secret, credentials, now }: SessionsOptions): Sessions {
  // Part of the key, so that changing the credentials ends every session that was opened with the old ones.
  const key = createHmac('sha256', secret ?? randomBytes(32))
    .update(JSON.stringify([credentials.username, credentials.password]))
    .digest();
  const closed = new Map<string, number>();

  function sign(id: string, expiry: string): string {
    return createHmac('sha256', key).update(`${id}.${expiry}`).digest('base64url');
  }

  return {
    open() {
      const id = randomBytes(16).toString('base64url');
      const expiresAt = new Date(now() + SESSION_LIFETIME_MS);
      const expiry = String(expiresAt.getTime());
      return { session: { id, expiresAt }, token: `${id}.${expiry}.${sign(id, expiry)}` };
    },

    read(token) {
      const [id, expiry, signature, ...rest] = token.split('.');
      if (id === undefined || expiry === undefined || signature === undefined || rest.length > 0) return null;
      if (!sameSecret(signature, sign(id, expiry))) return null;
      const expiresAt = new Date(Number(expiry));
      if (expiresAt.getTime() <= now() || closed.has(id)) return null;
      return { id, expiresAt };
    },

    close(session) {
      for (const [id, expiresAt] of closed) {
        if (expiresAt <= now()) closed.delete(id);
      }
      closed.set(session.id, session.expiresAt.getTime());
    },
  };
}
