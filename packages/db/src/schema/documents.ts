import type { SerializedTaskError } from '@accountia/task-contracts';
import type { DocumentState, ReadingInstructions } from '@accountia/task-contracts/api';
import type { Generated } from 'kysely';
import type { StoredBulkFile } from './bulk.ts';
import type { DefaultedTimestamp, Json, NullableJson } from './json.ts';

/** A warning of the parser as stored: code and parameters; the sentence is written at the edge. */
export interface StoredWarning {
  code: string;
  row?: number;
  cell?: string;
  details: Record<string, string | number>;
}

export interface DocumentsTable {
  organization_id: string;
  id: Generated<string>;
  declaration_id: string | null;
  superseded_by: string | null;
  filename: string;
  content_type: string;
  size_bytes: number;
  sha256: string;
  object_name: string;
  /** Generation of the object: what is read is exactly what was uploaded. */
  object_generation: string;
  /** What the caller said about a file that does not say it itself. */
  reading: NullableJson<ReadingInstructions>;
  state: DocumentState;
  layout: string | null;
  taxable_year: number | null;
  /** DIAN's own totals, tope number to pesos as a decimal string. */
  topes: Json<Record<string, string>>;
  warnings: Json<StoredWarning[]>;
  entry_count: Generated<number>;
  /** What a file is that companies file; null for reports about a taxpayer. */
  bulk: NullableJson<StoredBulkFile>;
  error: NullableJson<SerializedTaskError>;
  reported_at: string | null;
  cutoff_at: string | null;
  created_at: DefaultedTimestamp;
  processed_at: Date | null;
  expires_at: Date | null;
}

export interface DeclarationsTable {
  organization_id: string;
  id: Generated<string>;
  taxable_year: number;
  taxpayer_document_type: string;
  taxpayer_number: string;
  taxpayer_name: string;
  analysis_run_id: string | null;
  analysis: NullableJson<StoredAnalysis>;
  analyzed_at: Date | null;
  created_at: DefaultedTimestamp;
  updated_at: DefaultedTimestamp;
}

/** What is known of the last finished analysis as a whole. */
export interface StoredAnalysis {
  generator: string;
  notes: string[];
  /** What a model would ask the taxpayer. */
  questions: string[];
  dropped: { reason: string; count: number }[];
  /** Of what a model had part in. Absent in analyses of rules alone, and in those from before this was kept. */
  model?: {
    provider: string;
    model: string;
    promptVersion: string;
    inputTokens: number;
    outputTokens: number;
    /** No call was made: the same question had been answered before. */
    cached: boolean;
  };
}

export interface EntriesTable {
  organization_id: string;
  id: Generated<string>;
  document_id: string;
  declaration_id: string;
  /** Place in the order of reading, from 0; several facts may come from one row. */
  position: number;
  sheet: string;
  row_number: number;
  cell: string;
  reporter_nit: string;
  reporter_name: string;
  reported_number: string;
  reported_name: string;
  detail: string;
  amount: bigint;
  category: string;
  boxes: number[];
  topes: number[];
  candidate_boxes: number[];
  rule: string;
  confidence: 'high' | 'medium' | 'low';
  suggested_use: string;
  additional_information: Json<{ key: string; value: string }[]>;
}

export interface InsightsTable {
  organization_id: string;
  declaration_id: string;
  id: Generated<string>;
  run_id: string;
  position: number;
  code: string;
  kind: 'recommendation' | 'warning' | 'information';
  severity: 'info' | 'warning' | 'critical';
  title: string;
  body: string;
  action: string;
  /** A model's wording of the same facts, checked against them; null when the rules speak alone. */
  explanation: string | null;
  amount: bigint | null;
  box: number | null;
  deadline: string | null;
  confidence: 'high' | 'medium' | 'low';
  entry_ids: string[];
  citations: Json<{ passageId: string; norm: string; article: string; title: string }[]>;
  /** What proves it, in Spanish. */
  documents: Generated<string[]>;
  impact_kind: 'saving' | 'risk' | null;
  /** Null when it cannot be estimated; `impact_basis` says why. */
  impact_amount: bigint | null;
  impact_basis: string | null;
  /** The same for the same facts in the next analysis; empty for rows of programs that knew none. */
  fingerprint: Generated<string>;
}

/** What a person said of an insight. It outlives the insight, which each analysis makes anew. */
export interface InsightFeedbackTable {
  organization_id: string;
  declaration_id: string;
  fingerprint: string;
  code: string;
  verdict: 'useful' | 'wrong';
  reason: string | null;
  /** What was judged, as it was then. */
  judged: Json<{ title: string; amount: string | null; box: number | null }>;
  judged_by: string | null;
  judged_at: DefaultedTimestamp;
}

/** What an organization should hear of without asking. */
export interface NotificationsTable {
  organization_id: string;
  id: Generated<string>;
  kind: 'filing_due';
  declaration_id: string;
  /** `YYYY-MM-DD`. */
  due_date: string;
  /** Which of the reminders it is: so many days before. */
  stage_days: number;
  /** How many were left when it was made; fewer than `stage_days` for one that is late. */
  days_left: number;
  /** The date may still change. */
  provisional: Generated<boolean>;
  created_at: DefaultedTimestamp;
}
