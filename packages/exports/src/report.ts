import type { DeclarationSummary, DraftContent, Entry } from '@accountia/task-contracts/api';

/** All that the deliverables say, as the API says it; nothing is computed here. */
export interface ResultsReport {
  readonly generatedAt: Date;
  /** Taxpayer, year, totals, topes, obligation and warnings. */
  readonly summary: DeclarationSummary;
  /** Current entries, in the order of their sheets. */
  readonly entries: readonly Entry[];
  readonly documents: readonly ReportedDocument[];
  readonly draft: ReportedDraft;
}

export interface ReportedDocument {
  readonly id: string;
  readonly filename: string;
  /** ISO 8601, of the upload. */
  readonly createdAt: string;
}

export type ReportedDraft =
  | {
      readonly content: DraftContent;
      /** The stored version that says the same; null when what is known now was not stored as a version. */
      readonly version: number | null;
    }
  /** Why there is none, in Spanish. */
  | { readonly unavailable: string };
