import type {
  DeclarationsTable,
  DocumentsTable,
  EntriesTable,
  InsightsTable,
  PassagesTable,
} from './documents.ts';
import type { RunEventsTable, RunsTable, ScheduleSlotsTable, SchedulesTable, WorkersTable } from './runs.ts';
import type { ApiKeysTable, IdempotencyKeysTable, OrganizationsTable } from './tenancy.ts';

/** The whole schema as Kysely sees it; the migrations are the truth. */
export interface Database {
  organizations: OrganizationsTable;
  api_keys: ApiKeysTable;
  idempotency_keys: IdempotencyKeysTable;
  documents: DocumentsTable;
  declarations: DeclarationsTable;
  entries: EntriesTable;
  insights: InsightsTable;
  passages: PassagesTable;
  runs: RunsTable;
  run_events: RunEventsTable;
  workers: WorkersTable;
  schedules: SchedulesTable;
  schedule_slots: ScheduleSlotsTable;
}
