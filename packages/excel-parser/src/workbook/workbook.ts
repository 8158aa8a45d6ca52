import { corrupt, unsafe, WorkbookError } from '../errors.ts';
import { limitExceeded, resolveLimits, type WorkbookLimits } from '../limits.ts';
import { openByteSource, type ByteSource, type WorkbookSource } from '../source/byte-source.ts';
import { notAWorkbook, requireZipArchive } from '../source/file-kind.ts';
import { scanXml, visitElements, type ScanOptions } from '../xml/scan.ts';
import { ZipArchive, type PartStream } from '../zip/archive.ts';
import type { Row } from './cells.ts';
import { readRelationships, relationshipsPart, type Relationship } from './relationships.ts';
import { readSharedStrings } from './shared-strings.ts';
import { SheetScanner } from './sheet-scanner.ts';
import { readDateStyles } from './styles.ts';
import { WarningLog, type ReportWarning } from './warnings.ts';

export interface WorkbookOptions {
  limits?: Partial<WorkbookLimits> | undefined;
  /** Checked between chunks; reading then ends with a WorkbookError `aborted`. */
  signal?: AbortSignal | undefined;
}

export interface Sheet {
  name: string;
  /** Position in the workbook, from 0. */
  index: number;
  hidden: boolean;
}

/** Called with the compressed bytes of the sheet consumed so far and in all. */
export type BytesListener = (read: number, total: number) => void;

interface SheetPart extends Sheet {
  part: string | undefined;
}

/** An open workbook. Nothing of it is kept in memory but its shared strings; rows are read when asked for. */
export class Workbook {
  readonly sheets: readonly Sheet[];
  readonly #archive: ZipArchive;
  readonly #source: ByteSource;
  readonly #parts: readonly SheetPart[];
  readonly #relationships: readonly Relationship[];
  readonly #date1904: boolean;
  readonly #limits: WorkbookLimits;
  readonly #signal: AbortSignal | undefined;
  readonly #log: WarningLog;
  #tables: Promise<{ sharedStrings: string[]; dateStyles: boolean[] }> | undefined;

  /** Use `openWorkbook`. */
  constructor(init: WorkbookInit) {
    this.#archive = init.archive;
    this.#source = init.source;
    this.#parts = init.parts;
    this.#relationships = init.relationships;
    this.#date1904 = init.date1904;
    this.#limits = init.limits;
    this.#signal = init.signal;
    this.#log = init.log;
    this.sheets = init.parts.map(({ name, index, hidden }) => ({ name, index, hidden }));
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
    const found = this.#parts.find((candidate) => candidate.name === sheet || candidate.index === sheet);
    if (!found) {
      const names = this.#parts.map(({ name }) => name);
      throw new WorkbookError('sheet_not_found', 'The workbook has no such sheet.', { sheet, sheets: names });
    }
    if (found.part === undefined) {
      throw new WorkbookError('missing_part', 'A sheet has no part in the workbook.', { sheet: found.name });
    }
    const tables = await (this.#tables ??= this.#readTables());
    const stream = this.#archive.part(found.part, this.#signal);
    const scanOptions = this.#scanOptions(found.part);
    const context = { sheet: found.name, ...tables, date1904: this.#date1904, warnings: this.#log };
    const scanner = new SheetScanner(context, scanOptions);
    for await (const _chunk of scanXml(stream.chunks(), scanner, scanOptions)) {
      onBytes?.(stream.compressedRead, stream.compressedSize);
      const rows = scanner.takeRows();
      if (rows.length > 0) yield rows;
    }
    scanner.finish();
  }

  /** Releases the file. Safe to call twice. */
  async close(): Promise<void> {
    await this.#source.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #readTables(): Promise<{ sharedStrings: string[]; dateStyles: boolean[] }> {
    const strings = this.#related('sharedStrings');
    const styles = this.#related('styles');
    return {
      sharedStrings: strings
        ? await readSharedStrings(strings.stream.chunks(), this.#scanOptions(strings.part))
        : [],
      dateStyles: styles ? await readDateStyles(styles.stream.chunks(), this.#scanOptions(styles.part)) : [],
    };
  }

  /** A part that is pointed to but absent is an error; one that is not pointed to is simply not used. */
  #related(type: string): { part: string; stream: PartStream } | undefined {
    const relationship = this.#relationships.find(
      (candidate) => candidate.type === type && !candidate.external,
    );
    return (
      relationship && {
        part: relationship.target,
        stream: this.#archive.part(relationship.target, this.#signal),
      }
    );
  }

  #scanOptions(part: string): ScanOptions {
    return { part, limits: this.#limits, signal: this.#signal };
  }
}

interface WorkbookInit {
  archive: ZipArchive;
  source: ByteSource;
  parts: SheetPart[];
  relationships: Relationship[];
  date1904: boolean;
  limits: WorkbookLimits;
  signal: AbortSignal | undefined;
  log: WarningLog;
}

/**
 * Opens a workbook and reads its list of sheets. The caller closes it (or uses `await using`).
 * @param source the file's bytes, or its path
 * @throws WorkbookError for everything that the bytes can be other than a sound .xlsx within the limits
 */
export async function openWorkbook(source: WorkbookSource, options: WorkbookOptions = {}): Promise<Workbook> {
  const limits = resolveLimits(options.limits);
  const bytes = await openByteSource(source, limits.uploadBytes);
  try {
    await requireZipArchive(bytes);
    const archive = await ZipArchive.open(bytes, limits);
    const part = await findWorkbookPart(archive, limits, options.signal);
    return new Workbook({
      archive,
      source: bytes,
      limits,
      signal: options.signal,
      ...(await readWorkbook(archive, part, limits, options.signal)),
    });
  } catch (error) {
    await bytes.close();
    throw error;
  }
}

async function findWorkbookPart(
  archive: ZipArchive,
  limits: WorkbookLimits,
  signal?: AbortSignal,
): Promise<string> {
  const root = relationshipsPart('');
  if (!archive.has(root)) {
    if (archive.has('xl/workbook.xml')) return 'xl/workbook.xml';
    throw notAWorkbook(otherPackageKind(archive, ''));
  }
  const scanOptions = { part: root, limits, signal };
  const relationships = await readRelationships(archive.part(root, signal).chunks(), '', scanOptions);
  const document = relationships.find(({ type, external }) => type === 'officeDocument' && !external);
  const kind = otherPackageKind(archive, document?.target ?? '');
  if (!document || kind !== 'zip') throw notAWorkbook(kind);
  if (!archive.has(document.target)) archive.part(document.target);
  if (archive.names().some((name) => /(?:^|\/)vbaProject\.bin$/i.test(name))) {
    throw unsafe('macros', 'The workbook carries macros.');
  }
  return document.target;
}

/** Names the other formats that are zip archives too; 'zip' when it is none of them. */
function otherPackageKind(archive: ZipArchive, target: string): string {
  if (archive.has('content.xml') && archive.has('mimetype')) return 'ods';
  if (/^word\//i.test(target)) return 'docx';
  if (/^ppt\//i.test(target)) return 'pptx';
  return /\.bin$/i.test(target) ? 'xlsb' : 'zip';
}

async function readWorkbook(
  archive: ZipArchive,
  part: string,
  limits: WorkbookLimits,
  signal: AbortSignal | undefined,
): Promise<Pick<WorkbookInit, 'parts' | 'relationships' | 'date1904' | 'log'>> {
  const log = new WarningLog();
  const relationshipsName = relationshipsPart(part);
  const relationships = await readRelationships(archive.part(relationshipsName, signal).chunks(), part, {
    part: relationshipsName,
    limits,
    signal,
  });
  const byId = new Map(relationships.map((relationship) => [relationship.id, relationship]));
  const parts: SheetPart[] = [];
  let date1904 = false;
  await visitElements(
    archive.part(part, signal).chunks(),
    ({ name, depth, attributes }) => {
      if (depth === 1 && name !== 'workbook')
        throw corrupt('not_a_workbook_part', 'The workbook part is no workbook.', { part });
      if (name === 'workbookPr') date1904 = ['1', 'true'].includes(attributes.get('date1904') ?? '');
      if (name !== 'sheet' || depth !== 3) return;
      const relationship = byId.get(relationshipId(attributes));
      // Chart and dialog sheets hold no cells.
      if (relationship && relationship.type !== 'worksheet') return;
      if (parts.length >= limits.sheets) throw limitExceeded('sheets', limits.sheets);
      parts.push({
        name: attributes.get('name') ?? '',
        index: parts.length,
        hidden: (attributes.get('state') ?? 'visible') !== 'visible',
        part: relationship && !relationship.external ? relationship.target : undefined,
      });
    },
    { part, limits, signal },
  );
  if (relationships.some(({ type }) => type === 'externalLink'))
    log.add({ code: 'external_links', details: {} });
  if (parts.length === 0) throw corrupt('no_sheets', 'The workbook has no worksheets.', { part });
  return { parts, relationships, date1904, log };
}

/** The `r:id` of a sheet, whatever the prefix; `sheetId` is something else. */
function relationshipId(attributes: ReadonlyMap<string, string>): string {
  for (const [name, value] of attributes) if (name.endsWith(':id')) return value;
  return '';
}
