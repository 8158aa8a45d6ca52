import type { RunState } from '@accountia/task-contracts/api';
import type { PlannedDocument } from '../plan/plan.ts';
import type { Content } from './contents.ts';

/** What a client knows of its upload. */
export type UploadOutcome =
  | { readonly kind: 'accepted'; readonly documentId: string; readonly runId: string }
  /** The API said no: nothing may be left of it. */
  | { readonly kind: 'refused'; readonly status: number; readonly code: string }
  /** No answer, or one that does not say whether it was done; and the client did not ask again. */
  | { readonly kind: 'unknown' }
  /** The API never took it before the suite ended. */
  | { readonly kind: 'never-taken' };

export interface LedgerEntry {
  readonly planned: PlannedDocument;
  readonly organizationId: string;
  readonly content: Content;
  outcome: UploadOutcome;
  /** What the API told a client who waited for the run. */
  toldState: RunState | null;
  /** What a client met that no outage explains. */
  surprise: string | null;
}

/** Every answer of the API by status, and what was thrown instead of one. */
export class Answers {
  readonly counts = new Map<string, number>();

  add(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }
}
