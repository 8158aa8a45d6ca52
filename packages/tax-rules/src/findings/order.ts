import type { EntryId } from './types.ts';

/** Order by id: numbers by value, anything else by code unit. Independent of the machine's language. */
export function byId(first: { readonly id: EntryId }, second: { readonly id: EntryId }): number {
  if (typeof first.id === 'number' && typeof second.id === 'number') return first.id - second.id;
  const left = String(first.id);
  const right = String(second.id);
  return left < right ? -1 : left > right ? 1 : 0;
}
