import type { Generated } from 'kysely';
import type { DefaultedTimestamp } from './json.ts';

/** What an organization used of a model in a month of Bogotá, one row for each purpose. */
export interface ModelUsageTable {
  organization_id: string;
  /** First day of the month, `YYYY-MM-DD`. */
  month: string;
  provider: string;
  model: string;
  purpose: 'analysis' | 'question';
  calls: bigint;
  /** Answers that were known already and cost nothing. */
  cached: Generated<bigint>;
  input_tokens: bigint;
  output_tokens: bigint;
  /** Millionths of a US dollar; null when the price of any of the calls was not known. */
  cost_micros: bigint | null;
}

/** Tokens of calls that are under way, so that those that start beside them see what is left. */
export interface ModelReservationsTable {
  organization_id: string;
  id: Generated<string>;
  tokens: bigint;
  /** A process that dies holds tokens no longer than this. */
  expires_at: Date;
}

export interface ModelAnswersTable {
  organization_id: string;
  /** Of everything the model was shown, the version of the prompt and the model. */
  hash: string;
  declaration_id: string;
  provider: string;
  model: string;
  prompt_version: string;
  /** As the model gave it: with masks in place of names, unchecked. */
  answer: string;
  input_tokens: bigint;
  output_tokens: bigint;
  created_at: DefaultedTimestamp;
  expires_at: Date;
}
