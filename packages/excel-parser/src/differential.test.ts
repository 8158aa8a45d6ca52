import xlsx from '@e965/xlsx';
import exceljs from 'exceljs';
import fc from 'fast-check';
import { readSheet } from 'read-excel-file/node';
import { describe, expect, it } from 'vitest';
import { packWorkbook } from './testing/index.ts';
import { type Cell, openWorkbook } from './index.ts';

/** What a cell may hold in all libraries alike. Dates are days since 1899-12-30, to a whole second. */
type Value = { text: string } | { number: number } | { boolean: boolean } | { date: string } | null;
type Table = Value[][];

const PROGRAM_SEED = 20_260_728;
const MILLISECONDS_PER_DAY = 86_400_000;
const EPOCH = Date.UTC(1899, 11, 30);

// Control characters are no XML; U+FFFE and lone surrogates no Unicode text. A blank at an end has its own test.
const texts = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .map((text) => text.normalize('NFC').replace(/[\p{C}\s]/gu, '·'))
  .filter((text) => text !== '' && !/_x[0-9a-f]{4}_/i.test(text));
const dates = fc
  .integer({ min: 61, max: 2_958_465 })
  .chain((day) => fc.integer({ min: 0, max: 86_399 }).map((second) => day + second / 86_400))
  .map((serial) => new Date(EPOCH + Math.round(serial * 86_400) * 1_000));
const cells = fc.oneof(
  fc.constant(null),
  texts.map((text) => ({ text })),
  fc.integer().map((number) => ({ number })),
  fc
    .double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 })
    .map((number) => ({ number: number || 0 })),
  fc.boolean().map((boolean) => ({ boolean })),
  dates.map((date) => ({ date: date.toISOString() })),
);
const tables: fc.Arbitrary<Table> = fc.array(fc.array(cells, { minLength: 1, maxLength: 6 }), {
  minLength: 1,
  maxLength: 12,
});

function plainValue(value: Value): string | number | boolean | Date | null {
  if (value === null) return null;
  if ('date' in value) return new Date(value.date);
  return Object.values(value)[0] as string | number | boolean;
}

async function writtenByExceljs(table: Table): Promise<Buffer> {
  const workbook = new exceljs.Workbook();
  const sheet = workbook.addWorksheet('Hoja');
  table.forEach((row, index) => {
    row.forEach((value, column) => {
      const cell = sheet.getCell(index + 1, column + 1);
      cell.value = plainValue(value);
      if (value && 'date' in value) cell.numFmt = 'yyyy-mm-dd hh:mm:ss';
    });
  });
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

function writtenBySheetJs(table: Table): Buffer {
  const rows = table.map((row) =>
    row.map((value) => (value && 'date' in value ? serialCell(value.date) : plainValue(value))),
  );
  const workbook = xlsx.utils.book_new();
  xlsx.utils.book_append_sheet(workbook, xlsx.utils.aoa_to_sheet(rows), 'Hoja');
  return xlsx.write(workbook, { type: 'buffer', bookType: 'xlsx', compression: true }) as Buffer;
}

/** As a number with a format: the library's own dates depend on the zone of the machine. */
function serialCell(iso: string): xlsx.CellObject {
  return { t: 'n', v: (Date.parse(iso) - EPOCH) / MILLISECONDS_PER_DAY, z: 'yyyy-mm-dd hh:mm:ss' };
}

async function readByUs(bytes: Buffer): Promise<Table> {
  await using workbook = await openWorkbook(bytes);
  const table: Table = [];
  for await (const batch of workbook.rows(0)) {
    for (const row of batch) {
      while (table.length < row.number - 1) table.push([]);
      table.push(Array.from(row.cells, valueOfCell));
    }
  }
  return trimmed(table);
}

function valueOfCell(cell: Cell | undefined): Value {
  switch (cell?.kind) {
    case undefined:
      return null;
    case 'text':
      return { text: cell.text };
    case 'number':
      return { number: cell.value };
    case 'boolean':
      return { boolean: cell.value };
    case 'date':
      return { date: secondsIso(new Date(`${cell.value}Z`)) };
    case 'error':
      return { text: cell.code };
  }
}

async function readByExceljs(bytes: Buffer): Promise<Table> {
  const workbook = new exceljs.Workbook();
  await workbook.xlsx.load(Uint8Array.from(bytes).buffer);
  const table: Table = [];
  workbook.worksheets[0]?.eachRow({ includeEmpty: true }, (row) => {
    const values: Value[] = [];
    row.eachCell({ includeEmpty: true }, (cell) => values.push(valueOf(cell.value)));
    table.push(values);
  });
  return trimmed(table);
}

async function readByReadExcelFile(bytes: Buffer): Promise<Table> {
  return trimmed((await readSheet(bytes)).map((row) => row.map(valueOf)));
}

function readBySheetJs(bytes: Buffer): Table {
  const workbook = xlsx.read(bytes, { cellDates: true, UTC: true, dense: true });
  const sheet = workbook.Sheets[workbook.SheetNames[0] ?? ''];
  const rows = sheet
    ? xlsx.utils.sheet_to_json<unknown[]>(sheet, { header: 1, blankrows: true, UTC: true })
    : [];
  return trimmed(rows.map((row) => Array.from(row, valueOf)));
}

function valueOf(value: unknown): Value {
  if (typeof value === 'string') return { text: value };
  if (typeof value === 'number') return { number: value };
  if (typeof value === 'boolean') return { boolean: value };
  if (value instanceof Date) return { date: secondsIso(value) };
  if (value === null || value === undefined) return null;
  throw new TypeError(`A library answered with ${JSON.stringify(value)}.`);
}

/** Seconds are what all agree on: how a fraction of a day becomes milliseconds differs by library. */
function secondsIso(date: Date): string {
  return new Date(Math.round(date.getTime() / 1_000) * 1_000).toISOString();
}

/** Without the empty cells and rows at the ends, of which some libraries tell and others do not. */
function trimmed(table: Table): Table {
  const rows = table.map((row) => row.slice(0, row.findLastIndex((value) => value !== null) + 1));
  return rows.slice(0, rows.findLastIndex((row) => row.length > 0) + 1);
}

describe('what other libraries write', () => {
  const writers: [string, (table: Table) => Promise<Buffer> | Buffer][] = [
    ['exceljs', writtenByExceljs],
    ['SheetJS', writtenBySheetJs],
  ];

  it.each(writers)(
    '%s: reads as it was meant, and as the others read it',
    { timeout: 60_000 },
    async (_name, write) => {
      await fc.assert(
        fc.asyncProperty(tables, async (table) => {
          const meant = trimmed(table);
          fc.pre(meant.length > 0);
          const bytes = await write(table);
          expect(await readByUs(bytes)).toEqual(meant);
          expect(await readByExceljs(bytes)).toEqual(meant);
          expect(await readByReadExcelFile(bytes)).toEqual(meant);
          expect(readBySheetJs(bytes)).toEqual(meant);
        }),
        { numRuns: 60, seed: PROGRAM_SEED },
      );
    },
  );
});

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const inline = (xml: string): string => `<row r="1"><c r="A1" t="inlineStr"><is>${xml}</is></c></row>`;

/** What the first cell is to each library; 'fails' when it cannot read the workbook. */
interface Disagreement {
  about: string;
  /** Paragraph that settles it, of ECMA-376 part 1 unless it says otherwise. */
  paragraph: string;
  rows: string;
  prefix?: string;
  ours: Value;
  others: Partial<Record<'exceljs' | 'readExcelFile' | 'sheetJs', Value | 'fails'>>;
}

const disagreements: readonly Disagreement[] = [
  {
    about: 'blanks at the ends of a text are part of it',
    paragraph: '18.4.12 t (Text), with xml:space="preserve"',
    rows: inline('<t xml:space="preserve"> a </t>'),
    ours: { text: ' a ' },
    others: { readExcelFile: { text: 'a' } },
  },
  {
    about: 'a prefix may stand for the namespace',
    paragraph: 'Namespaces in XML 1.0 §3',
    rows: '<x:row r="1"><x:c r="A1"><x:v>7</x:v></x:c></x:row>',
    prefix: 'x',
    ours: { number: 7 },
    others: { exceljs: 'fails' },
  },
  {
    about: 'a cell may do without a reference',
    paragraph: '18.3.1.4 c (Cell), r is optional',
    rows: '<row><c><v>7</v></c></row>',
    ours: { number: 7 },
    others: { exceljs: 'fails', readExcelFile: 'fails' },
  },
  {
    about: 'the runs of a text in place are one text',
    paragraph: '18.3.1.53 is (Rich Text Inline), 18.4.4 r (Rich Text Run)',
    rows: inline('<r><t>a</t></r><r><t>b</t></r>'),
    ours: { text: 'ab' },
    others: { exceljs: 'fails' },
  },
  {
    about: 'phonetic hints are not part of the text',
    paragraph: '18.4.6 rPh (Phonetic Run)',
    rows: inline('<t>a</t><rPh sb="0" eb="1"><t>b</t></rPh>'),
    ours: { text: 'a' },
    others: { exceljs: null },
  },
  {
    about: 'escapes stand for characters that XML cannot hold',
    paragraph: '22.9.2.19 ST_Xstring (Escaped String)',
    rows: inline('<t>a_x0007_b_x005F_x0007_</t>'),
    ours: { text: 'a\u0007b_x0007_' },
    others: { exceljs: { text: 'a_x0007_b_x005F_x0007_' } },
  },
  {
    about: 'the result of a formula is the value of its cell',
    paragraph: '18.3.1.96 v (Cell Value), 18.3.1.40 f (Formula)',
    rows: '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>',
    ours: { number: 2 },
    others: { exceljs: 'fails' },
  },
  {
    about: 'a formula that failed has an error for a value',
    paragraph: '18.18.11 ST_CellType, e (Error)',
    rows: '<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>',
    ours: { text: '#N/A' },
    others: { exceljs: 'fails', readExcelFile: null, sheetJs: null },
  },
  {
    about: 'a date may be written in ISO 8601',
    paragraph: '18.18.11 ST_CellType, d (ISO 8601 Date)',
    rows: '<row r="1"><c r="A1" t="d"><v>2026-07-28T10:15:00</v></c></row>',
    ours: { date: '2026-07-28T10:15:00.000Z' },
    others: { exceljs: { number: 2026 } },
  },
];

describe('where the libraries disagree', () => {
  it.each(disagreements)('$about: $paragraph', async ({ rows, prefix, ours, others }) => {
    const tag = prefix ? `${prefix}:` : '';
    const namespace = prefix ? MAIN.replace('xmlns', `xmlns:${prefix}`) : MAIN;
    const xml = `<?xml version="1.0"?><${tag}worksheet ${namespace}><${tag}sheetData>${rows}</${tag}sheetData></${tag}worksheet>`;
    const bytes = packWorkbook({ sheets: [{ name: 'Hoja', xml }], prefix, styles: `<styleSheet ${MAIN}/>` });
    const first = (read: Promise<Table>): Promise<Value | 'fails'> =>
      read.then(
        (table) => table[0]?.[0] ?? null,
        () => 'fails',
      );
    expect(await first(readByUs(bytes))).toEqual(ours);
    expect({
      exceljs: await first(readByExceljs(bytes)),
      readExcelFile: await first(readByReadExcelFile(bytes)),
      sheetJs: await first((async () => readBySheetJs(bytes))()),
    }).toEqual({ exceljs: ours, readExcelFile: ours, sheetJs: ours, ...others });
  });
});
