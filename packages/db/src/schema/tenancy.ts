import type { Generated } from 'kysely';
import type { DefaultedTimestamp, Json } from './json.ts';

export interface OrganizationsTable {
  id: Generated<string>;
  name: string;
  /** Days a processed document is kept before it is purged. */
  retention_days: Generated<number>;
  /** How many runs go in each of the organization's turns; others have 1. */
  dispatch_weight: Generated<number>;
  /** Runs of each queue handed over and not finished, at most. */
  max_in_flight: Generated<number>;
  /** Tokens of a language model in a month; null means what the installation gives everybody. */
  monthly_token_budget: bigint | null;
  created_at: DefaultedTimestamp;
}

export interface ApiKeysTable {
  organization_id: string;
  id: Generated<string>;
  name: string;
  /** The public part of the key, shown in lists; the secret part is stored only as a hash. */
  prefix: string;
  secret_hash: Buffer;
  created_at: DefaultedTimestamp;
  last_used_at: Date | null;
  revoked_at: Date | null;
}

export interface IdempotencyKeysTable {
  organization_id: string;
  key: string;
  /** Hash of what the request asked for: the same key with another request is a client's mistake. */
  request_hash: string;
  response: Json<unknown>;
  created_at: DefaultedTimestamp;
}
