import { bulkLine, MAX_BULK_COLUMNS } from '@accountia/db/bulk-lines';
import type { StoredBulkColumn, StoredBulkFile, StoredParty } from '@accountia/db';
import {
  bulkFormat,
  type BulkRecord,
  type BulkRow,
  nitCheckDigit,
  type ParsedBulkFile,
  type Party,
  WorkbookError,
} from '@accountia/excel-parser';

/** A million records of a kilobyte. Headings that repeat in each record could make more of a file than any disk should hold. */
const MAX_CHARACTERS = 1024 * 1024 * 1024;

/** An address in a sheet, not a place in XML. */
const CELL = /^([A-Z]+)\d+$/;

/** Writes the records of a bulk file as they will be stored, batch by batch, and keeps what they have in common: its columns. */
export class BulkWriter {
  /** Records so far. */
  count = 0;
  #characters = 0;
  /** By sheet, then by place. */
  readonly #columns = new Map<string, Map<string, StoredBulkColumn>>();
  #columnCount = 0;

  /** @param rows the amounts of the records, in their order */
  write(records: readonly BulkRecord[], rows: readonly BulkRow[]): string {
    let lines = '';
    let start = 0;
    for (const record of records) {
      const own = rows.slice(start, start + record.rowCount);
      start += record.rowCount;
      lines += bulkLine({
        position: this.count,
        sheet: record.sheet,
        rowNumber: record.row,
        format: record.format,
        concept: record.concept,
        party: record.party && storedParty(record.party),
        secondParty: record.secondParty && storedParty(record.secondParty),
        texts: record.texts,
        amounts: own.map((row) => ({
          column: this.#columnOf(row).number,
          amount: row.amountStatus === 'unreadable' ? null : row.amount,
          raw: row.amountStatus === 'read' ? null : row.rawAmount,
        })),
      });
      this.count += 1;
    }
    this.#characters += lines.length;
    if (this.#characters > MAX_CHARACTERS) throw exceeded('recordCharacters', MAX_CHARACTERS);
    return lines;
  }

  /** What the file is. Whether its total agrees is known once the records are stored. */
  describe(file: ParsedBulkFile): StoredBulkFile {
    const { reporter, header, recordCount, rowCount } = file;
    return {
      reporter: reporter && {
        documentType: reporter.documentType,
        number: reporter.number,
        name: reporter.name,
      },
      sheets: file.sheets.map((sheet) => ({
        sheet: sheet.sheet,
        headerRow: sheet.headerRow,
        format: sheet.format,
        formatName: sheet.formatName,
        version: sheet.version,
        unsourced: sheet.unsourced,
        recordCount: sheet.recordCount,
        amountCount: sheet.rowCount,
        columns: inOrder([...(this.#columns.get(sheet.sheet)?.values() ?? [])], sheet.format),
      })),
      header: header && {
        ...header,
        total: header.total === null ? null : String(header.total),
        totalMatches: null,
        recordCountMatches: header.recordCount === null ? null : header.recordCount === recordCount,
      },
      recordCount,
      amountCount: rowCount,
    };
  }

  #columnOf(row: BulkRow): StoredBulkColumn {
    const letters = CELL.exec(row.cell)?.[1] ?? null;
    const place = letters ?? row.attribute ?? row.heading;
    const ofSheet = this.#columns.get(row.sheet) ?? new Map<string, StoredBulkColumn>();
    const known = ofSheet.get(place);
    if (known) return known;
    if (this.#columnCount === MAX_BULK_COLUMNS) throw exceeded('amountColumns', MAX_BULK_COLUMNS);
    const { attribute, heading } = row;
    const column = { number: this.#columnCount, attribute, heading, letters };
    this.#columnCount += 1;
    this.#columns.set(row.sheet, ofSheet.set(place, column));
    return column;
  }
}

/** As the sheet has them: amounts of zero are none, so that a later column may have been seen first. */
function inOrder(columns: StoredBulkColumn[], format: string): StoredBulkColumn[] {
  const listed = bulkFormat(format)?.columns ?? [];
  const rank = ({ letters, attribute }: StoredBulkColumn): number =>
    letters === null
      ? listed.findIndex((column) => column.attribute === attribute)
      : [...letters].reduce((index, letter) => index * 26 + letter.charCodeAt(0) - 64, 0);
  return columns.toSorted((left, right) => rank(left) - rank(right));
}

function storedParty(party: Party): StoredParty {
  const { number, checkDigit } = party;
  return {
    documentType: party.documentType,
    documentTypeLabel: party.documentTypeLabel,
    number,
    checkDigit,
    checkDigitRight: checkDigit === null ? null : checkDigit === (nitCheckDigit(number) ?? ''),
    kind: party.kind,
    firstSurname: party.firstSurname,
    secondSurname: party.secondSurname,
    firstName: party.firstName,
    otherNames: party.otherNames,
    companyName: party.companyName,
  };
}

function exceeded(limit: string, max: number): WorkbookError {
  return new WorkbookError('limit_exceeded', `The file exceeds the limit ${limit} (${max}).`, { limit, max });
}
