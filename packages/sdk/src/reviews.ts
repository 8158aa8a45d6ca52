import {
  type Duplicate,
  duplicate,
  duplicateList,
  type duplicateRequest,
  type ReviewDecision,
  type ReviewDecisionRequest,
  type ReviewList,
  reviewDecision,
  reviewDecisionPage,
  type reviewDecisionQuery,
  reviewList,
  type reviewQuery,
} from '@accountia/task-contracts/api';
import type { z } from 'zod';
import { jsonBody } from './json-call.ts';
import { allPages, type Page } from './pagination.ts';
import type { CallOptions, Transport } from './transport.ts';

export type ReviewQuery = Partial<z.output<typeof reviewQuery>>;
export type ReviewDecisionQuery = Partial<z.output<typeof reviewDecisionQuery>>;
export type DuplicateResolution = z.input<typeof duplicateRequest>;

export interface DecideOptions extends CallOptions {
  /** The same key is the same request, however often it is sent. A random one unless given. */
  readonly idempotencyKey?: string | undefined;
}

export function createReviews(transport: Transport) {
  const get = { method: 'GET', idempotent: true } as const;
  const duplicatesOf = (declarationId: string, rest = '') =>
    `/v1/declarations/${encodeURIComponent(declarationId)}/duplicates${rest}`;

  async function decisions(
    query: ReviewDecisionQuery = {},
    options: CallOptions = {},
  ): Promise<Page<ReviewDecision>> {
    const call = { ...get, path: '/v1/reviews/decisions', query, ...options };
    return await transport.request(reviewDecisionPage, call);
  }

  return {
    /** The concepts that wait for a person, those with most entries first; what is decided leaves the list. */
    async list(query: ReviewQuery = {}, options: CallOptions = {}): Promise<ReviewList> {
      return await transport.request(reviewList, { ...get, path: '/v1/reviews', query, ...options });
    },

    /** Says what a concept is: for all entries of the organization and for files to come. */
    async decide(request: ReviewDecisionRequest, options: DecideOptions = {}): Promise<ReviewDecision> {
      return await transport.request(reviewDecision, {
        method: 'POST',
        path: '/v1/reviews/decisions',
        ...jsonBody(request, { 'idempotency-key': options.idempotencyKey ?? crypto.randomUUID() }),
        idempotent: true,
        signal: options.signal,
      });
    },

    /** One page of what was decided, newest first. */
    decisions,
    decisionsAll: (query: ReviewDecisionQuery = {}, options: CallOptions = {}) =>
      allPages(decisions, query, options),

    /** Takes a decision back: entries are classified as before it. Not retried, because a second time is refused. */
    async revert(decisionId: string, options: CallOptions = {}): Promise<ReviewDecision> {
      return await transport.request(reviewDecision, {
        method: 'DELETE',
        path: `/v1/reviews/decisions/${encodeURIComponent(decisionId)}`,
        idempotent: false,
        ...options,
      });
    },

    /** What may be reported twice in a declaration, and what was decided about it. */
    async duplicates(declarationId: string, options: CallOptions = {}): Promise<readonly Duplicate[]> {
      return (
        await transport.request(duplicateList, { ...get, path: duplicatesOf(declarationId), ...options })
      ).items;
    },

    /** Says whether they are one fact (`ignore`) or several (`keep`); the next draft obeys. */
    async resolveDuplicate(
      declarationId: string,
      findingId: string,
      resolution: DuplicateResolution,
      options: CallOptions = {},
    ): Promise<Duplicate> {
      return await transport.request(duplicate, {
        method: 'POST',
        path: duplicatesOf(declarationId, `/${encodeURIComponent(findingId)}`),
        ...jsonBody(resolution),
        idempotent: true,
        ...options,
      });
    },

    /** Takes back what was said about a suspected duplicate. */
    async reopenDuplicate(
      declarationId: string,
      findingId: string,
      options: CallOptions = {},
    ): Promise<Duplicate> {
      return await transport.request(duplicate, {
        method: 'DELETE',
        path: duplicatesOf(declarationId, `/${encodeURIComponent(findingId)}`),
        idempotent: true,
        ...options,
      });
    },
  };
}
