import { createHash } from 'node:crypto';
import { type Database, saveIdempotentResponse, takeIdempotencyKey } from '@accountia/db';
import type { Transaction } from 'kysely';
import { ApiError } from './problems/api-error.ts';

/** A request that its sender may repeat: the key it chose and what it asked for. */
export interface IdempotentRequest {
  readonly organizationId: string;
  readonly key: string;
  readonly requestHash: string;
}

/** An answer as it was given, to be given again word for word. */
export interface StoredResponse<Status extends number, Body> {
  readonly status: Status;
  readonly body: Body;
}

/** Names the operation too: one key for two operations is a mistake, not a repetition. */
export function idempotentRequest(
  organizationId: string,
  key: string | undefined,
  ...asked: readonly string[]
): IdempotentRequest | null {
  if (key === undefined) return null;
  return {
    organizationId,
    key,
    requestHash: createHash('sha256').update(JSON.stringify(asked)).digest('hex'),
  };
}

/**
 * The answer that this request had before, or null when it is new. Until the transaction ends, others with the same key
 * wait. Throws ApiError `idempotency_key_reused`.
 */
export async function recallResponse<Status extends number, Body>(
  trx: Transaction<Database>,
  request: IdempotentRequest,
): Promise<StoredResponse<Status, Body> | null> {
  const found = await takeIdempotencyKey(trx, request);
  if (found.kind === 'conflict') throw new ApiError(409, 'idempotency_key_reused');
  if (found.kind === 'new') return null;
  const { status, json } = found.response as { status: Status; json: string };
  return { status, body: JSON.parse(json) as Body };
}

/** Does the work once: with a key, the first answer is stored with it in one transaction and then always given again. */
export async function answerOnce<Status extends number, Body>(
  trx: Transaction<Database>,
  request: IdempotentRequest | null,
  work: () => Promise<StoredResponse<Status, Body>>,
): Promise<StoredResponse<Status, Body>> {
  if (request === null) return await work();
  const before = await recallResponse<Status, Body>(trx, request);
  if (before !== null) return before;
  const response = await work();
  // As text inside the JSON column, which would put the keys of an object into another order.
  const stored = { status: response.status, json: JSON.stringify(response.body) };
  await saveIdempotentResponse(trx, { ...request, response: stored });
  return response;
}
