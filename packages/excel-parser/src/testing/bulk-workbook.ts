import { type BulkRecordsOptions, type ExpectedAmount, inventBulkRecords } from './bulk-records.ts';
import { createRandom } from './random.ts';
import { writeAmount } from './personal-report.ts';
import { buildWorkbook, type CellInput, type RowInput, type SheetInput } from './workbook-writer.ts';

export interface BulkSheetOptions extends BulkRecordsOptions {
  /** Default: the format's code. */
  sheet?: string | undefined;
  /** DIAN's headings, or the attribute names of its schema. Default 'headings'. */
  header?: 'headings' | 'attributes' | undefined;
  /** Headings in capitals, abbreviated and with odd blanks. */
  messyHeadings?: boolean | undefined;
  /** Default 1. With a higher one, a title stands above that names the format and the year. */
  headerRow?: number | undefined;
  /** Default 2025. */
  year?: number | undefined;
  /** Version named in the title. */
  version?: number | undefined;
  /** Write some amounts as text. */
  textAmounts?: boolean | undefined;
  /** Ends with a row of totals. */
  totals?: boolean | undefined;
  /** Adds a column that the format's list does not have. */
  extraColumn?: { heading: string; value: CellInput } | undefined;
}

/** A workbook of bulk formats, and the amounts a reader must find, with their rows. */
export interface BulkWorkbook {
  bytes: Buffer;
  amounts: (ExpectedAmount & { sheet: string; row: number })[];
  recordCount: number;
}

/** Writes bulk formats, one a sheet. Deterministic. */
export function buildBulkWorkbook(...sheets: readonly BulkSheetOptions[]): BulkWorkbook {
  const built = sheets.map(buildBulkSheet);
  return {
    bytes: buildWorkbook({ sheets: built.map(({ input }) => input) }),
    amounts: built.flatMap(({ amounts }) => amounts),
    recordCount: built.reduce((sum, { recordCount }) => sum + recordCount, 0),
  };
}

function buildBulkSheet(options: BulkSheetOptions): {
  input: SheetInput;
  amounts: BulkWorkbook['amounts'];
  recordCount: number;
} {
  const { format, columns, records, amounts } = inventBulkRecords(options);
  const name = options.sheet ?? format.code;
  const headerRow = options.headerRow ?? 1;
  const random = createRandom((options.seed ?? 1) + 7);
  const headings = columns.map(({ heading, attribute }) =>
    options.header === 'attributes'
      ? (attribute ?? heading)
      : options.messyHeadings
        ? messy(heading)
        : heading,
  );
  const rows: RowInput[] = [];
  if (headerRow > 2) {
    const version = options.version === undefined ? '' : ` Versión ${options.version}`;
    rows.push({ number: 1, cells: [`Formato ${format.code}${version}`] });
    rows.push({ number: 2, cells: ['Año gravable:', options.year ?? 2025] });
  }
  const extra = options.extraColumn;
  rows.push({ number: headerRow, cells: extra ? [...headings, extra.heading] : headings });
  for (const [index, values] of records.entries()) {
    const cells = values.map((value): CellInput => {
      if (typeof value !== 'bigint') return value;
      return options.textAmounts && random.chance(0.5) ? writeAmount(value, random) : value;
    });
    rows.push({ number: headerRow + 1 + index, cells: extra ? [...cells, extra.value] : cells });
  }
  if (options.totals)
    rows.push({ number: headerRow + 1 + records.length, cells: totals(columns.map(({ kind }) => kind)) });
  return {
    input: { name, rows },
    recordCount: records.length,
    amounts: amounts.map((amount) => ({ ...amount, sheet: name, row: headerRow + 1 + amount.record })),
  };
}

function totals(kinds: readonly string[]): CellInput[] {
  return kinds.map((kind, at) => (at === 0 ? 'TOTAL' : kind === 'money' ? 1_234 : undefined));
}

function messy(heading: string): string {
  return ` ${heading.toUpperCase()} `
    .replace('CÓDIGO', 'CÓD.')
    .replace('DEPARTAMENTO', 'DPTO')
    .replace('NÚMERO', 'NRO.')
    .replace(' DE ', '  DE\u00A0')
    .replace('Ó', 'O');
}
