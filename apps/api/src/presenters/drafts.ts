import type { DeclarationDecisionRow, DraftRow, DraftSummaryRow } from '@accountia/db';
import type {
  DeclarationDecisionList,
  Draft,
  DraftContent,
  DraftSummary,
} from '@accountia/task-contracts/api';
import {
  DECISION_OPTIONS,
  type DraftNote,
  FACT_FIELDS,
  type FactName,
  type ProposedAmount,
} from '@accountia/tax-rules';
import type { DeclarationCase } from '../drafts/case.ts';
import type { ComputedDraft } from '../drafts/compute.ts';
import { timestampOrNull } from './values.ts';

/** What a version of a draft consists of, as it is stored and answered. */
export function presentDraftContent(declared: DeclarationCase, computed: ComputedDraft): DraftContent {
  const { draft, proposal, unused } = computed;
  return {
    taxableYear: draft.year,
    form: draft.form,
    provisional: draft.provisional,
    boxes: presentBoxes(computed),
    questions: presentQuestions(computed),
    choices: presentChoices(declared, computed),
    leftOut: proposal.leftOut.map(({ id, amount, reason, text }) => ({
      entryId: id,
      amount: String(amount),
      reason,
      text,
    })),
    assumptions: draft.assumptions.map(presentNote),
    warnings: draft.warnings.map(presentNote),
    unusedDecisions: [...unused],
  };
}

function presentBoxes({ draft, proposal, told }: ComputedDraft): DraftContent['boxes'] {
  const behind = new Map(
    proposal.amounts.flatMap((amount) =>
      'box' in amount.target ? [[amount.target.box, amount] as const] : [],
    ),
  );
  return Object.fromEntries(
    Object.values(draft.boxes).map(({ box, value, operands, provisional = false, ...rest }) => [
      String(box),
      {
        ...rest,
        value: String(value),
        provisional,
        operands: operands.map((operand) => ({ ...operand, value: String(operand.value) })),
        // What a person told instead of the entries does not come from them.
        entries: Object.hasOwn(told.boxes, String(box)) ? [] : presentAmounts(behind.get(box)),
      },
    ]),
  );
}

function presentAmounts(amount: ProposedAmount<string> | undefined): { entryId: string; amount: string }[] {
  return (amount?.entries ?? []).map(({ id, amount: pesos }) => ({ entryId: id, amount: String(pesos) }));
}

/** Every fact that was told, that the entries tell, or that the draft had to assume; in the order in which to ask. */
function presentQuestions({ draft, proposal, told }: ComputedDraft): DraftContent['questions'] {
  const assumed = new Set(draft.assumptions.map(({ field }) => field));
  const behind = new Map(
    proposal.amounts.flatMap((amount) =>
      'fact' in amount.target ? [[amount.target.fact, amount] as const] : [],
    ),
  );
  return (Object.keys(FACT_FIELDS) as FactName[]).flatMap((fact) => {
    const field = FACT_FIELDS[fact];
    const isTold = Object.hasOwn(told.facts, fact);
    const amount = isTold ? undefined : behind.get(fact);
    if (!isTold && amount === undefined && !assumed.has(`facts.${fact}`)) return [];
    return [
      {
        fact,
        kind: field.kind,
        options: field.kind === 'choice' ? [...field.options] : null,
        title: field.title,
        reason: field.reason,
        whenMissing: field.whenMissing,
        articles: [...field.articles],
        status: isTold ? 'told' : amount === undefined ? 'assumed' : 'from_report',
        value: isTold
          ? (told.facts[fact] as string | number | boolean)
          : ((amount && String(amount.value)) ?? null),
        entries: presentAmounts(amount),
      },
    ];
  });
}

function presentChoices(
  { factOfEntry }: DeclarationCase,
  { proposal, told }: ComputedDraft,
): DraftContent['choices'] {
  return proposal.assumptions.map(({ entries, options, articles, ...choice }) => ({
    ...choice,
    options: [...options],
    articles: [...articles],
    entryIds: [...entries],
    decided: Object.hasOwn(DECISION_OPTIONS, choice.decision)
      ? Object.hasOwn(told.choices, choice.decision)
      : entries.every((id) => Object.hasOwn(told.entries, factOfEntry.get(id) ?? id)),
  }));
}

function presentNote({ articles, ...note }: DraftNote): DraftContent['warnings'][number] {
  return { ...note, articles: [...articles] };
}

/** Boxes of Form 210 that a list of versions shows. */
const SUMMARY_BOXES = {
  netPatrimony: 31,
  taxableIncome: 111,
  netTax: 126,
  withholdings: 132,
  balanceDue: 136,
  creditBalance: 137,
} as const;

export type StoredSummary = Pick<DraftSummary, keyof typeof SUMMARY_BOXES | 'provisional'>;

export function summarizeDraft(content: DraftContent): StoredSummary {
  const valueOf = (box: number) => content.boxes[String(box)]?.value ?? '0';
  return {
    provisional: content.provisional,
    netPatrimony: valueOf(SUMMARY_BOXES.netPatrimony),
    taxableIncome: valueOf(SUMMARY_BOXES.taxableIncome),
    netTax: valueOf(SUMMARY_BOXES.netTax),
    withholdings: valueOf(SUMMARY_BOXES.withholdings),
    balanceDue: valueOf(SUMMARY_BOXES.balanceDue),
    creditBalance: valueOf(SUMMARY_BOXES.creditBalance),
  };
}

export function presentDraftSummary(row: DraftSummaryRow, fingerprint: string): DraftSummary {
  return { ...presentVersion(row, fingerprint), ...(row.summary as StoredSummary) };
}

export function presentDraft(row: DraftRow, fingerprint: string): Draft {
  // Written by presentDraftContent and by nothing else.
  const content = row.content as DraftContent;
  return { declarationId: row.declaration_id, ...presentVersion(row, fingerprint), ...content };
}

function presentVersion(row: DraftSummaryRow, fingerprint: string) {
  return {
    version: row.version,
    createdAt: row.created_at.toISOString(),
    createdBy: presentActor(row.created_by, row.created_by_name),
    outdated: row.fingerprint !== fingerprint,
    changes: row.changes as Draft['changes'],
  };
}

export function presentActor(apiKeyId: string | null, name: string | null): Draft['createdBy'] {
  return apiKeyId === null ? null : { apiKeyId, name };
}

export function presentDeclarationDecision(
  row: DeclarationDecisionRow,
): DeclarationDecisionList['items'][number] {
  return {
    id: row.id,
    kind: row.kind,
    subject: row.subject,
    value: row.value,
    findingId: row.finding_id,
    state: decisionState(row),
    decidedAt: row.decided_at.toISOString(),
    decidedBy: presentActor(row.decided_by, row.decided_by_name),
    replacedAt: timestampOrNull(row.replaced_at),
    revertedAt: timestampOrNull(row.reverted_at),
    revertedBy: presentActor(row.reverted_by, row.reverted_by_name),
  };
}

export function decisionState(row: {
  readonly replaced_at: Date | null;
  readonly reverted_at: Date | null;
}): 'in_force' | 'replaced' | 'reverted' {
  if (row.reverted_at !== null) return 'reverted';
  return row.replaced_at === null ? 'in_force' : 'replaced';
}
