export { bulkLine, type NewBulkRecord } from './bulk-lines.ts';
export { connect, type ConnectOptions } from './connect.ts';
export { entryLine, type NewEntry } from './entry-lines.ts';
export { listen, type Listener, type ListenOptions } from './listen.ts';
export { assertSchemaIsCurrent, migrate, SchemaError } from './migrate.ts';
export * from './repositories/activity.ts';
export * from './repositories/api-keys.ts';
export * from './repositories/bulk-documents.ts';
export * from './repositories/bulk-records.ts';
export { InvalidCursorError, type Page } from './repositories/cursor.ts';
export * from './repositories/declarations.ts';
export * from './repositories/documents.ts';
export * from './repositories/downloads.ts';
export * from './repositories/drafts/index.ts';
export * from './repositories/entries.ts';
export * from './repositories/idempotency.ts';
export * from './repositories/insight-feedback.ts';
export * from './repositories/insights.ts';
export * from './repositories/model-answers.ts';
export * from './repositories/model-usage.ts';
export * from './repositories/notifications.ts';
export * from './repositories/organizations.ts';
export * from './repositories/questions.ts';
export * from './repositories/rate-limits.ts';
export * from './repositories/retention.ts';
export * from './repositories/reviews/index.ts';
export * from './repositories/runs/index.ts';
export * from './repositories/schedules.ts';
export { isUniqueViolation } from './repositories/values.ts';
export * from './repositories/workers.ts';
export type {
  StoredBulkColumn,
  StoredBulkFile,
  StoredBulkHeader,
  StoredBulkSheet,
  StoredParty,
} from './schema/bulk.ts';
export type { StoredAnalysis, StoredWarning } from './schema/documents.ts';
export type { ClassifiedBefore, DeclarationDecisionKind } from './schema/reviews.ts';
export type { Database } from './schema/index.ts';
