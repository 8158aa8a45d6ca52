import type { Draft, Duplicate, ReviewDecision } from '@accountia/task-contracts/api';
import { DECLARATION_ID } from './samples.ts';

export const DECISION_ID = '0198a000-0000-7000-8000-000000000004';
export const FINDING_ID = '5f2c9d0b7a6e4f1c8d3b2a1908f7e6d5';
const AT = '2026-08-12T15:04:05.000Z';
const actor = { apiKeyId: '0198a000-0000-7000-8000-000000000005', name: 'pruebas' };

export function sampleDraft(changes: Partial<Draft> = {}): Draft {
  return {
    declarationId: DECLARATION_ID,
    version: 1,
    createdAt: AT,
    createdBy: actor,
    outdated: false,
    changes: null,
    taxableYear: 2025,
    form: '210',
    provisional: false,
    boxes: {},
    questions: [],
    choices: [],
    leftOut: [],
    assumptions: [],
    warnings: [],
    unusedDecisions: [],
    ...changes,
  };
}

export function sampleDecision(changes: Partial<ReviewDecision> = {}): ReviewDecision {
  return {
    id: DECISION_ID,
    concept: 'bonos de fidelidad redimidos',
    category: 'non_labour_income',
    note: null,
    example: 'Bonos de fidelidad redimidos (5099)',
    state: 'in_force',
    before: [{ category: 'unclassified', rule: 'none', entries: 3 }],
    affectedEntries: 3,
    replaces: null,
    decidedAt: AT,
    decidedBy: actor,
    replacedAt: null,
    revertedAt: null,
    revertedBy: null,
    ...changes,
  };
}

export function sampleDuplicate(changes: Partial<Duplicate> = {}): Duplicate {
  return {
    id: FINDING_ID,
    code: 'duplicate_candidate',
    title: 'Posible dato repetido',
    explanation: 'El mismo informante reportó dos veces lo mismo.',
    action: 'Compare con los certificados.',
    entries: [],
    articles: [],
    resolution: null,
    decidedAt: null,
    decidedBy: null,
    ...changes,
  };
}
