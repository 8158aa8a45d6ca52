import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';

/**
 * Whose attempt this is. Each proxy appends the address it was called from to X-Forwarded-For, so with `hops` proxies
 * of our own the entry that far from the end is the first that the client could not write itself.
 */
export function clientAddress(context: Context, hops: number): string {
  if (hops > 0) {
    const forwarded = context.req.header('x-forwarded-for')?.split(',') ?? [];
    const address = forwarded.at(-hops)?.trim();
    if (address !== undefined && address !== '') return address;
  }
  return getConnInfo(context).remote.address ?? 'unknown';
}

/** Whether the client's own connection is encrypted, as far as can be told. */
export function isEncrypted(context: Context, hops: number): boolean {
  if (hops > 0 && context.req.header('x-forwarded-proto') === 'https') return true;
  return new URL(context.req.url).protocol === 'https:';
}
