import {
  type RedriveResult,
  type redriveRequest,
  redriveResult,
  type Run,
  type RunEvent,
  run,
  runPage,
  type runQuery,
} from '@accountia/task-contracts/api';
import type { z } from 'zod';
import { type FollowOptions, followRun } from './follow-run.ts';
import { allPages, type Page } from './pagination.ts';
import type { CallOptions, Transport } from './transport.ts';
import { type WaitOptions, waitForRun } from './wait-for-run.ts';

export type RunQuery = Partial<z.output<typeof runQuery>>;
/** Which failed runs to start again, and how many at most; all that is left out is not asked for. */
export type RedriveQuery = z.input<typeof redriveRequest>;

export function createRuns(transport: Transport) {
  const pathOf = (id: string, rest = '') => `/v1/runs/${encodeURIComponent(id)}${rest}`;

  async function list(query: RunQuery = {}, options: CallOptions = {}): Promise<Page<Run>> {
    return await transport.request(runPage, {
      method: 'GET',
      path: '/v1/runs',
      query,
      idempotent: true,
      ...options,
    });
  }

  async function get(id: string, options: CallOptions = {}): Promise<Run> {
    return await transport.request(run, { method: 'GET', path: pathOf(id), idempotent: true, ...options });
  }

  return {
    get,
    /** One page, newest first. */
    list,
    /** All runs, page after page. */
    listAll: (query: RunQuery = {}, options: CallOptions = {}) => allPages(list, query, options),

    /** The run's history from its start and then live, until it has finished; lost connections are taken up again. */
    follow(id: string, options: FollowOptions = {}): AsyncGenerator<RunEvent, void, undefined> {
      return followRun(
        { transport, path: pathOf(id, '/events'), getRun: (inner) => get(id, inner) },
        options,
      );
    },

    /** The run once it has completed. Throws RunFailedError when it ends otherwise, RunWaitTimeoutError when it takes too long. */
    async waitForRun(id: string, options: WaitOptions = {}): Promise<Run> {
      const source = {
        transport,
        path: pathOf(id, '/events'),
        getRun: (inner: CallOptions) => get(id, inner),
      };
      return await waitForRun(id, source, options);
    },

    /** Asks for a run to stop; one that has finished stays as it is. */
    async cancel(id: string, options: CallOptions = {}): Promise<Run> {
      // Asking twice is asking once, so it may be retried.
      return await transport.request(run, {
        method: 'POST',
        path: pathOf(id, '/cancel'),
        idempotent: true,
        ...options,
      });
    },

    /**
     * Starts failed runs again, the oldest first and at most `limit` (200 unless given). Ask again while `more` is true.
     * `list({ state: 'failed', … })` shows them.
     */
    async redrive(query: RedriveQuery = {}, options: CallOptions = {}): Promise<RedriveResult> {
      return await transport.request(redriveResult, {
        method: 'POST',
        path: '/v1/runs/redrive',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(query),
        // Done twice it may start the next ones, too.
        idempotent: false,
        ...options,
      });
    },

    /** Starts a failed, cancelled or expired run again. */
    async retry(id: string, options: CallOptions = {}): Promise<Run> {
      return await transport.request(run, {
        method: 'POST',
        path: pathOf(id, '/retry'),
        idempotent: false,
        ...options,
      });
    },
  };
}
