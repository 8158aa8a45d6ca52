import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WorkbookError } from '../errors.ts';
import { type PartsInput, packWorkbook, writeZip } from '../testing/index.ts';
import { type Cell, cellAddress, type Row } from './cells.ts';
import { isDateFormat, serialToIso } from './dates.ts';
import { openWorkbook, type WorkbookOptions } from './workbook.ts';

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';

function sheetXml(rows: string, before = ''): string {
  return `<?xml version="1.0"?><worksheet ${MAIN}>${before}<sheetData>${rows}</sheetData></worksheet>`;
}

function workbookOf(rows: string, parts: Partial<PartsInput> = {}): Buffer {
  return packWorkbook({ sheets: [{ name: 'Hoja', xml: sheetXml(rows) }], ...parts });
}

async function readRows(
  bytes: Uint8Array,
  options: WorkbookOptions = {},
  sheet: string | number = 0,
): Promise<Row[]> {
  await using workbook = await openWorkbook(bytes, options);
  const rows: Row[] = [];
  for await (const batch of workbook.rows(sheet)) rows.push(...batch);
  return rows;
}

async function firstCells(cells: string, parts: Partial<PartsInput> = {}): Promise<(Cell | undefined)[]> {
  const [row] = await readRows(workbookOf(`<row r="1">${cells}</row>`, parts));
  return row?.cells ?? [];
}

async function warningCodes(bytes: Uint8Array): Promise<string[]> {
  await using workbook = await openWorkbook(bytes);
  for await (const _rows of workbook.rows(0));
  return workbook.warnings.map(({ code }) => code);
}

const text = (value: string): Cell => ({ kind: 'text', text: value });

describe('cells', () => {
  it('reads every type', async () => {
    const styles = `<styleSheet ${MAIN}><numFmts><numFmt numFmtId="164" formatCode="dd\\ mmm"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>`;
    const cells = await firstCells(
      '<c r="A1"><v>12.50</v></c><c r="B1" t="n"><v>1E3</v></c><c r="C1" t="b"><v>1</v></c><c r="D1" t="e"><v>#N/A</v></c>' +
        '<c r="E1" t="str"><f>"a"&amp;"b"</f><v>ab</v></c><c r="F1" t="d"><v>2026-07-28</v></c><c r="G1" s="1"><v>46231.5</v></c>' +
        '<c r="H1" t="s"><v> 1 </v></c><c r="I1"><f>1+1</f><v>2</v></c><c r="J1" t="inlineStr"><is><t/></is></c><c r="K1"/>',
      { styles, sharedStrings: `<sst ${MAIN}><si/><si><t>uno</t></si></sst>` },
    );
    expect(cells).toEqual([
      { kind: 'number', value: 12.5, raw: '12.50' },
      { kind: 'number', value: 1000, raw: '1E3' },
      { kind: 'boolean', value: true },
      { kind: 'error', code: '#N/A' },
      text('ab'),
      { kind: 'date', value: '2026-07-28T00:00:00', raw: '2026-07-28' },
      { kind: 'date', value: '2026-07-28T12:00:00', raw: '46231.5' },
      text('uno'),
      { kind: 'number', value: 2, raw: '2' },
    ]);
  });

  it('joins rich text and leaves phonetic guides out, inline and shared', async () => {
    const runs =
      '<r><rPr><b/></rPr><t>Peña</t></r><r><t xml:space="preserve"> Núñez</t></r><rPh sb="0" eb="1"><t>no</t></rPh>';
    const cells = await firstCells(`<c t="inlineStr"><is>${runs}</is></c><c t="s"><v>0</v></c>`, {
      sharedStrings: `<sst ${MAIN}><si>${runs}</si><extLst><t>no</t></extLst></sst>`,
    });
    expect(cells).toEqual([text('Peña Núñez'), text('Peña Núñez')]);
  });

  it('keeps blanks and decodes entities, CDATA and Excel escapes', async () => {
    const inline = (value: string): string => `<c t="inlineStr"><is><t>${value}</t></is></c>`;
    const cells = await firstCells(
      ['  a  ', '&lt;&#209;&gt;', '<![CDATA[<b>&amp;]]>', 'a_x000D_b', '_x005F_x0041_', 'a<!-- - -->b']
        .map(inline)
        .join(''),
    );
    expect(cells).toEqual(['  a  ', '<Ñ>', '<b>&amp;', 'a\rb', '_x0041_', 'ab'].map(text));
  });

  it('places cells and rows without references', async () => {
    const rows = await readRows(
      workbookOf(
        '<row><c/><c><v>1</v></c></row><row r="5"><c r="D5"><v>2</v></c><c><v>3</v></c></row><row><c><v>4</v></c></row>',
      ),
    );
    expect(
      rows.map(({ number, cells }) => [number, cells.map((cell) => cell?.kind === 'number' && cell.value)]),
    ).toEqual(
      [
        [1, [undefined, 1]],
        [5, [undefined, undefined, undefined, 2, 3]],
        [6, [4]],
      ].map(([number, cells]) => [number, Object.assign([], cells)]),
    );
  });

  it('reads any prefix, quotes and foreign extensions', async () => {
    const xml = `<?xml version='1.0'?><ss:worksheet xmlns:ss='u' xmlns:e='v'><ss:sheetData><ss:row r='1' e:t='x'><ss:c e:r="Z9" r='B1'><ss:v>7</ss:v><ss:extLst><ss:v>8</ss:v></ss:extLst></ss:c></ss:row></ss:sheetData><ss:extLst><e:sheetData><e:row r="2"><e:c><e:v>1</e:v></e:c></e:row></e:sheetData></ss:extLst></ss:worksheet>`;
    const rows = await readRows(packWorkbook({ sheets: [{ name: 'Hoja', xml }], prefix: 'ss' }));
    expect(rows).toEqual([
      { number: 1, cells: Object.assign([], { 1: { kind: 'number', value: 7, raw: '7' } }) },
    ]);
  });

  it('counts days from 1900 or from 1904', async () => {
    const styles = `<styleSheet ${MAIN}><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>`;
    const cell = '<c s="0"><v>1</v></c>';
    expect(await firstCells(cell, { styles })).toMatchObject([{ value: '1900-01-01T00:00:00' }]);
    expect(await firstCells(cell, { styles, workbookProperties: 'date1904="1"' })).toMatchObject([
      { value: '1904-01-02T00:00:00' },
    ]);
    expect([59, 61, 60.5, 45_000.75].map((serial) => serialToIso(serial, false))).toEqual([
      '1900-02-28T00:00:00',
      '1900-03-01T00:00:00',
      '1900-02-28T12:00:00',
      '2023-03-15T18:00:00',
    ]);
    expect([-1, 3e6].map((serial) => serialToIso(serial, false))).toEqual([undefined, undefined]);
  });

  it('tells date formats from others', () => {
    expect(['yyyy-mm-dd', 'd/m/yy h:mm', '[h]:mm', '[$-240A]dd mmmm', 'mm:ss.0'].every(isDateFormat)).toBe(
      true,
    );
    expect(
      ['0.00', '#,##0', '"días" 0', '[Red]0', 'General', '@', '0\\d', '_-$ #,##0', '0;"d"'].some(
        isDateFormat,
      ),
    ).toBe(false);
  });

  it('gives addresses', () => {
    expect([0, 25, 26, 701, 702, 16_383].map((column) => cellAddress(column, 20))).toEqual([
      'A20',
      'Z20',
      'AA20',
      'ZZ20',
      'AAA20',
      'XFD20',
    ]);
  });
});

describe('workbooks', () => {
  it('lists sheets with their visibility and reads them by name or position', async () => {
    const sheet = (value: number): string => sheetXml(`<row><c><v>${value}</v></c></row>`);
    const bytes = packWorkbook({
      sheets: [
        { name: 'Uno & dos', xml: sheet(1) },
        { name: '__proto__', xml: sheet(2), hidden: true },
      ],
    });
    const workbook = await openWorkbook(bytes);
    expect(workbook.sheets).toEqual([
      { name: 'Uno & dos', index: 0, hidden: false, state: 'visible' },
      { name: '__proto__', index: 1, hidden: true, state: 'hidden' },
    ]);
    expect(await readRows(bytes, {}, '__proto__')).toMatchObject([{ cells: [{ value: 2 }] }]);
    await expect(readRows(bytes, {}, 'Tres')).rejects.toMatchObject({
      code: 'sheet_not_found',
      details: { sheets: ['Uno & dos', '__proto__'] },
    });
  });

  it.each([{ strict: true }, { absoluteTargets: true }, { prefix: 'x' }])(
    'follows relationships of the form %j',
    async (parts) => {
      const bytes = workbookOf('<row><c t="s"><v>0</v></c></row>', {
        ...parts,
        sharedStrings: `<sst ${MAIN}><si><t>a</t></si></sst>`,
      });
      expect(await readRows(bytes)).toEqual([{ number: 1, cells: [text('a')] }]);
    },
  );

  it('reads a part in UTF-16', async () => {
    const xml = Buffer.from(`\uFEFF${sheetXml('<row><c t="str"><v>Ñ</v></c></row>')}`, 'utf16le');
    expect(await readRows(packWorkbook({ sheets: [{ name: 'Hoja', xml }] }))).toEqual([
      { number: 1, cells: [text('Ñ')] },
    ]);
  });

  it('reads from a path, closes it, and says when it cannot', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'excel-parser-'));
    try {
      const path = join(folder, 'libro.xlsx');
      await writeFile(path, workbookOf('<row><c><v>1</v></c></row>'));
      const workbook = await openWorkbook(path);
      for await (const rows of workbook.rows('Hoja')) expect(rows).toHaveLength(1);
      await workbook.close();
      await expect(openWorkbook(folder)).rejects.toMatchObject({ code: 'source_unreadable' });
      await expect(openWorkbook(join(folder, 'absent.xlsx'))).rejects.toMatchObject({
        code: 'source_unreadable',
        details: { reason: 'ENOENT' },
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('warns of ranges, orders and cells that do not agree', async () => {
    const xml = sheetXml('<row r="2"><c r="C2"><v>1</v></c></row>', '<dimension ref="A1:B1"/>');
    expect(await warningCodes(packWorkbook({ sheets: [{ name: 'Hoja', xml }] }))).toEqual([
      'stale_dimension',
    ]);
    const exact = sheetXml('<row r="2"><c r="C2"><v>1</v></c></row>', '<dimension ref="A1:C2"/>');
    expect(await warningCodes(packWorkbook({ sheets: [{ name: 'Hoja', xml: exact }] }))).toEqual([]);
    const odd =
      '<row r="3"><c r="A3"><v>1</v></c><c r="A3"><v>2</v></c><c r="B9"><v>x</v></c><c t="q"><v>y</v></c></row><row r="2"><c><v>1</v></c></row>';
    expect(await warningCodes(workbookOf(odd))).toEqual([
      'cell_written_twice',
      'cell_in_other_row',
      'number_not_readable',
      'unknown_cell_type',
      'rows_out_of_order',
    ]);
  });

  const damaged: [string, Buffer, string, string][] = [
    [
      'a shared string that is absent',
      workbookOf('<row><c t="s"><v>3</v></c></row>'),
      'corrupt_workbook',
      'shared_string',
    ],
    [
      'a reference without column',
      workbookOf('<row r="1"><c r="11"><v>3</v></c></row>'),
      'corrupt_workbook',
      'cell_reference',
    ],
    [
      'a reference without row',
      workbookOf('<row r="1"><c r="AB"><v>3</v></c></row>'),
      'corrupt_workbook',
      'cell_reference',
    ],
    ['a row without number', workbookOf('<row r="x"/>'), 'corrupt_workbook', 'row_number'],
    [
      'a sheet that is none',
      packWorkbook({ sheets: [{ name: 'Hoja', xml: '<chartsheet/>' }] }),
      'corrupt_workbook',
      'not_a_worksheet',
    ],
    ['no sheets', packWorkbook({ sheets: [] }), 'corrupt_workbook', 'no_sheets'],
    [
      'XML that ends too early',
      packWorkbook({ sheets: [{ name: 'Hoja', xml: '<worksheet><sheetData>' }] }),
      'corrupt_workbook',
      'xml_incomplete',
    ],
    [
      'macros',
      workbookOf('', { extraFiles: [{ name: 'xl/vbaProject.bin', data: 'x' }] }),
      'unsafe_workbook',
      'macros',
    ],
  ];

  it.each(damaged)('refuses %s', async (_label, bytes, code, reason) => {
    await expect(readRows(bytes)).rejects.toMatchObject({ code, details: { reason } });
  });

  it('refuses a target outside of the package', async () => {
    const rels =
      '<Relationships><Relationship Id="a" Type="x/officeDocument" Target="../../etc/passwd"/></Relationships>';
    await expect(openWorkbook(writeZip([{ name: '_rels/.rels', data: rels }]))).rejects.toMatchObject({
      code: 'unsafe_workbook',
      details: { reason: 'path_escape' },
    });
  });

  it.each([
    ['docx', 'word/document.xml'],
    ['pptx', 'ppt/presentation.xml'],
    ['xlsb', 'xl/workbook.bin'],
  ])('names a %s package', async (kind, target) => {
    const rels = `<Relationships><Relationship Id="a" Type="x/officeDocument" Target="${target}"/></Relationships>`;
    await expect(openWorkbook(writeZip([{ name: '_rels/.rels', data: rels }]))).rejects.toMatchObject({
      code: 'not_a_workbook',
      details: { kind },
    });
  });

  it('names a plain archive and an OpenDocument', async () => {
    await expect(openWorkbook(writeZip([{ name: 'a.txt', data: 'x' }]))).rejects.toMatchObject({
      details: { kind: 'zip' },
    });
    const ods = writeZip([
      { name: 'mimetype', data: 'x', stored: true },
      { name: 'content.xml', data: '<a/>' },
    ]);
    await expect(openWorkbook(ods)).rejects.toMatchObject({ details: { kind: 'ods' } });
  });

  it.each([
    ['rows', { rows: 1 }, '<row/><row/>'],
    ['rows', { rows: 10 }, '<row r="11"/>'],
    ['columns', { columns: 2 }, '<row r="1"><c r="C1"/></row>'],
    ['cells', { cells: 1 }, '<row><c/><c/></row>'],
    [
      'textBytes',
      { textBytes: 600 },
      `<row><c t="inlineStr"><is>${'<r><t>0123456789</t></r>'.repeat(61)}</is></c></row>`,
    ],
  ])('stops at the limit %s', async (limit, limits, rows) => {
    await expect(readRows(workbookOf(rows), { limits })).rejects.toMatchObject({
      code: 'limit_exceeded',
      details: { limit },
    });
  });

  it('stops at the limits of sheets and shared strings', async () => {
    const xml = sheetXml('<row><c t="s"><v>0</v></c></row>');
    const two = packWorkbook({
      sheets: [
        { name: 'a', xml },
        { name: 'b', xml },
      ],
      sharedStrings: `<sst ${MAIN}><si/><si/></sst>`,
    });
    await expect(openWorkbook(two, { limits: { sheets: 1 } })).rejects.toMatchObject({
      details: { limit: 'sheets' },
    });
    await expect(readRows(two, { limits: { sharedStrings: 1 } })).rejects.toMatchObject({
      details: { limit: 'sharedStrings' },
    });
  });

  it('never fails with anything but a WorkbookError, whatever bytes are changed or cut', async () => {
    const sound = workbookOf('<row><c t="s"><v>0</v></c><c><v>12</v></c></row>', {
      sharedStrings: `<sst ${MAIN}><si><t>a</t></si></sst>`,
    });
    const flips = fc.array(
      fc.tuple(fc.integer({ min: 0, max: sound.length - 1 }), fc.integer({ min: 1, max: 255 })),
      { maxLength: 4 },
    );
    await fc.assert(
      fc.asyncProperty(flips, fc.integer({ min: 0, max: sound.length }), async (changes, length) => {
        const bytes = Buffer.from(changes.length === 0 ? sound.subarray(0, length) : sound);
        for (const [at, mask] of changes) if (at < bytes.length) bytes[at]! ^= mask;
        const error = await readRows(bytes).then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
        expect(error === undefined || WorkbookError.isInstance(error)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
