import { invalid } from './errors.ts';
import type { ObjectRecord } from './resources.ts';

const DEFAULT_PAGE = 1000;

export interface ListingPage {
  items: ObjectRecord[];
  prefixes: string[];
  nextPageToken?: string;
}

/**
 * One page of a listing: objects below `prefix`, where names that go on past a `delimiter` are folded into one prefix.
 * Both count towards the page, as in the JSON API. Tokens hold the last name seen, so that they survive a restart and
 * objects coming and going.
 */
export function listPage(sorted: readonly ObjectRecord[], query: URLSearchParams): ListingPage {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const startOffset = query.get('startOffset');
  const endOffset = query.get('endOffset');
  const limit = pageLimit(query.get('maxResults'));
  const token = query.get('pageToken');
  const after = token === null ? null : Buffer.from(token, 'base64url').toString();

  const page: ListingPage = { items: [], prefixes: [] };
  let last = '';
  for (const record of sorted) {
    const { name } = record;
    if (!name.startsWith(prefix)) continue;
    if (startOffset !== null && compare(name, startOffset) < 0) continue;
    if (endOffset !== null && compare(name, endOffset) >= 0) continue;
    const cut = delimiter === '' ? -1 : name.indexOf(delimiter, prefix.length);
    const folded = cut === -1 ? null : name.slice(0, cut + delimiter.length);
    const key = folded ?? name;
    if (after !== null && compare(key, after) <= 0) continue;
    if (folded !== null && page.prefixes.at(-1) === folded) continue;
    if (page.items.length + page.prefixes.length === limit) {
      page.nextPageToken = Buffer.from(last).toString('base64url');
      break;
    }
    if (folded === null) page.items.push(record);
    else page.prefixes.push(folded);
    last = key;
  }
  return page;
}

function pageLimit(value: string | null): number {
  if (value === null) return DEFAULT_PAGE;
  const limit = Number(value);
  if (!Number.isInteger(limit) || limit < 1) throw invalid(`Invalid maxResults: ${value}`);
  return Math.min(limit, DEFAULT_PAGE);
}

function compare(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}
