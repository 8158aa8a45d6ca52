import type { ReviewDecisionRow } from '@accountia/db';
import type { ReviewDecision } from '@accountia/task-contracts/api';
import { decisionState, presentActor } from './drafts.ts';
import { timestampOrNull } from './values.ts';

export function presentReviewDecision(row: ReviewDecisionRow): ReviewDecision {
  return {
    id: row.id,
    concept: row.concept,
    category: row.category,
    note: row.note,
    example: row.example,
    state: decisionState(row),
    before: row.before,
    affectedEntries: row.affected_entries,
    replaces: row.replaces,
    decidedAt: row.decided_at.toISOString(),
    decidedBy: presentActor(row.decided_by, row.decided_by_name),
    replacedAt: timestampOrNull(row.replaced_at),
    revertedAt: timestampOrNull(row.reverted_at),
    revertedBy: presentActor(row.reverted_by, row.reverted_by_name),
  };
}
