import type { Category } from '@accountia/task-contracts';
import type { Generated } from 'kysely';
import type { DefaultedTimestamp, Json, NullableJson } from './json.ts';

/** How some entries were classified when a person decided otherwise. */
export interface ClassifiedBefore {
  category: string;
  rule: string;
  entries: number;
}

export interface ReviewDecisionsTable {
  organization_id: string;
  id: Generated<string>;
  /** Key of the wording, made by the tax rules. */
  concept: string;
  category: Category;
  note: string | null;
  /** A wording as a reporter wrote it. */
  example: string;
  before: Json<ClassifiedBefore[]>;
  affected_entries: Generated<number>;
  /** The decision about the same concept that was in force until this one. */
  replaces: string | null;
  /** Ids of API keys. */
  decided_by: string | null;
  decided_at: DefaultedTimestamp;
  replaced_at: Date | null;
  reverted_by: string | null;
  reverted_at: Date | null;
}

export interface EntryOverridesTable {
  organization_id: string;
  entry_id: string;
  decision_id: string;
  category: string;
  candidate_boxes: number[];
  rule: string;
  confidence: 'high' | 'medium' | 'low';
}

/** `fact` and `box`: a value that no report knows; `choice`: a named choice of the proposal; `entry`: one fact. */
export type DeclarationDecisionKind = 'fact' | 'box' | 'choice' | 'entry';

export interface DeclarationDecisionsTable {
  organization_id: string;
  declaration_id: string;
  id: Generated<string>;
  kind: DeclarationDecisionKind;
  /** Name of the fact or choice, number of the box, identity of the entry's fact. */
  subject: string;
  value: Json<unknown>;
  /** The finding that it resolves. */
  finding_id: string | null;
  decided_by: string | null;
  decided_at: DefaultedTimestamp;
  replaced_at: Date | null;
  reverted_by: string | null;
  reverted_at: Date | null;
}

export interface DeclarationDraftsTable {
  organization_id: string;
  declaration_id: string;
  version: number;
  /** Hash of all that the draft was made of: another one now means that the draft is out of date. */
  fingerprint: string;
  /** What it was made of, to tell what changed in the next version. */
  basis: Json<unknown>;
  /** The whole draft as the API answers with it. */
  content: Json<unknown>;
  /** The few figures that a list shows. */
  summary: Json<unknown>;
  changes: NullableJson<unknown>;
  created_by: string | null;
  created_at: DefaultedTimestamp;
}
