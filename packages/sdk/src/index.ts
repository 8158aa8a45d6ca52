export type {
  Declaration,
  DeclarationSummary,
  Document,
  DocumentAccepted,
  Entry,
  Health,
  Insight,
  InsightList,
  Run,
  RunEvent,
  RunEventType,
  RunState,
} from '@accountia/task-contracts/api';
export { type Client, type ClientOptions, createClient, getHealth } from './client.ts';
export type { AnalyzeOptions, DeclarationQuery } from './declarations.ts';
export type { DocumentQuery, EntryQuery, UploadOptions } from './documents.ts';
export {
  AccountiaApiError,
  AccountiaConnectionError,
  type ApiErrorFacts,
  type ConnectionErrorCode,
  RunFailedError,
  RunWaitTimeoutError,
} from './errors.ts';
export type { FollowOptions } from './follow-run.ts';
export type { Page } from './pagination.ts';
export type { RunQuery } from './runs.ts';
export type { CallOptions, ConnectionOptions } from './transport.ts';
export type { UploadData } from './upload-data.ts';
export type { WaitOptions } from './wait-for-run.ts';
