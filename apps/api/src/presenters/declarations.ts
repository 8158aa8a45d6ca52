import type { DeclarationRow, ListedInsight } from '@accountia/db';
import type { Declaration, Insight, InsightList } from '@accountia/task-contracts/api';
import { presentActor } from './drafts.ts';
import { timestampOrNull } from './values.ts';

export function presentTaxpayer(row: DeclarationRow): Declaration['taxpayer'] {
  return { documentType: row.taxpayer_document_type, number: row.taxpayer_number, name: row.taxpayer_name };
}

export function presentDeclaration(row: DeclarationRow): Declaration {
  return {
    id: row.id,
    taxableYear: row.taxable_year,
    taxpayer: presentTaxpayer(row),
    documentCount: row.document_count,
    entryCount: row.entry_count,
    analyzedAt: timestampOrNull(row.analyzed_at),
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

export function presentInsightList(
  declaration: DeclarationRow,
  insights: readonly ListedInsight[],
): InsightList {
  return {
    analyzedAt: timestampOrNull(declaration.analyzed_at),
    generator: declaration.analysis?.generator ?? null,
    notes: declaration.analysis?.notes ?? [],
    questions: declaration.analysis?.questions ?? [],
    items: insights.map(presentInsight),
  };
}

export function presentInsight(row: ListedInsight): Insight {
  return {
    id: row.id,
    code: row.code,
    kind: row.kind,
    severity: row.severity,
    title: row.title,
    body: row.body,
    action: row.action,
    explanation: row.explanation,
    amount: row.amount === null ? null : row.amount.toString(),
    box: row.box,
    deadline: row.deadline,
    confidence: row.confidence,
    entryIds: row.entry_ids,
    citations: row.citations,
    documents: row.documents,
    impact: presentImpact(row),
    feedback: presentFeedback(row),
  };
}

function presentImpact({ impact_kind: kind, impact_amount: amount, impact_basis: basis }: ListedInsight) {
  if (kind === null || basis === null) return null;
  return { kind, amount: amount?.toString() ?? null, basis };
}

function presentFeedback(row: ListedInsight): Insight['feedback'] {
  if (row.feedback_verdict === null || row.feedback_at === null) return null;
  return {
    verdict: row.feedback_verdict,
    reason: row.feedback_reason,
    judgedAt: row.feedback_at.toISOString(),
    judgedBy: presentActor(row.feedback_by, row.feedback_by_name),
  };
}
