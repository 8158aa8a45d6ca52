import { createReadStream } from 'node:fs';
import { WorkbookError } from '../../errors.ts';
import { resolveLimits } from '../../limits.ts';
import type { Cell } from '../../workbook/cells.ts';
import { WarningLog } from '../../workbook/warnings.ts';
import { XmlScan } from '../../xml/scan.ts';
import type { BulkRecord, BulkRow, ParsedBulkFile, ParseDocumentOptions } from '../document-types.ts';
import { Subject } from '../subject.ts';
import { sourceUnreadable } from '../text-source.ts';
import { bulkFormat } from './catalogue.ts';
import type { SheetColumn } from './columns.ts';
import type { BulkFormat } from './format.ts';
import { RecordReader } from './records.ts';
import { checkVersion } from './workbook.ts';
import { BulkXmlHandler, type XmlRecord } from './xml-handler.ts';
import { compareWithName, type FileNameFacts, parseFileName, readHeader, taxableYear } from './xml-header.ts';

const CHUNK = 64 * 1024;
/** DIAN takes no more records in one file. */
const MAX_RECORDS = 5_000;

/**
 * Reads a file in the XML in which companies file (`Dmuisca_….xml`), record by record. The encoding is the one the file
 * declares; a document type is refused.
 * @param source the file's path or its bytes, known to be XML
 * @throws WorkbookError `unknown_layout` for other XML and for formats that are not read, `truncated_workbook` for a file
 * that is cut
 */
export async function parseBulkXml(
  source: string | Uint8Array,
  options: ParseDocumentOptions,
): Promise<ParsedBulkFile> {
  const limits = resolveLimits(options.limits);
  const handler = new BulkXmlHandler(limits);
  const path = typeof source === 'string' ? source : '';
  const file = new BulkXmlFile(handler, options, parseFileName(options.fileName ?? path));
  const bytesTotal = typeof source === 'string' ? 0 : source.byteLength;
  const bytes = { read: 0 };
  options.onProgress?.({ phase: 'open', rows: 0, bytesRead: 0, bytesTotal: 0 });
  const scanOptions = { part: 'xml', limits, signal: options.signal };
  const scan = new XmlScan(handler, scanOptions);
  async function takeRecords(): Promise<void> {
    await file.takeRecords();
    const total = Math.max(bytesTotal, bytes.read);
    options.onProgress?.({ phase: 'rows', rows: file.rowCount, bytesRead: bytes.read, bytesTotal: total });
  }
  try {
    for await (const chunk of counted(chunksOf(source), bytes)) {
      scan.write(chunk);
      await takeRecords();
    }
    scan.end();
    await takeRecords();
  } catch (error) {
    throw cutShort(error) ?? error;
  }
  return file.finish();
}

/** Inside of a workbook, XML that ends too early is damage; a file of XML is what a transfer that broke off leaves. */
function cutShort(error: unknown): WorkbookError | undefined {
  if (!WorkbookError.isInstance(error) || error.details['reason'] !== 'xml_incomplete') return undefined;
  const { message, details } = error;
  return new WorkbookError('truncated_workbook', message, details, { cause: error });
}

async function* chunksOf(source: string | Uint8Array): AsyncGenerator<Buffer> {
  if (typeof source === 'string') {
    try {
      yield* createReadStream(source, { highWaterMark: CHUNK }) as AsyncIterable<Buffer>;
    } catch (error) {
      throw sourceUnreadable(error);
    }
    return;
  }
  const bytes = Buffer.from(source.buffer, source.byteOffset, source.byteLength);
  for (let offset = 0; offset < bytes.length; offset += CHUNK) yield bytes.subarray(offset, offset + CHUNK);
}

async function* counted(chunks: AsyncIterable<Buffer>, bytes: { read: number }): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    bytes.read += chunk.length;
    yield chunk;
  }
}

/** How the records are read, known once the first one comes. */
interface OpenedFile {
  readonly format: BulkFormat;
  readonly version: number | null;
  readonly element: string;
  readonly reader: RecordReader;
}

/** What is gathered while the records of one file go by. */
class BulkXmlFile {
  rowCount = 0;
  readonly #handler: BulkXmlHandler;
  readonly #options: ParseDocumentOptions;
  readonly #name: FileNameFacts | undefined;
  readonly #warnings = new WarningLog();
  readonly #sums = new Map<string, bigint>();
  #opened: OpenedFile | undefined;
  #recordCount = 0;
  #records: BulkRecord[] = [];
  #rows: BulkRow[] = [];

  constructor(handler: BulkXmlHandler, options: ParseDocumentOptions, name: FileNameFacts | undefined) {
    this.#handler = handler;
    this.#options = options;
    this.#name = name;
  }

  async takeRecords(): Promise<void> {
    const records: BulkRecord[] = [];
    const rows: BulkRow[] = [];
    for (const element of this.#handler.takeRecords()) {
      const read = this.#read(element);
      if (!read) continue;
      records.push(read.record);
      for (const row of read.rows) {
        rows.push(row);
        const attribute = row.attribute ?? row.heading;
        this.#sums.set(attribute, (this.#sums.get(attribute) ?? 0n) + row.amount);
      }
    }
    this.rowCount += rows.length;
    this.#recordCount += records.length;
    if (records.length === 0) return;
    const { onRows } = this.#options;
    if (onRows) {
      await onRows({ kind: 'bulk', layout: 'bulk-xml', records, rows });
    } else {
      for (const record of records) this.#records.push(record);
      for (const row of rows) this.#rows.push(row);
    }
  }

  finish(): ParsedBulkFile {
    const { format, version, element } = (this.#opened ??= this.#open(''));
    const header = readHeader(this.#handler.header);
    const subject = new Subject(this.#options);
    subject.year = taxableYear(header);
    const year = subject.resolvedYear();
    this.#check(format, version, year);
    return {
      layout: 'bulk-xml',
      sheets: [
        {
          sheet: element,
          headerRow: 0,
          format: format.code,
          formatName: format.name,
          version,
          unsourced: format.unsourced,
          score: 1,
          reasons: ['the root is `mas` and the header names the format'],
          recordCount: this.#recordCount,
          rowCount: this.rowCount,
        },
      ],
      year: year ?? null,
      reporter: subject.resolvedTaxpayer() ?? null,
      header,
      recordCount: this.#recordCount,
      rowCount: this.rowCount,
      records: this.#records,
      rows: this.#rows,
      warnings: this.#warnings.list(),
    };
  }

  #read(element: XmlRecord): ReturnType<RecordReader['read']> {
    const { format, reader } = (this.#opened ??= this.#open(element.element));
    if (format.element !== undefined && element.element !== format.element) {
      const details = { element: element.element.slice(0, 60), expected: format.element };
      this.#warnings.addOnce({ code: 'element_unexpected', row: element.ordinal, details }, details.element);
    }
    const read = reader.read(element.ordinal, (column) => attributeCell(element, column));
    if (read) this.#keepUnknown(element, format, read.record);
    return read;
  }

  /** Attributes that the format's list does not have are kept with the record: nothing tells whether they are amounts. */
  #keepUnknown(element: XmlRecord, format: BulkFormat, record: BulkRecord): void {
    for (const [attribute, value] of element.attributes) {
      if (format.columns.some((column) => column.attribute === attribute) || value.trim() === '') continue;
      record.texts.set(attribute, value);
      const details = {
        sheet: element.element,
        heading: attribute.slice(0, 100),
        format: format.code,
        readAs: 'text',
      };
      this.#warnings.addOnce({ code: 'column_unknown', row: element.ordinal, details }, attribute);
    }
  }

  #open(element: string): OpenedFile {
    const fields = this.#handler.header;
    const stated = (fields.get('Formato') ?? '').trim() || this.#name?.format || this.#options.format || '';
    const format = bulkFormat(stated);
    if (!format) {
      const message =
        stated === '' ? 'The XML does not say its format.' : `The format ${stated.slice(0, 20)} is not read.`;
      const details = { sheets: [], nearest: null, layouts: [], format: stated.slice(0, 20) };
      throw new WorkbookError('unknown_layout', message, details);
    }
    const version = Number((fields.get('Version') ?? '').trim()) || null;
    const columns = format.columns.map((definition, at) => ({
      at,
      heading: definition.heading,
      definition,
      holds: definition.kind,
    }));
    const sheet = element || format.element || format.code;
    const place = (row: number, column: SheetColumn): string =>
      `${sheet}[${row}]/@${column.definition?.attribute ?? column.heading}`;
    const reader = new RecordReader({ sheet, format, columns, place }, this.#warnings);
    if (format.unsourced)
      this.#warnings.add({ code: 'format_unsourced', details: { sheet, format: format.code } });
    return { format, version, element: sheet, reader };
  }

  #check(format: BulkFormat, version: number | null, year: number | undefined): void {
    const header = readHeader(this.#handler.header);
    const warn = (code: string, details: Record<string, string | number>): void =>
      this.#warnings.add({ code, details });
    if (this.#name) compareWithName(this.#name, header, { format: format.code, version }, this.#warnings);
    checkVersion(format, version, year, {}, this.#warnings);
    if (header.recordCount !== null && header.recordCount !== this.#recordCount) {
      warn('record_count', { stated: header.recordCount, found: this.#recordCount });
    }
    if (this.#recordCount > MAX_RECORDS)
      warn('too_many_records', { found: this.#recordCount, max: MAX_RECORDS });
    if (this.#recordCount === 0) warn('no_rows', {});
    const sums = [...this.#sums.values()];
    const all = sums.reduce((sum, amount) => sum + amount, 0n);
    // Which amounts the total adds up differs by format and has no source for each.
    if (header.total !== null && this.rowCount > 0 && ![all, ...sums].includes(header.total)) {
      warn('total_mismatch', { stated: String(header.total), sum: String(all) });
    }
  }
}

/** Amounts are plain numbers in XML: '1234.567' has decimals, and groups no thousands. */
function attributeCell(element: XmlRecord, column: SheetColumn): Cell | undefined {
  const text = element.attributes.get(column.definition?.attribute ?? column.heading)?.trim();
  if (text === undefined || text === '') return undefined;
  return column.holds === 'money'
    ? { kind: 'number', value: Number(text), raw: text }
    : { kind: 'text', text };
}
