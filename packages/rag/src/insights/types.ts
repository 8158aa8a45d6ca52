import type { Category, Finding } from '@accountia/tax-rules';
import type { InsightCode } from './codes.ts';

export type InsightKind = 'recommendation' | 'warning' | 'information';
export type Severity = 'info' | 'warning' | 'critical';
export type Confidence = 'high' | 'medium' | 'low';

/** One reported fact, as the analysis needs it. Amounts in whole pesos. */
export interface AnalysisEntry {
  id: string;
  category: Category;
  amount: bigint;
  boxes: readonly number[];
  topes: readonly number[];
  detail: string;
  reporterNit: string;
  reporterName: string;
  row: number;
  /** Name under which the reporter reported the taxpayer. */
  reportedName?: string;
  /** Pairs of column "Información Adicional": account, share, owners. */
  additionalInformation?: readonly { readonly key: string; readonly value: string }[];
}

export type TopeNumber = '1' | '2' | '3' | '4' | '5';

/** The declaration's facts. `year` is the taxable year (año gravable). */
export interface AnalysisInput {
  year: number;
  taxpayer: { documentType: string; number: string; name: string };
  entries: readonly AnalysisEntry[];
  /** DIAN's own totals, in pesos. */
  topes: Partial<Record<TopeNumber, bigint>>;
  /** What tax-rules found in these entries; found again here when absent. */
  findings?: readonly Finding<string>[];
}

/** The passage of the tax corpus that supports an insight. */
export interface Citation {
  passageId: string;
  norm: string;
  article: string;
  title: string;
}

/** Something the taxpayer should know or do, in Colombian Spanish, with what supports it. */
export interface Insight {
  code: InsightCode;
  kind: InsightKind;
  severity: Severity;
  title: string;
  body: string;
  /** What the taxpayer should do, and which document proves it. */
  action: string;
  /** Whole pesos. */
  amount?: bigint;
  /** Box of Form 210. */
  box?: number;
  /** `YYYY-MM-DD`. */
  deadline?: string;
  entryIds: string[];
  citations: Citation[];
  confidence: Confidence;
  /** A model's wording of the same facts, checked figure by figure. Absent when there is no model or its text did not check out. */
  explanation?: string;
}

/** An insight before its rules of law are resolved to the passages in force in the year. */
export interface DraftInsight extends Omit<Insight, 'citations' | 'explanation'> {
  /** Rule keys of the corpus, `et-592`. At least one. */
  cites: readonly [string, ...string[]];
}
