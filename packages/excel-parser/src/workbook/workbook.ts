import { WorkbookError } from '../errors.ts';
import { resolveLimits, type WorkbookLimits } from '../limits.ts';
import { openByteSource, type ByteSource, type WorkbookSource } from '../source/byte-source.ts';
import { requireZipArchive } from '../source/file-kind.ts';
import { Watch } from '../watch.ts';
import { XmlScan, type ScanOptions } from '../xml/scan.ts';
import { ZipArchive, type PartStream } from '../zip/archive.ts';
import { Inflater } from '../zip/inflater.ts';
import { CellReader, type WorkbookTables } from './cell-reader.ts';
import type { Row } from './cells.ts';
import { partOf, type Relationship } from './relationships.ts';
import type { RowScanner } from './row-scanner.ts';
import { RowSink } from './row-sink.ts';
import { ScannerMemory } from './scanner-memory.ts';
import { readSharedStrings, SharedStrings } from './shared-strings.ts';
import { SheetScanner } from './sheet-scanner.ts';
import { readDateStyles } from './styles.ts';
import type { ReportWarning, WarningLog } from './warnings.ts';
import { readWorkbookPart, type Sheet, type SheetPart, type WorkbookPart } from './workbook-part.ts';

export type { Sheet, SheetState } from './workbook-part.ts';

export interface WorkbookOptions {
  limits?: Partial<WorkbookLimits> | undefined;
  /** Checked between chunks; reading then ends with a WorkbookError `aborted`. */
  signal?: AbortSignal | undefined;
  /** Macros are never run. `refuse` (the default) reads no workbook with macros, `ignore` warns of them. */
  macros?: 'refuse' | 'ignore' | undefined;
}

/** Called with the compressed bytes of the sheet consumed so far and in all. */
export type BytesListener = (read: number, total: number) => void;

/** An open workbook. Nothing of it is kept in memory but its shared strings; rows are read when asked for. */
export class Workbook {
  readonly sheets: readonly Sheet[];
  readonly #archive: ZipArchive;
  readonly #source: ByteSource;
  readonly #parts: readonly SheetPart[];
  readonly #relationships: readonly Relationship[];
  readonly #date1904: boolean;
  readonly #limits: WorkbookLimits;
  readonly #watch: Watch;
  readonly #log: WarningLog;
  readonly #mergedRanges = new Map<number, readonly string[]>();
  #tables: Promise<WorkbookTables> | undefined;

  /** Use `openWorkbook`. */
  constructor(init: WorkbookInit) {
    this.#archive = init.archive;
    this.#source = init.source;
    this.#parts = init.parts;
    this.#relationships = init.relationships;
    this.#date1904 = init.date1904;
    this.#limits = init.limits;
    this.#watch = init.watch;
    this.#log = init.log;
    this.sheets = init.parts.map(({ part: _part, ...sheet }) => sheet);
  }

  /** What was odd so far; grows while rows are read. */
  get warnings(): ReportWarning[] {
    return this.#log.list();
  }

  /**
   * The non-empty rows of a sheet in batches, in file order. The part's checksum is known only at its end: a damaged
   * file may yield rows before it throws.
   * @throws WorkbookError `sheet_not_found`, and whatever the part's bytes give rise to
   */
  async *rows(sheet: string | number, onBytes?: BytesListener): AsyncGenerator<Row[]> {
    const found = this.#find(sheet);
    if (found.part === undefined) {
      throw new WorkbookError('missing_part', 'A sheet has no part in the workbook.', { sheet: found.name });
    }
    this.#watch.resume();
    let bulk: RowScanner | undefined;
    try {
      const stream = this.#archive.part(found.part, this.#watch);
      const tables = await (this.#tables ??= this.#readTables());
      await using chunks = stream.chunks();
      const scanOptions = this.#scanOptions(found.part);
      const sink = new RowSink(found.name, this.#limits);
      const scanner = new SheetScanner(sink, new CellReader(tables), this.#log, {
        ...scanOptions,
        sheetBytes: stream.declaredSize,
      });
      bulk = scanner.bulk;
      const scan = new XmlScan(scanner, scanOptions);
      for (let ended = false; !ended;) {
        const next = await chunks.next();
        ended = next.done === true;
        if (next.done) scan.end();
        else scan.write(next.value);
        do {
          onBytes?.(stream.compressedRead, stream.compressedSize);
          const rows = sink.take();
          if (rows.length === 0) continue;
          this.#watch.pause();
          try {
            yield rows;
          } finally {
            this.#watch.resume();
          }
        } while (scan.resume());
      }
      scanner.finish();
      this.#mergedRanges.set(found.index, scanner.mergedRanges);
    } finally {
      // Also when nobody wants the rest of the rows.
      bulk?.end();
      this.#watch.pause();
    }
  }

  /**
   * The merged ranges of a sheet, such as 'A1:C1', in file order. They stand behind the rows: a sheet that was not read to
   * its end is read for them.
   */
  async mergedRanges(sheet: string | number): Promise<readonly string[]> {
    const { index } = this.#find(sheet);
    if (!this.#mergedRanges.has(index)) for await (const _rows of this.rows(index));
    return this.#mergedRanges.get(index) ?? [];
  }

  #find(sheet: string | number): SheetPart {
    const found = this.#parts.find((candidate) => candidate.name === sheet || candidate.index === sheet);
    if (found) return found;
    const names = this.#parts.map(({ name }) => name);
    throw new WorkbookError('sheet_not_found', 'The workbook has no such sheet.', { sheet, sheets: names });
  }

  /** Releases the file. Safe to call twice. */
  async close(): Promise<void> {
    await this.#source.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #readTables(): Promise<WorkbookTables> {
    const strings = this.#related('sharedStrings');
    const styles = this.#related('styles');
    const dateStyles = styles
      ? await readDateStyles(styles.stream.chunks(), this.#scanOptions(styles.part))
      : [];
    const sharedStrings = strings
      ? await readSharedStrings(strings.stream.chunks(), {
          ...this.#scanOptions(strings.part),
          tableBytes: strings.stream.declaredSize,
        })
      : new SharedStrings();
    return { date1904: this.#date1904, sharedStrings, dateStyles };
  }

  /**
   * A table that the workbook points to. Some writers point to one that they did not write, because nothing needs it: that
   * is a warning, and an error only for the cell that does.
   */
  #related(type: string): { part: string; stream: PartStream } | undefined {
    const relationship = this.#relationships.find(
      (candidate) => candidate.type === type && candidate.kind !== 'external',
    );
    const part = relationship && partOf(relationship);
    if (part === undefined) return undefined;
    if (this.#archive.has(part)) return { part, stream: this.#archive.part(part, this.#watch) };
    this.#log.add({ code: 'table_missing', details: { part } });
    return undefined;
  }

  #scanOptions(part: string): ScanOptions {
    return { part, limits: this.#limits, watch: this.#watch };
  }
}

interface WorkbookInit extends WorkbookPart {
  archive: ZipArchive;
  source: ByteSource;
  limits: WorkbookLimits;
  watch: Watch;
}

/**
 * Opens a workbook and reads its list of sheets. The caller closes it (or uses `await using`).
 * @param source the file's bytes, its path, or a stream of it
 * @throws WorkbookError for everything that the bytes can be other than a sound .xlsx within the limits
 */
export async function openWorkbook(source: WorkbookSource, options: WorkbookOptions = {}): Promise<Workbook> {
  const limits = resolveLimits(options.limits);
  const opening = openByteSource(source, limits.uploadBytes, options.signal);
  // Compiled while the file is read.
  Inflater.acquire()?.release();
  ScannerMemory.acquire()?.release();
  const bytes = await opening;
  const watch = new Watch(limits, options.signal);
  watch.resume();
  try {
    await requireZipArchive(bytes);
    const archive = await ZipArchive.open(bytes, limits);
    const workbook = await readWorkbookPart(archive, { limits, watch, macros: options.macros ?? 'refuse' });
    return new Workbook({ archive, source: bytes, limits, watch, ...workbook });
  } catch (error) {
    await bytes.close();
    throw error;
  } finally {
    watch.pause();
  }
}
