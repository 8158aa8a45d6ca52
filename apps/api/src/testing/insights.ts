import { type NewInsight, replaceInsights } from '@accountia/db';
import type { TestApi } from './api.ts';
import { createRun } from './runs.ts';

/** An insight as an analysis stores it, changed as the test needs it. */
export function newInsight(changes: Partial<NewInsight> = {}): NewInsight {
  return {
    code: 'due_date',
    kind: 'warning',
    severity: 'warning',
    title: 'Debe declarar',
    body: 'Supera un tope.',
    action: 'Declare a tiempo.',
    explanation: null,
    amount: 79_390_257n,
    box: null,
    deadline: '2026-10-21',
    confidence: 'high',
    entry_ids: [],
    citations: [{ passageId: 'et-592', norm: 'E.T.', article: '592', title: 'No obligados' }],
    documents: ['RUT actualizado'],
    impact_kind: null,
    impact_amount: null,
    impact_basis: null,
    fingerprint: 'huella-1',
    ...changes,
  };
}

/** What the worker leaves after an analysis. */
export async function storeInsights(
  api: TestApi,
  organizationId: string,
  declarationId: string,
  insights: readonly NewInsight[],
): Promise<void> {
  const { id: runId } = await createRun(api, organizationId, { declarationId });
  await api.db
    .transaction()
    .execute((trx) => replaceInsights(trx, { organizationId, declarationId, runId }, insights));
}
