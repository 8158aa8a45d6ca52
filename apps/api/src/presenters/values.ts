export function timestampOrNull(date: Date | null): string | null {
  return date === null ? null : date.toISOString();
}

/** A page of rows as a page of what the wire carries. */
export function presentPage<Row, Item>(
  page: { readonly items: readonly Row[]; readonly nextCursor: string | null },
  present: (row: Row) => Item,
): { items: Item[]; nextCursor: string | null } {
  return { items: page.items.map(present), nextCursor: page.nextCursor };
}

/**
 * Leaves out what is undefined: an optional field of a query becomes an absent one of a filter, which
 * `exactOptionalPropertyTypes` tells apart.
 */
export function defined<Value extends object>(value: Value): Defined<Value> {
  return Object.fromEntries(
    Object.entries(value).filter(([, field]) => field !== undefined),
  ) as Defined<Value>;
}

type Defined<Value> = { [Key in keyof Value]: Exclude<Value[Key], undefined> };
