import { createHash, timingSafeEqual } from 'node:crypto';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Takes the same time whatever differs: digests have one length, so not even the length of the secret shows. */
export function sameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

/** Compares both parts always: answering early on a wrong name would tell which names exist. */
export function sameCredentials(given: Credentials, expected: Credentials): boolean {
  const username = sameSecret(given.username, expected.username);
  const password = sameSecret(given.password, expected.password);
  return username && password;
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
