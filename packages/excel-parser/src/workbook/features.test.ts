import { describe, expect, it } from 'vitest';
import { type PartsInput, packWorkbook, writeZip } from '../testing/index.ts';
import { rowJsonLine, toCellJson } from './cell-json.ts';
import type { Row } from './cells.ts';
import { dateFormOf, durationIso, normaliseIsoTime } from './dates.ts';
import { openWorkbook, type WorkbookOptions } from './workbook.ts';

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';

function sheetXml(rows: string, after = ''): string {
  return `<worksheet ${MAIN}><sheetData>${rows}</sheetData>${after}</worksheet>`;
}

function workbookOf(rows: string, parts: Partial<PartsInput> = {}, after = ''): Buffer {
  return packWorkbook({ sheets: [{ name: 'Hoja', xml: sheetXml(rows, after) }], ...parts });
}

async function read(
  bytes: Buffer,
  options: WorkbookOptions = {},
): Promise<{ rows: Row[]; warnings: unknown[] }> {
  await using workbook = await openWorkbook(bytes, options);
  const rows: Row[] = [];
  for await (const batch of workbook.rows(0)) rows.push(...batch);
  return { rows, warnings: workbook.warnings };
}

function styles(...formats: string[]): string {
  const numFmts = formats.map((code, index) => `<numFmt numFmtId="${164 + index}" formatCode="${code}"/>`);
  const xfs = formats.map((_code, index) => `<xf numFmtId="${164 + index}"/>`);
  return `<styleSheet ${MAIN}><numFmts>${numFmts.join('')}</numFmts><cellXfs>${xfs.join('')}</cellXfs></styleSheet>`;
}

describe('dates', () => {
  it('tell days, times of day and elapsed time apart', async () => {
    const cells =
      '<c s="0"><v>0.5</v></c><c s="1"><v>1.5</v></c><c s="2"><v>45000</v></c><c s="0"><v>45000.25</v></c><c t="d"><v>10:15</v></c><c s="1"><v>-1</v></c>';
    const bytes = workbookOf(`<row r="1">${cells}</row>`, {
      styles: styles('hh:mm', '[h]:mm:ss', 'dd/mm/yyyy'),
    });
    const { rows } = await read(bytes);
    expect(toCellJson(rows[0]!)).toEqual({
      A: '12:00:00',
      B: 'PT36H',
      C: '2023-03-15T00:00:00',
      D: '2023-03-15T06:00:00',
      E: '10:15:00',
      F: -1,
    });
    expect(rows[0]?.cells[0]).toEqual({
      kind: 'date',
      value: '1899-12-30T12:00:00',
      raw: '0.5',
      shows: 'time',
    });
  });

  it('count serial 0 as a day in the system of 1904, where there is one', async () => {
    const bytes = workbookOf('<row><c s="0"><v>0</v></c><c s="1"><v>0.5</v></c></row>', {
      styles: styles('dd/mm/yyyy', 'hh:mm'),
      workbookProperties: 'date1904="1"',
    });
    expect(toCellJson((await read(bytes)).rows[0]!)).toEqual({ A: '1904-01-01T00:00:00', B: '12:00:00' });
  });

  it.each([
    ['yyyy-mm-dd', 'date'],
    ['mmm', 'date'],
    ['h:mm AM/PM', 'time'],
    ['mm:ss.0', 'time'],
    ['[mm]:ss', 'duration'],
    ['[$-F400]h:mm:ss', 'time'],
    ['"d"0', undefined],
    ['0\\h', undefined],
    ['[Red]0.00;[Blue]"y"', undefined],
  ])('%s shows a %s', (code, form) => {
    expect(dateFormOf(code)).toBe(form);
  });

  it('write durations as ISO 8601', () => {
    expect([0, 1.5, 1 / 86_400, 1 / 1_440 + 0.5 / 86_400].map(durationIso)).toEqual([
      'PT0S',
      'PT36H',
      'PT1S',
      'PT1M0.5S',
    ]);
    expect(normaliseIsoTime('25')).toBeUndefined();
  });

  it('of strict files are rounded as serials are, whatever digits Excel writes', async () => {
    const written = [
      '2014-01-16T15:59:59.99999979045242400',
      '2009-01-05T11:00:00.00000020954757600',
      '2009-01-05T11:00:00.25',
      '12:00:00.000',
      '23:59:59.99999',
      '1899-12-30T00:00:00.000',
      'PT1392H0M0.000S',
      'PT0H14M0.500S',
      '2013-02-30T00:00:00',
      '2013-02-03T24:00:00',
      'P',
    ];
    const cells = written.map((text) => `<c t="d"><v>${text}</v></c>`).join('');
    const { rows, warnings } = await read(workbookOf(`<row r="1">${cells}</row>`));
    expect(Object.values(toCellJson(rows[0]!))).toEqual([
      '2014-01-16T16:00:00',
      '2009-01-05T11:00:00',
      '2009-01-05T11:00:00.250',
      '12:00:00',
      '23:59:59.999',
      '00:00:00',
      'PT1392H',
      'PT14M0.5S',
      '2013-02-30T00:00:00',
      '2013-02-03T24:00:00',
      'P',
    ]);
    expect(rows[0]?.cells.map((cell) => cell?.kind)).toEqual([
      ...Array.from({ length: 8 }, () => 'date'),
      'text',
      'text',
      'text',
    ]);
    expect(warnings).toMatchObject([{ code: 'date_not_readable' }]);
  });

  it('are not moved by the settings of an extension', async () => {
    const bytes = packWorkbook({
      sheets: [{ name: 'Hoja', xml: sheetXml('<row><c s="0"><v>11</v></c></row>') }],
      styles: styles('yyyy-mm-dd'),
      workbookProperties:
        'date1904="1"/><extLst><ext><x15:workbookPr chartTrackingRefBase="1"/></ext></extLst><x',
    });
    expect(toCellJson((await read(bytes)).rows[0]!)).toEqual({ A: '1904-01-12T00:00:00' });
  });
});

describe('cells as JSON', () => {
  it('leave empty cells out and keep every digit of whole numbers', async () => {
    const { rows } = await read(
      workbookOf(
        '<row r="7"><c r="B7"><v>222222222222222222</v></c><c r="D7" t="e"><v>#N/A</v></c><c r="E7" t="b"><v>0</v></c><c r="F7"><v>1.50</v></c><c r="AA7" t="str"><v>"ñ"</v></c></row>',
      ),
    );
    expect(rowJsonLine('Hoja "1"', rows[0]!)).toBe(
      '{"sheet":"Hoja \\"1\\"","row":7,"cells":{"B":222222222222222222,"D":{"error":"#N/A"},"E":false,"F":1.5,"AA":"\\"ñ\\""}}',
    );
    expect(toCellJson(rows[0]!)).toMatchObject({ D: { error: '#N/A' }, E: false, F: 1.5 });
  });
});

describe('workbooks', () => {
  it('tell merged ranges, also of sheets whose rows nobody asked for', async () => {
    const merges = '<mergeCells count="2"><mergeCell ref="A1:C1"/><mergeCell ref="A2:A3"/></mergeCells>';
    const bytes = workbookOf('<row><c><v>1</v></c></row>', {}, merges);
    await using workbook = await openWorkbook(bytes);
    expect(await workbook.mergedRanges('Hoja')).toEqual(['A1:C1', 'A2:A3']);
    await expect(read(bytes, { limits: { merges: 1 } })).rejects.toMatchObject({
      details: { limit: 'merges' },
    });
  });

  it('pass over chart sheets and sheets without a part', async () => {
    const relationships = (items: string): string =>
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${items}</Relationships>`;
    const relationship = (id: string, type: string, target: string): string =>
      `<Relationship Id="${id}" Type="http://x/${type}" Target="${target}"/>`;
    const bytes = writeZip([
      { name: '_rels/.rels', data: relationships(relationship('a', 'officeDocument', 'xl/workbook.xml')) },
      {
        name: 'xl/workbook.xml',
        data: `<workbook ${MAIN} xmlns:r="r"><sheets><sheet name="Gráfico" r:id="a"/><sheet name="Módulo" state="veryHidden" r:id=""/><sheet name="Datos" state="veryHidden" r:id="b"/></sheets></workbook>`,
      },
      {
        name: 'xl/_rels/workbook.xml.rels',
        data: relationships(
          relationship('a', 'chartsheet', 'chart.xml') +
            relationship('b', 'worksheet', 'data.xml') +
            relationship('c', 'theme', '../../../etc/passwd') +
            relationship('d', 'styles', 'styles.xml'),
        ),
      },
      { name: 'xl/data.xml', data: sheetXml('<row><c><v>1</v></c></row>') },
    ]);
    await using workbook = await openWorkbook(bytes);
    expect(workbook.sheets).toEqual([{ name: 'Datos', index: 0, hidden: true, state: 'veryHidden' }]);
    for await (const rows of workbook.rows('Datos')) expect(rows).toHaveLength(1);
    expect(workbook.warnings.map(({ code }) => code)).toEqual(['sheet_without_part', 'table_missing']);
  });

  it('fail for a cell that needs a table which is not there', async () => {
    const bytes = workbookOf('<row><c t="s"><v>0</v></c></row>');
    await expect(read(bytes)).rejects.toMatchObject({ details: { reason: 'shared_string' } });
  });

  it('with macros are refused unless the caller says to ignore them', async () => {
    const bytes = workbookOf('<row><c><v>1</v></c></row>', {
      extraFiles: [{ name: 'xl/vbaProject.bin', data: 'x' }],
    });
    await expect(read(bytes)).rejects.toMatchObject({
      code: 'unsafe_workbook',
      details: { reason: 'macros' },
    });
    expect((await read(bytes, { macros: 'ignore' })).warnings).toEqual([
      { code: 'macros_ignored', details: {} },
    ]);
  });

  it('count the texts that have invalid bytes, wherever they are', async () => {
    const row = (number: number): string =>
      `<row r="${number}"><c r="A${number}" t="s"><v>0</v></c><c r="B${number}" t="inlineStr"><is><t>PE\u00D1A</t></is></c></row>`;
    const bytes = packWorkbook({
      sheets: [{ name: 'Hoja', xml: Buffer.from(sheetXml(row(1) + row(2)), 'latin1') }],
      sharedStrings: '<sst><si><t>a\uFFFDo</t></si></sst>',
    });
    const { rows, warnings } = await read(bytes);
    expect(rows.map(toCellJson)).toEqual([
      { A: 'a\uFFFDo', B: 'PE\uFFFDA' },
      { A: 'a\uFFFDo', B: 'PE\uFFFDA' },
    ]);
    // A U+FFFD that the file itself has is a character like any other.
    expect(warnings).toEqual([{ code: 'invalid_bytes', details: { sheet: 'Hoja', texts: 2 } }]);
  });

  it('take the text in place when a cell has a value as well', async () => {
    const both = '<is><t>uno</t></is><v>dos</v>';
    const bytes = workbookOf(`<row><c t="inlineStr">${both}</c><c t="inlineStr"><v>tres</v></c></row>`);
    expect(toCellJson((await read(bytes)).rows[0]!)).toEqual({ A: 'uno', B: 'tres' });
  });

  it('stop at the limits of time and heap', async () => {
    const bytes = workbookOf('<row><c><v>1</v></c></row>');
    await expect(read(bytes, { limits: { milliseconds: -1 } })).rejects.toMatchObject({
      code: 'limit_exceeded',
      details: { limit: 'milliseconds' },
    });
    await expect(read(bytes, { limits: { heapBytes: -1e12 } })).rejects.toMatchObject({
      details: { limit: 'heapBytes' },
    });
  });
});
