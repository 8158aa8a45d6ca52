import { copyLine } from './copy-text.ts';
import { json } from './json-text.ts';
import type { EntriesTable } from './schema/documents.ts';
import type { Selectable } from 'kysely';

/** An entry before it has an owner. */
export type NewEntry = Omit<
  Selectable<EntriesTable>,
  'organization_id' | 'id' | 'document_id' | 'declaration_id'
>;

/** The columns of a line of `entryLine`, in its order. */
export const ENTRY_COLUMNS = [
  'position',
  'sheet',
  'row_number',
  'cell',
  'reporter_nit',
  'reporter_name',
  'reported_number',
  'reported_name',
  'detail',
  'amount',
  'category',
  'boxes',
  'topes',
  'candidate_boxes',
  'rule',
  'confidence',
  'suggested_use',
  'additional_information',
] as const satisfies readonly (keyof NewEntry)[];

/** An entry as a line of COPY's text format. Who reads a file writes these, so that large ones stay text on their way. */
export function entryLine(entry: NewEntry): string {
  return copyLine([
    entry.position,
    entry.sheet,
    entry.row_number,
    entry.cell,
    entry.reporter_nit,
    entry.reporter_name,
    entry.reported_number,
    entry.reported_name,
    entry.detail,
    entry.amount,
    entry.category,
    entry.boxes,
    entry.topes,
    entry.candidate_boxes,
    entry.rule,
    entry.confidence,
    entry.suggested_use,
    json(entry.additional_information),
  ]);
}
