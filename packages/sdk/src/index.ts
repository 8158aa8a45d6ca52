export type {
  BulkFile,
  BulkRecord,
  BulkTotals,
  CertificateComparison,
  CertificateRequest,
  Declaration,
  DeclarationReprocessing,
  DeclarationSummary,
  Document,
  DocumentAccepted,
  Draft,
  DraftRequest,
  DraftSummary,
  Duplicate,
  Entry,
  Health,
  Insight,
  InsightFeedbackReport,
  InsightFeedbackRequest,
  InsightList,
  ModelUsage,
  RedriveResult,
  Notification,
  QuestionAnswer,
  QuestionEvent,
  ReportComparison,
  ReviewDecision,
  ReviewDecisionRequest,
  ReviewItem,
  ReviewList,
  Run,
  RunEvent,
  RunEventType,
  RunState,
  TopeExplanationList,
  Usage,
  YearComparison,
} from '@accountia/task-contracts/api';
export { type Client, type ClientOptions, createClient, getHealth } from './client.ts';
export type { AnalyzeOptions, DeclarationQuery } from './declarations.ts';
export type { CreateDraftOptions, DraftListQuery } from './drafts.ts';
export type {
  BulkRecordQuery,
  BulkTotalsQuery,
  DocumentQuery,
  EntryQuery,
  ReprocessOptions,
  UploadOptions,
} from './documents.ts';
export {
  AccountiaApiError,
  AccountiaConnectionError,
  type ApiErrorFacts,
  type ConnectionErrorCode,
  RunFailedError,
  RunWaitTimeoutError,
} from './errors.ts';
export type { FollowOptions } from './follow-run.ts';
export type { NotificationQuery } from './notifications.ts';
export type { UsageQuery } from './usage.ts';
export type { Page } from './pagination.ts';
export type { AskedQuestion, AskOptions, QuestionQuery } from './questions.ts';
export type { DecideOptions, DuplicateResolution, ReviewDecisionQuery, ReviewQuery } from './reviews.ts';
export type { RedriveQuery, RunQuery } from './runs.ts';
export type { CallOptions, ConnectionOptions } from './transport.ts';
export type { UploadData } from './upload-data.ts';
export type { WaitOptions } from './wait-for-run.ts';
