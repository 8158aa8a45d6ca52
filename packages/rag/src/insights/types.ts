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
  /** The day of the analysis in Bogotá, `YYYY-MM-DD`: tells what is overdue. Without it nothing is. */
  today?: string;
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

/** What an insight is worth to the taxpayer. */
export interface Impact {
  /** `saving`: what doing it is worth. `risk`: what leaving it undone can cost. */
  kind: 'saving' | 'risk';
  /** Whole pesos; null when the report does not tell enough to estimate it, and `basis` says what is missing. */
  amount: bigint | null;
  /** How it was worked out, in Spanish. */
  basis: string;
}

/** Something the taxpayer should know or do, in Colombian Spanish, with what supports it. */
export interface Insight {
  code: InsightCode;
  kind: InsightKind;
  severity: Severity;
  title: string;
  body: string;
  /** What the taxpayer should do. */
  action: string;
  /** What proves it, in Spanish; at least one. */
  documents: readonly string[];
  /** Null when there is nothing to gain or lose by it. */
  impact: Impact | null;
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

/** What a rule says; what proves it and what it is worth are added to all alike. */
export type RuleInsight = Omit<DraftInsight, 'documents' | 'impact'>;
