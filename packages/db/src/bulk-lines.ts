import { copyLine } from './copy-text.ts';
import { json } from './json-text.ts';
import type { BulkRecordsTable, StoredParty } from './schema/bulk.ts';

/** Columns of amounts in one file; DIAN's largest format has 29. What every total lists must have an end. */
export const MAX_BULK_COLUMNS = 2_000;

export interface NewBulkAmount {
  /** `StoredBulkColumn.number`. */
  readonly column: number;
  /** Whole pesos; null when it could not be read. */
  readonly amount: bigint | null;
  /** The amount as written, when it was not read to the peso. */
  readonly raw: string | null;
}

/** A record before it has an owner. */
export interface NewBulkRecord {
  readonly position: number;
  readonly sheet: string;
  readonly rowNumber: number;
  readonly format: string;
  readonly concept: string;
  readonly party: StoredParty | null;
  readonly secondParty: StoredParty | null;
  readonly texts: ReadonlyMap<string, string>;
  readonly amounts: readonly NewBulkAmount[];
}

/** The columns of a line of `bulkLine`, in its order. */
export const BULK_COLUMNS = [
  'position',
  'sheet',
  'row_number',
  'format',
  'concept',
  'party_document_type',
  'party_document_type_label',
  'party_number',
  'party_check_digit',
  'party_check_digit_right',
  'party_kind',
  'party_first_surname',
  'party_second_surname',
  'party_first_name',
  'party_other_names',
  'party_company_name',
  'second_party',
  'texts',
  'amount_columns',
  'amounts',
  'raw_amounts',
] as const satisfies readonly (keyof BulkRecordsTable)[];

/** A record as a line of COPY's text format. Who reads a file writes these, so that large ones stay text on their way. */
export function bulkLine(record: NewBulkRecord): string {
  const { party, secondParty, texts, amounts } = record;
  return copyLine([
    record.position,
    record.sheet,
    record.rowNumber,
    record.format,
    record.concept,
    party && party.documentType,
    party && party.documentTypeLabel,
    party && party.number,
    party && party.checkDigit,
    party && verdict(party.checkDigitRight),
    party && party.kind,
    party && party.firstSurname,
    party && party.secondSurname,
    party && party.firstName,
    party && party.otherNames,
    party && party.companyName,
    secondParty && json(secondParty),
    json(Object.fromEntries(texts)),
    amounts.map(({ column }) => column),
    `{${amounts.map(({ amount }) => amount ?? 'NULL').join(',')}}`,
    rawTexts(amounts),
  ]);
}

function verdict(right: boolean | null): string | null {
  return right === null ? null : right ? 't' : 'f';
}

function rawTexts(amounts: readonly NewBulkAmount[]): string | null {
  const odd = amounts.filter(({ raw }) => raw !== null);
  return odd.length === 0 ? null : json(Object.fromEntries(odd.map(({ column, raw }) => [column, raw])));
}
