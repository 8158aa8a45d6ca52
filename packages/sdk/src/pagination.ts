import type { CallOptions } from './transport.ts';

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Ask with it for the next page; null at the end. */
  readonly nextCursor: string | null;
}

/** Every item of every page, asking for the next page when the one before is used up. */
export async function* allPages<Item, Query extends { readonly cursor?: string | undefined }>(
  list: (query: Query, options: CallOptions) => Promise<Page<Item>>,
  query: Query,
  options: CallOptions,
): AsyncGenerator<Item, void, undefined> {
  let next = query;
  for (;;) {
    const page = await list(next, options);
    yield* page.items;
    if (page.nextCursor === null) return;
    next = { ...next, cursor: page.nextCursor };
  }
}
