import type { BulkRecordsTable } from './bulk.ts';
import type {
  ChunkEmbeddingsTable,
  CorpusSourcesTable,
  CorpusStateTable,
  PassageChunksTable,
  PassageVersionsTable,
  PassagesTable,
} from './corpus.ts';
import type {
  DeclarationsTable,
  DocumentsTable,
  EntriesTable,
  InsightFeedbackTable,
  InsightsTable,
  NotificationsTable,
} from './documents.ts';
import type { ModelAnswersTable, ModelReservationsTable, ModelUsageTable } from './model.ts';
import type {
  DeclarationDecisionsTable,
  DeclarationDraftsTable,
  EntryOverridesTable,
  ReviewDecisionsTable,
} from './reviews.ts';
import type { DeclarationQuestionsTable } from './questions.ts';
import type {
  RateLimitsTable,
  RunChildrenTable,
  RunEventsTable,
  RunsTable,
  ScheduleSlotsTable,
  SchedulesTable,
  WorkersTable,
} from './runs.ts';
import type { ApiKeysTable, IdempotencyKeysTable, OrganizationsTable } from './tenancy.ts';

/** The whole schema as Kysely sees it; the migrations are the truth. */
export interface Database {
  organizations: OrganizationsTable;
  api_keys: ApiKeysTable;
  idempotency_keys: IdempotencyKeysTable;
  documents: DocumentsTable;
  declarations: DeclarationsTable;
  entries: EntriesTable;
  bulk_records: BulkRecordsTable;
  insights: InsightsTable;
  insight_feedback: InsightFeedbackTable;
  notifications: NotificationsTable;
  passages: PassagesTable;
  passage_chunks: PassageChunksTable;
  passage_versions: PassageVersionsTable;
  corpus_sources: CorpusSourcesTable;
  corpus_state: CorpusStateTable;
  chunk_embeddings: ChunkEmbeddingsTable;
  review_decisions: ReviewDecisionsTable;
  entry_overrides: EntryOverridesTable;
  declaration_decisions: DeclarationDecisionsTable;
  declaration_drafts: DeclarationDraftsTable;
  model_usage: ModelUsageTable;
  model_reservations: ModelReservationsTable;
  model_answers: ModelAnswersTable;
  declaration_questions: DeclarationQuestionsTable;
  runs: RunsTable;
  run_events: RunEventsTable;
  run_children: RunChildrenTable;
  rate_limits: RateLimitsTable;
  workers: WorkersTable;
  schedules: SchedulesTable;
  schedule_slots: ScheduleSlotsTable;
}
