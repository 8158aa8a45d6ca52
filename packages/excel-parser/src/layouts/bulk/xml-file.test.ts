import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WorkbookError } from '../../errors.ts';
import { type BulkXml, buildBulkWorkbook, buildBulkXml } from '../../testing/index.ts';
import { isReport, type ParsedBulkFile, type ParseDocumentOptions } from '../document-types.ts';
import { parseDocument } from '../parse-document.ts';
import { parseReport } from '../parse-report.ts';
import { bulkFormats } from './catalogue.ts';

async function read(source: Buffer | string, options: ParseDocumentOptions = {}): Promise<ParsedBulkFile> {
  const document = await parseDocument(source, options);
  if (isReport(document)) throw new Error(`read as ${document.layout}`);
  return document;
}

const promised = (file: ParsedBulkFile): unknown[] =>
  file.rows.map(({ row, attribute, amount, concept }) => ({ row, attribute, amount, concept }));

const expectedOf = ({ amounts }: BulkXml): unknown[] =>
  amounts.map(({ row, attribute, amount, concept }) => ({ row, attribute, amount, concept }));

describe("DIAN's XML", () => {
  const formats = bulkFormats.filter(({ unsourced }) => !unsourced).map(({ code }) => code);

  it.each(formats)('reads every amount of format %s', async (format) => {
    const built = buildBulkXml({ format, minorAmounts: true });
    const file = await read(built.bytes, { fileName: built.fileName });
    expect(file).toMatchObject({
      layout: 'bulk-xml',
      year: 2025,
      recordCount: built.recordCount,
      sheets: [{ sheet: built.element, format, headerRow: 0 }],
      header: { submission: 1, filingYear: 2026, recordCount: built.recordCount },
    });
    expect(promised(file)).toEqual(expectedOf(built));
    expect(file.warnings).toEqual([]);
  });

  it.each(['iso-8859-1', 'utf-8'] as const)('reads names in %s', async (encoding) => {
    const { bytes } = buildBulkXml({ format: '1001', minorAmounts: true, encoding });
    expect((await read(bytes)).records.at(-1)?.party).toMatchObject({
      name: 'CUANTÍAS MENORES',
      kind: 'minor-amounts',
    });
  });

  it('reads from a path, and compares its name with the header', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'bulk-xml-'));
    try {
      const built = buildBulkXml({ format: '1001', records: 2_000 });
      const file = path.join(folder, 'Dmuisca_020100310202500000001.xml');
      await writeFile(file, built.bytes);
      const read2 = await read(file);
      expect(promised(read2)).toEqual(expectedOf(built));
      expect(
        read2.warnings.map(({ code, details }) => [
          code,
          details['field'],
          details['name'],
          details['header'],
        ]),
      ).toEqual([
        ['file_name_mismatch', 'CodCpt', '2', '1'],
        ['file_name_mismatch', 'Formato', '1003', '1001'],
        ['file_name_mismatch', 'Version', '10', '11'],
        ['file_name_mismatch', 'Ano', '2025', '2026'],
      ]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('places amounts by element and attribute', async () => {
    const file = await read(buildBulkXml({ format: '1001', records: 2 }).bytes);
    expect(file.rows[0]).toMatchObject({ sheet: 'pagos', row: 1, cell: 'pagos[1]/@pago' });
  });

  it('reads a point as decimal, never as thousands', async () => {
    const xml = `<?xml version="1.0"?><mas><Cab><Formato>1012</Formato></Cab>
      <dectri cpt="8316" tdoc="31" nid="899555101" raz="A &amp; B" pais="169" val="12.345"/>
      <dectri cpt="8316" tdoc="31" nid="899555102" raz="C" pais="169" val="1E3"/>
      <dectri cpt="8316" tdoc="31" nid="899555103" raz="D" pais="169" val="mil"/></mas>`;
    const file = await read(Buffer.from(xml));
    expect(file.rows.map(({ amount, amountStatus }) => [amount, amountStatus])).toEqual([
      [12n, 'rounded'],
      [1_000n, 'read'],
      [0n, 'unreadable'],
    ]);
    expect(file.records[0]?.party?.name).toBe('A & B');
    expect(file.warnings.map(({ code, cell }) => [code, cell])).toEqual([
      ['amount_rounded', 'dectri[1]/@val'],
      ['amount_not_readable', 'dectri[3]/@val'],
    ]);
  });

  it('compares counts, totals, versions, elements and attributes with what they should be', async () => {
    const built = buildBulkXml({
      format: '1003',
      records: 3,
      version: 6,
      header: { CantReg: '4', ValorTotal: '1' },
      extraAttributes: { nuevo: 'x' },
    });
    const bytes = Buffer.from(built.bytes.toString('latin1').replaceAll('<rets ', '<otros '), 'latin1');
    const file = await read(bytes);
    expect(file.warnings.map(({ code }) => code)).toEqual([
      'element_unexpected',
      'column_unknown',
      'format_version',
      'record_count',
      'total_mismatch',
    ]);
    expect(file.records[0]?.texts.get('nuevo')).toBe('x');
    expect(promised(file)).toEqual(expectedOf(built));
  });

  it.each(['pago', 'all'])('accepts a total that adds up %s', async (which) => {
    const built = buildBulkXml({ format: '1001' });
    const counted = built.amounts.filter(({ attribute }) => which === 'all' || attribute === which);
    const total = counted.reduce((sum, { amount }) => sum + amount, 0n);
    const { bytes } = buildBulkXml({ format: '1001', header: { ValorTotal: String(total) } });
    expect((await read(bytes)).warnings).toEqual([]);
  });

  it('keeps attributes of formats without source as texts, and says so', async () => {
    const { bytes } = buildBulkXml({ format: '1023', records: 2, extraAttributes: { vcons: '500' } });
    const file = await read(bytes);
    expect(file).toMatchObject({ rowCount: 0, recordCount: 2, sheets: [{ unsourced: true }] });
    expect(file.records[0]?.texts.get('vcons')).toBe('500');
    expect(file.warnings.map(({ code }) => code)).toEqual(['format_unsourced', 'column_unknown']);
  });

  it('takes the year from the filing year when the period is missing', async () => {
    const { bytes } = buildBulkXml({ format: '1001', header: { FecFinal: undefined } });
    expect((await read(bytes)).year).toBe(2025);
  });

  it.each([
    [
      'a DOCTYPE',
      buildBulkXml({ format: '1001', prolog: '<!DOCTYPE mas [<!ENTITY a "b">]>' }).bytes,
      'unsafe_workbook',
    ],
    ['another root', Buffer.from('<?xml version="1.0"?><Invoice><a/></Invoice>'), 'unknown_layout'],
    ['no format', buildBulkXml({ format: '1001', header: { Formato: undefined } }).bytes, 'unknown_layout'],
    [
      'an unknown format',
      buildBulkXml({ format: '1001', header: { Formato: '7777' } }).bytes,
      'unknown_layout',
    ],
    [
      'an entity of its own',
      Buffer.from('<?xml version="1.0"?><mas><Cab><Formato>&a;</Formato></Cab></mas>'),
      'corrupt_workbook',
    ],
    ['an unknown encoding', Buffer.from('<?xml version="1.0" encoding="x-none"?><mas/>'), 'corrupt_workbook'],
    ['an open element', Buffer.from('<?xml version="1.0"?><mas><Cab>'), 'truncated_workbook'],
  ])('refuses %s', async (_label, bytes, code) => {
    const error = await parseDocument(bytes).catch((thrown: unknown) => thrown);
    expect(WorkbookError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ code });
  });

  it('reads from a stream, and passes streams of workbooks on', async () => {
    const built = buildBulkXml({ format: '1001', records: 400 });
    const stream = (bytes: Buffer, size: number): AsyncIterable<Uint8Array> =>
      Readable.from(
        Array.from({ length: Math.ceil(bytes.length / size) }, (_v, at) =>
          bytes.subarray(at * size, (at + 1) * size),
        ),
      );
    const document = await parseDocument(stream(built.bytes, 1_000));
    if (isReport(document)) throw new Error('read as a report');
    expect(promised(document)).toEqual(expectedOf(built));
    const workbook = buildBulkWorkbook({ format: '1001' });
    expect(await parseDocument(stream(workbook.bytes, 100))).toMatchObject({ layout: 'bulk-workbook' });
    await expect(
      parseDocument(stream(built.bytes, 1_000), { limits: { uploadBytes: 5_000 } }),
    ).rejects.toMatchObject({
      code: 'limit_exceeded',
    });
    await expect(parseDocument(stream(Buffer.alloc(0), 1))).rejects.toMatchObject({ code: 'empty_file' });
  });

  it.each([0, 1])('says that the stream failed, not the file (after %i chunks)', async (chunks) => {
    const failing = async function* (): AsyncGenerator<Uint8Array> {
      if (chunks === 1) yield Buffer.from('<?xml version="1.0"?><mas>');
      throw Object.assign(new Error('gone'), { code: 'ECONNRESET' });
    };
    await expect(parseDocument(failing())).rejects.toMatchObject({
      code: 'source_unreadable',
      details: { reason: 'ECONNRESET' },
    });
  });

  it('keeps to its limits, to the wanted layouts and to the signal', async () => {
    const { bytes } = buildBulkXml({ format: '1001', records: 50 });
    await expect(parseDocument(bytes, { limits: { rows: 10 } })).rejects.toMatchObject({
      code: 'limit_exceeded',
      details: { limit: 'rows' },
    });
    await expect(parseDocument(bytes, { limits: { uploadBytes: 100 } })).rejects.toMatchObject({
      code: 'limit_exceeded',
    });
    await expect(parseDocument(bytes, { layouts: ['bulk-workbook'] })).rejects.toMatchObject({
      code: 'unknown_layout',
    });
    await expect(parseDocument(bytes, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'aborted',
    });
    await expect(parseReport(bytes)).rejects.toMatchObject({ code: 'not_a_workbook' });
  });

  it('says of a file that is cut that it is', async () => {
    const { bytes } = buildBulkXml({ format: '2276', records: 3 });
    for (const length of [300, 1_000, bytes.length - 3]) {
      await expect(parseDocument(bytes.subarray(0, length))).rejects.toMatchObject({
        code: 'truncated_workbook',
      });
    }
  });

  it('fails with a typed error wherever a file is cut', async () => {
    const { bytes } = buildBulkXml({ format: '2276', records: 3 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: bytes.length - 2 }), async (length) => {
        const cut = bytes.subarray(0, length);
        const error = await parseDocument(cut, { format: '2276' }).catch((thrown: unknown) => thrown);
        expect(WorkbookError.isInstance(error)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
