import { type Health, health } from '@accountia/task-contracts/api';
import { createComparisons } from './comparisons.ts';
import { createDeclarations } from './declarations.ts';
import { createDocuments } from './documents.ts';
import { createDrafts } from './drafts.ts';
import { createNotifications } from './notifications.ts';
import { createReviews } from './reviews.ts';
import { createRuns } from './runs.ts';
import { type CallOptions, type ConnectionOptions, Transport } from './transport.ts';
import { createUsage } from './usage.ts';

export interface ClientOptions extends ConnectionOptions {
  /** `ack_…`, as `accountia keys create` prints it. It opens the whole organization: keep it on servers. */
  readonly apiKey: string;
}

/**
 * A client of one API and organization. It keeps no connection of its own: there is nothing to close.
 * Every call throws AccountiaApiError, AccountiaConnectionError, or its signal's reason.
 */
export function createClient(options: ClientOptions) {
  if (options.apiKey.trim() === '') throw new TypeError('apiKey must not be empty');
  const transport = new Transport(options);
  const runs = createRuns(transport);
  return {
    documents: createDocuments(transport),
    declarations: createDeclarations(transport),
    drafts: createDrafts(transport),
    reviews: createReviews(transport),
    comparisons: createComparisons(transport),
    notifications: createNotifications(transport),
    usage: createUsage(transport),
    runs,
    /** Same as `runs.waitForRun`. */
    waitForRun: runs.waitForRun,
    /** Same as `runs.follow`. */
    followRun: runs.follow,
    /** Same as `getHealth` with the client's address. */
    health: (callOptions: CallOptions = {}) =>
      askHealth(new Transport({ ...options, apiKey: undefined }), callOptions),
  };
}

export type Client = ReturnType<typeof createClient>;

/** Whether the API and what it depends on answer; needs no key. A degraded API is an answer, not an error. */
export async function getHealth(options: ConnectionOptions & CallOptions): Promise<Health> {
  return await askHealth(new Transport(options), { signal: options.signal });
}

async function askHealth(transport: Transport, options: CallOptions): Promise<Health> {
  return await transport.request(health, {
    method: 'GET',
    path: '/health',
    idempotent: true,
    answers: [503],
    ...options,
  });
}
