import { rawAmount, readAmount } from '../../values/amount.ts';
import { collapseSpaces, fold, REPLACEMENT } from '../../values/text.ts';
import { type Cell, cellText } from '../../workbook/cells.ts';
import type { WarningLog } from '../../workbook/warnings.ts';
import type { BulkRecord, BulkRow, Party } from '../document-types.ts';
import { DuplicateWatch } from '../duplicates.ts';
import type { SheetColumn } from './columns.ts';
import { bulkConcept } from './concepts.ts';
import type { BulkFormat, IdentityRole, Mirror, MoneyColumn } from './format.ts';
import { readParty } from './party.ts';

const TOTAL = /^(?:gran |sub ?)?total(?:es)?(?: general)?:?$/;
const MAX_RAW = 200;

export interface RecordSource {
  readonly sheet: string;
  readonly format: BulkFormat;
  readonly columns: readonly SheetColumn[];
  /** Where a value stands: a cell address, or a path in XML. */
  readonly place: (row: number, column: SheetColumn) => string;
}

export interface ReadRecord {
  readonly record: BulkRecord;
  readonly rows: BulkRow[];
}

type CellOf = (column: SheetColumn) => Cell | undefined;

/** Turns the rows of a format into records, each melted into one row per amount that is not zero. */
export class RecordReader {
  readonly #source: RecordSource;
  readonly #warnings: WarningLog;
  readonly #duplicates: DuplicateWatch;
  readonly #money: readonly SheetColumn[];
  readonly #texts: readonly SheetColumn[];
  readonly #concept: SheetColumn | undefined;
  readonly #identity: Readonly<Record<'first' | 'second', ReadonlyMap<IdentityRole, SheetColumn>>>;

  constructor(source: RecordSource, warnings: WarningLog) {
    this.#source = source;
    this.#warnings = warnings;
    this.#duplicates = new DuplicateWatch(warnings);
    this.#money = source.columns.filter(({ holds }) => holds === 'money');
    this.#concept = source.columns.find(({ definition }) => isConcept(definition));
    this.#texts = source.columns.filter(
      ({ holds, definition }) => (holds === 'text' || holds === 'date') && !isConcept(definition),
    );
    this.#identity = { first: rolesOf(source.columns, 'first'), second: rolesOf(source.columns, 'second') };
  }

  /** The record of a row; undefined for a row that is none: blank, a note, a total, the header once more. */
  read(row: number, cellOf: CellOf): ReadRecord | undefined {
    if (!this.#isRecord(row, cellOf)) return undefined;
    const { sheet, format } = this.#source;
    const party = this.#party('first', row, cellOf);
    const secondParty = this.#party('second', row, cellOf);
    const concept = this.#concept ? textOf(cellOf(this.#concept)).replace(/\.0+$/, '') : '';
    const texts = new Map<string, string>();
    for (const column of this.#texts) {
      const text = textOf(cellOf(column));
      if (text === '') continue;
      const key = column.definition?.attribute ?? column.heading;
      // A heading may repeat another column's name: both texts are kept.
      texts.set(texts.has(key) ? `${key} (${this.#source.place(row, column)})` : key, text);
    }
    const conceptName = bulkConcept(concept)?.name ?? '';
    const record: BulkRecord = {
      sheet,
      row,
      format: format.code,
      concept,
      conceptName,
      party,
      secondParty,
      texts,
      rowCount: 0,
    };
    this.#watchDuplicates(record);
    const rows = this.#money.flatMap((column) => this.#melt(record, column, cellOf(column)) ?? []);
    record.rowCount = rows.length;
    return { record, rows };
  }

  #isRecord(row: number, cellOf: CellOf): boolean {
    const key = this.#identity.first.get('number') ?? this.#concept;
    const written = key ? (cellText(cellOf(key)) ?? '') : '';
    if (/^\d+$/.test(written)) return true;
    const filled = this.#source.columns.filter((column) => textOf(cellOf(column)) !== '');
    const [first] = filled;
    if (!first) return false;
    if (filled.length > 1 && filled.every((column) => textOf(cellOf(column)) === column.heading)) {
      return this.#leaveOut('header_repeated', row, first, cellOf);
    }
    // A note below the table may hold digits too ("Ley 2277 de 2022"), but nothing stands beside it.
    if (/\d/.test(written) && (filled.length > 1 || !/\s/.test(written.trim()))) return true;
    if (filled.some((column) => TOTAL.test(fold(textOf(cellOf(column)))))) {
      return this.#leaveOut('total_row_ignored', row, first, cellOf);
    }
    const amounts = this.#money.some((column) => {
      const { status, pesos } = readAmount(cellOf(column));
      return (status === 'read' || status === 'rounded') && pesos !== 0n;
    });
    return amounts || this.#leaveOut('text_outside_table', row, first, cellOf);
  }

  #leaveOut(code: string, row: number, column: SheetColumn, cellOf: CellOf): false {
    this.#warn(code, row, column, { text: textOf(cellOf(column)).slice(0, MAX_RAW) });
    return false;
  }

  #party(which: 'first' | 'second', row: number, cellOf: CellOf): Party | null {
    const columns = this.#identity[which];
    if (columns.size === 0) return null;
    const { party, warnings } = readParty((role) => {
      const column = columns.get(role);
      return column && cellOf(column);
    });
    for (const { role, code, details } of warnings) {
      this.#warn(code, row, columns.get(role) ?? columns.get('number'), details);
    }
    const absent = party.number === '' && party.name === '';
    if (which === 'second' && absent) return null;
    if (party.number === '') this.#warn('party_missing', row, columns.get('number'), {});
    if (party.name.includes(REPLACEMENT)) {
      this.#warn('replacement_character', row, columns.get('companyName') ?? columns.get('firstSurname'), {});
    }
    return party;
  }

  /** A company adds up what it reports of a third party under a concept: twice the same is suspect. */
  #watchDuplicates(record: BulkRecord): void {
    const { party, secondParty, format, concept, texts, row } = record;
    if (party === null || party.number === '') return;
    const parts = [
      format,
      concept,
      party.documentType,
      party.number,
      secondParty?.number ?? '',
      ...texts.values(),
    ];
    this.#duplicates.see(parts.join('\u0000'), {
      sheet: record.sheet,
      row,
      cell: this.#place(row, this.#identity.first.get('number')),
    });
  }

  #melt(record: BulkRecord, column: SheetColumn, cell: Cell | undefined): BulkRow | undefined {
    const { pesos, status } = readAmount(cell);
    if (status === 'empty' || (status !== 'unreadable' && pesos === 0n)) return undefined;
    const raw = rawAmount(cell);
    if (status !== 'read') {
      const code = status === 'rounded' ? 'amount_rounded' : 'amount_not_readable';
      this.#warn(code, record.row, column, { raw: raw.slice(0, MAX_RAW) });
    }
    const definition = column.definition?.kind === 'money' ? column.definition : undefined;
    const mirror = definition ? mirrorOf(definition, record.concept) : null;
    return {
      sheet: record.sheet,
      row: record.row,
      cell: this.#source.place(record.row, column),
      format: record.format,
      concept: record.concept,
      conceptName: record.conceptName,
      party: mirror?.party === 'second' ? record.secondParty : record.party,
      attribute: definition?.attribute ?? null,
      heading: definition?.heading ?? column.heading,
      amount: pesos,
      amountStatus: status,
      rawAmount: raw,
      mirror,
    };
  }

  #place(row: number, column: SheetColumn | undefined): string {
    return column ? this.#source.place(row, column) : '';
  }

  #warn(code: string, row: number, column: SheetColumn | undefined, details: Record<string, string>): void {
    const cell = this.#place(row, column);
    this.#warnings.add({
      code,
      row,
      ...(cell !== '' && { cell }),
      details: { sheet: this.#source.sheet, ...details },
    });
  }
}

/** Where only the concept says what was paid, its boxes are the candidates. */
export function mirrorOf(column: MoneyColumn, concept: string): Mirror {
  const boxes = column.byConcept ? bulkConcept(concept)?.boxes : undefined;
  return boxes === undefined || boxes.length === 0 ? column.mirror : { ...column.mirror, boxes };
}

function isConcept(definition: SheetColumn['definition']): boolean {
  return definition?.kind === 'text' && definition.isConcept;
}

function rolesOf(columns: readonly SheetColumn[], party: 'first' | 'second'): Map<IdentityRole, SheetColumn> {
  const roles = new Map<IdentityRole, SheetColumn>();
  for (const column of columns) {
    const { definition } = column;
    if (definition?.kind === 'identity' && definition.party === party) roles.set(definition.role, column);
  }
  return roles;
}

function textOf(cell: Cell | undefined): string {
  return collapseSpaces(cellText(cell) ?? '');
}
