import type { EntryRow } from '@accountia/db';
import { CATEGORIES, type Category } from '@accountia/task-contracts';
import type { Entry } from '@accountia/task-contracts/api';

const KNOWN: ReadonlySet<string> = new Set(CATEGORIES);

/** The column is text; what a newer release wrote there goes to review rather than breaking the page. */
export function knownCategory(category: string): Category {
  return KNOWN.has(category) ? (category as Category) : 'unclassified';
}

export function presentEntry(row: EntryRow): Entry {
  return {
    id: row.id,
    documentId: row.document_id,
    declarationId: row.declaration_id,
    sheet: row.sheet,
    row: row.row_number,
    cell: row.cell,
    reporterNit: row.reporter_nit,
    reporterName: row.reporter_name,
    reportedNumber: row.reported_number,
    reportedName: row.reported_name,
    detail: row.detail,
    amount: row.amount.toString(),
    category: knownCategory(row.category),
    boxes: row.boxes,
    topes: row.topes,
    candidateBoxes: row.candidate_boxes,
    rule: row.rule,
    confidence: row.confidence,
    suggestedUse: row.suggested_use,
    additionalInformation: row.additional_information,
  };
}
