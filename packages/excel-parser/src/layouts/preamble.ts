import { readDateTime } from '../values/date-time.ts';
import { documentTypeOf } from '../values/document-type.ts';
import { nitCheckDigit, readIdentification } from '../values/nit.ts';
import { collapseSpaces, fold, foldedEquals, foldLabel, REPLACEMENT } from '../values/text.ts';
import { type Cell, cellAddress, cellText, type Row } from '../workbook/cells.ts';
import type { WarningLog } from '../workbook/warnings.ts';
import type { Taxpayer } from './types.ts';
import { isGroupRow } from './personal-report/columns.ts';
import { isTopeLabel } from './personal-report/topes.ts';

/** The facts above the table, by the texts that announce them (as `foldLabel` gives them). */
const factLabels = {
  year: ['anoalqueserefierelaconsulta', 'anogravable', 'anodelaconsulta', 'anoconsultado'],
  documentType: ['tipodedocumento', 'tipodocumento'],
  number: ['identificacion', 'numerodeidentificacion', 'numerodedocumento', 'nodeidentificacion'],
  name: [
    'nombresrazonsocial',
    'nombrerazonsocial',
    'nombresorazonsocial',
    'nombreorazonsocial',
    'apellidosynombres',
  ],
  reportedAt: ['fechareporte', 'fechadereporte', 'fechadelreporte'],
  cutoffAt: ['fechacortedelproceso', 'fechadecortedelproceso', 'fechacorte', 'fechadecorte'],
} as const;

type Fact = keyof typeof factLabels;

interface FoundCell {
  cell: Cell;
  row: number;
  column: number;
}

const MAX_TOPES = 20;

/** Gathers what stands above the table: the taxpayer, the year, the dates, the group headings, topes put there. */
export class Preamble {
  readonly #facts = new Map<Fact, FoundCell>();
  /** The last row of group headings. */
  groups: Row | undefined;
  /** The bulk format that the sheet says it is of, and its version. */
  format: { code: string; version: number | null } | undefined;
  /** Rows that name a tope; which columns they use is known once the header is. */
  readonly topeRows: Row[] = [];

  /** Takes in a row that stands above the header. */
  add(row: Row): void {
    if (isGroupRow(row)) this.groups = row;
    if (this.topeRows.length < MAX_TOPES && row.cells.some((cell) => isTopeLabel(cellText(cell) ?? ''))) {
      this.topeRows.push(row);
    }
    row.cells.forEach((cell, column) => {
      if (cell?.kind !== 'text' || cell.text.length > 400) return;
      this.#addFormat(cell.text);
      const colon = cell.text.indexOf(':');
      const fact = factOf(colon === -1 ? cell.text : cell.text.slice(0, colon));
      if (fact === undefined || this.#facts.has(fact)) return;
      const value = colon === -1 ? '' : collapseSpaces(cell.text.slice(colon + 1));
      const found: FoundCell | undefined =
        value === ''
          ? nextValue(row, column)
          : { cell: { kind: 'text', text: value }, row: row.number, column };
      if (found) this.#facts.set(fact, found);
    });
  }

  /** The taxable year; undefined when the report does not say it readably. */
  year(): number | undefined {
    const digits = /(?:^|\D)((?:19|20)\d{2})(?:\D|$)/.exec(cellText(this.#facts.get('year')?.cell) ?? '');
    return digits ? Number(digits[1]) : undefined;
  }

  /** The taxpayer; `number` is '' when the report does not say it. */
  taxpayer(warnings: WarningLog): Taxpayer {
    const label = collapseSpaces(this.#text('documentType'));
    const documentType = documentTypeOf(label);
    if (documentType === undefined) warnings.add({ code: 'document_type_unknown', details: { label } });
    const name = collapseSpaces(this.#text('name'));
    if (name === '') warnings.add({ code: 'taxpayer_name_missing', details: {} });
    if (name.includes(REPLACEMENT))
      this.#warn(warnings, 'replacement_character', 'name', { field: 'taxpayer.name' });
    const { number, checkDigit } = readIdentification(this.#facts.get('number')?.cell);
    const expected = nitCheckDigit(number);
    if (checkDigit !== undefined && checkDigit !== expected) {
      this.#warn(warnings, 'nit_check_digit', 'number', {
        number,
        given: checkDigit,
        expected: expected ?? '',
      });
    }
    return { documentType: documentType ?? 'OTHER', documentTypeLabel: label, number, name };
  }

  /** A date of the report; null, with a warning when it is there but cannot be read. */
  date(fact: 'reportedAt' | 'cutoffAt', warnings: WarningLog): string | null {
    const found = this.#facts.get(fact);
    const value = readDateTime(found?.cell);
    if (found && value === undefined) {
      this.#warn(warnings, 'date_not_readable', fact, {
        field: fact,
        raw: (cellText(found.cell) ?? '').slice(0, 100),
      });
    }
    return value ?? null;
  }

  #addFormat(text: string): void {
    if (this.format || !/formato/i.test(text)) return;
    const mention =
      /\bformato\s*:?\s*(?:no\.?\s*|n[°º]\s*)?0?(\d{4})(?!\d)(?:.{0,20}?\bv(?:ersion)?\.?\s*:?\s*(\d{1,2})\b)?/.exec(
        fold(text),
      );
    if (mention?.[1] === undefined) return;
    this.format = { code: mention[1], version: mention[2] === undefined ? null : Number(mention[2]) };
  }

  #text(fact: Fact): string {
    return cellText(this.#facts.get(fact)?.cell) ?? '';
  }

  #warn(warnings: WarningLog, code: string, fact: Fact, details: Record<string, string>): void {
    const found = this.#facts.get(fact);
    warnings.add({
      code,
      ...(found && { row: found.row, cell: cellAddress(found.column, found.row) }),
      details,
    });
  }
}

function factOf(label: string): Fact | undefined {
  const written = foldLabel(label);
  if (written === '' || written.length > 60) return undefined;
  for (const [fact, spellings] of Object.entries(factLabels)) {
    if (spellings.some((spelling) => foldedEquals(written, spelling))) return fact as Fact;
  }
  return undefined;
}

/** The next filled cell to the right, unless it announces another fact. */
function nextValue(row: Row, from: number): FoundCell | undefined {
  for (let column = from + 1; column < row.cells.length; column += 1) {
    const cell = row.cells[column];
    if (!cell) continue;
    const text = cell.kind === 'text' ? cell.text : '';
    if (collapseSpaces(text) === '' && cell.kind === 'text') continue;
    if (text.includes(':') && factOf(text.slice(0, text.indexOf(':'))) !== undefined) return undefined;
    return { cell, row: row.number, column };
  }
  return undefined;
}
