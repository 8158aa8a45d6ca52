import { type Usage, usage, type usageQuery } from '@accountia/task-contracts/api';
import type { z } from 'zod';
import type { CallOptions, Transport } from './transport.ts';

export type UsageQuery = Partial<z.output<typeof usageQuery>>;

/** What the organization uses of a language model: this month's budget, and each month's tokens and cost. */
export function createUsage(transport: Transport) {
  return async (query: UsageQuery = {}, options: CallOptions = {}): Promise<Usage> =>
    await transport.request(usage, {
      method: 'GET',
      path: '/v1/usage',
      query,
      idempotent: true,
      ...options,
    });
}
