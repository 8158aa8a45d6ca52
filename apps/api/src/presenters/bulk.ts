import type {
  BulkRecordRow,
  BulkTotal,
  StoredBulkColumn,
  StoredBulkFile,
  StoredBulkSheet,
  StoredParty,
} from '@accountia/db';
import { bulkConcept, bulkFormat, type Mirror, mirrorOf } from '@accountia/excel-parser';
import type { BulkFile, BulkRecord, BulkTotals } from '@accountia/task-contracts/api';

type BulkAmount = BulkRecord['amounts'][number];
type BulkParty = NonNullable<BulkRecord['party']>;

/** Field by field: jsonb gives back its keys in an order of its own. */
export function presentBulkFile({
  reporter,
  sheets,
  header,
  recordCount,
  amountCount,
}: StoredBulkFile): BulkFile {
  return {
    reporter: reporter && {
      documentType: reporter.documentType,
      number: reporter.number,
      name: reporter.name,
    },
    recordCount,
    amountCount,
    header: header && {
      submission: header.submission,
      filingYear: header.filingYear,
      shipment: header.shipment,
      sentAt: header.sentAt,
      from: header.from,
      to: header.to,
      total: header.total,
      totalMatches: header.totalMatches,
      recordCount: header.recordCount,
      recordCountMatches: header.recordCountMatches,
    },
    sheets: sheets.map((sheet) => ({
      sheet: sheet.sheet,
      headerRow: sheet.headerRow,
      format: sheet.format,
      formatName: sheet.formatName,
      version: sheet.version,
      unsourced: sheet.unsourced,
      recordCount: sheet.recordCount,
      amountCount: sheet.amountCount,
      columns: sheet.columns.map(({ attribute, heading }) => ({
        attribute,
        heading,
        meaning: meaningOf(sheet.format, attribute, '')?.meaning ?? null,
      })),
    })),
  };
}

/** What an amount means is not stored: the catalogue of formats knows, and may know better in a later release. */
function meaningOf(format: string, attribute: string | null, concept: string): Mirror | null {
  const column = bulkFormat(format)?.columns.find((listed) => listed.attribute === attribute);
  return column?.kind === 'money' ? mirrorOf(column, concept) : null;
}

/** @param file what the record's document says of itself */
export function presentBulkRecord(file: StoredBulkFile): (row: BulkRecordRow) => BulkRecord {
  const columns = columnsOf(file);
  return (row) => ({
    documentId: row.document_id,
    position: row.position,
    sheet: row.sheet,
    row: row.row_number,
    format: row.format,
    concept: row.concept,
    conceptName: bulkConcept(row.concept)?.name ?? '',
    party: partyOf(row),
    secondParty: row.second_party && presentParty(row.second_party),
    texts: row.texts,
    amounts: row.amount_columns.map((number, at) =>
      presentAmount(row, columns.get(number)!.column, row.amounts[at] ?? null),
    ),
  });
}

function presentAmount(row: BulkRecordRow, column: StoredBulkColumn, amount: string | null): BulkAmount {
  const { attribute, heading, letters, number } = column;
  const mirror = meaningOf(row.format, attribute, row.concept);
  const rawAmount = row.raw_amounts?.[number] ?? null;
  return {
    attribute,
    heading,
    meaning: mirror?.meaning ?? null,
    cell:
      letters === null
        ? `${row.sheet}[${row.row_number}]/@${attribute ?? heading}`
        : `${letters}${row.row_number}`,
    amount: amount ?? '0',
    status: amount === null ? 'unreadable' : rawAmount === null ? 'read' : 'rounded',
    rawAmount,
    boxes: [...(mirror?.boxes ?? [])],
    concerns: mirror?.party === 'second' ? 'secondParty' : 'party',
  };
}

function partyOf(row: BulkRecordRow): BulkParty | null {
  if (row.party_number === null) return null;
  return presentParty({
    documentType: row.party_document_type ?? '',
    documentTypeLabel: row.party_document_type_label ?? '',
    number: row.party_number,
    checkDigit: row.party_check_digit,
    checkDigitRight: row.party_check_digit_right,
    kind: row.party_kind ?? '',
    firstSurname: row.party_first_surname ?? '',
    secondSurname: row.party_second_surname ?? '',
    firstName: row.party_first_name ?? '',
    otherNames: row.party_other_names ?? '',
    companyName: row.party_company_name ?? '',
  });
}

function presentParty(party: StoredParty): BulkParty {
  const { firstSurname, secondSurname, firstName, otherNames, companyName } = party;
  const person = [firstSurname, secondSurname, firstName, otherNames].filter((part) => part !== '').join(' ');
  return {
    documentType: party.documentType,
    documentTypeLabel: party.documentTypeLabel,
    number: party.number,
    checkDigit: party.checkDigit,
    checkDigitRight: party.checkDigitRight,
    kind: party.kind,
    name: companyName === '' ? person : companyName,
    firstSurname,
    secondSurname,
    firstName,
    otherNames,
    companyName,
  };
}

/** The sums of the database with the names of their columns, in the order of the file. */
export function presentBulkTotals(
  documentId: string,
  file: StoredBulkFile | null,
  totals: {
    recordCount: number;
    columns: readonly BulkTotal[];
    concepts: readonly BulkTotal[];
    more: boolean;
  },
): BulkTotals {
  const columns = columnsOf(file);
  const inOrder = (list: readonly BulkTotal[]) =>
    list
      .map((total) => ({ total, place: columns.get(total.column)! }))
      .sort((left, right) => left.place.order - right.place.order);
  const present = ({ total, place: { sheet, column } }: ReturnType<typeof inOrder>[number]) => ({
    sheet: sheet.sheet,
    format: sheet.format,
    attribute: column.attribute,
    heading: column.heading,
    meaning: meaningOf(sheet.format, column.attribute, total.concept ?? '')?.meaning ?? null,
    amount: total.amount,
    amountCount: total.amountCount,
    unreadableCount: total.unreadableCount,
  });
  return {
    documentId,
    recordCount: totals.recordCount,
    amount: String(totals.columns.reduce((sum, { amount }) => sum + BigInt(amount), 0n)),
    columns: inOrder(totals.columns).map(present),
    concepts: inOrder(totals.concepts).map((item) => {
      const concept = item.total.concept ?? '';
      return { ...present(item), concept, conceptName: bulkConcept(concept)?.name ?? '' };
    }),
    moreConcepts: totals.more,
  };
}

interface ColumnPlace {
  readonly sheet: StoredBulkSheet;
  readonly column: StoredBulkColumn;
  readonly order: number;
}

function columnsOf(file: StoredBulkFile | null): ReadonlyMap<number, ColumnPlace> {
  const places = (file?.sheets ?? []).flatMap((sheet) => sheet.columns.map((column) => ({ sheet, column })));
  return new Map(places.map(({ sheet, column }, order) => [column.number, { sheet, column, order }]));
}
