import type { EntryId, RuledEntry } from './types.ts';

/** Entries whose wording fires one of the rules. A trailing dot takes a family: `capital.` */
export function withRule<Id extends EntryId>(
  entries: readonly RuledEntry<Id>[],
  ...rules: readonly string[]
): RuledEntry<Id>[] {
  return entries.filter(({ rule }) =>
    rules.some((wanted) => (wanted.endsWith('.') ? rule.startsWith(wanted) : rule === wanted)),
  );
}

export function idsOf<Id extends EntryId>(entries: readonly RuledEntry<Id>[]): Id[] {
  return entries.map(({ id }) => id);
}

export function sumOf(entries: readonly { readonly amount: bigint }[]): bigint {
  return entries.reduce((total, { amount }) => total + amount, 0n);
}

/** Those whose amount another one has too: few, so that what repeats is looked for among them only. */
export function withRepeatedAmount<Item extends { readonly amount: bigint }>(items: readonly Item[]): Item[] {
  const once = new Set<bigint>();
  const repeated = new Set<bigint>();
  for (const { amount } of items) (once.has(amount) ? repeated : once).add(amount);
  return items.filter(({ amount }) => repeated.has(amount));
}

/** Groups in order of first appearance. */
export function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
