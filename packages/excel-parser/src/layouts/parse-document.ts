import { WorkbookError } from '../errors.ts';
import type { WorkbookSource } from '../source/byte-source.ts';
import { openWorkbook, type Workbook } from '../workbook/workbook.ts';
import { parseBulkXml } from './bulk/xml-file.ts';
import { DocumentReader } from './document-reader.ts';
import type { ParsedDocument, ParseDocumentOptions } from './document-types.ts';
import { mappedRecogniser } from './mapped/layout.ts';
import { checkMapping, type Mapping, type Wanted } from './mapped/mapping.ts';
import { MappingError } from './mapped/mapping-error.ts';
import { unwantedLayout } from './recognition.ts';
import { rereadable } from './text-source.ts';

/**
 * Reads a file of any layout: a report about one taxpayer (personal, wide, by format, electronic invoices), a bulk format
 * in a workbook or in DIAN's XML, or, with `options.mapping`, a workbook of the caller's own shape.
 * @param source the file's bytes, its path, or a stream of its bytes
 * @returns a document told apart by its `layout`; `isReport` separates the two families
 * @throws WorkbookError for what the file is; `unknown_layout` names the headings seen and the nearest layouts
 * @throws MappingError for a mapping that is wrong or does not fit
 */
export async function parseDocument(
  source: WorkbookSource,
  options: ParseDocumentOptions = {},
): Promise<ParsedDocument> {
  const wanted = options.mapping && checkMapping(options.mapping);
  const opened = await open(source, options);
  if ('xml' in opened) return parseXml(opened.xml, options);
  const { workbook } = opened;
  try {
    if (!options.mapping || !wanted) return await new DocumentReader(workbook, options).read();
    return await readMapped(workbook, options, options.mapping, wanted);
  } finally {
    await workbook.close();
  }
}

/** Opens a workbook; XML is told from everything else by the reader's own judgement of its bytes. */
async function open(
  given: WorkbookSource,
  options: ParseDocumentOptions,
): Promise<{ workbook: Workbook } | { xml: string | Uint8Array }> {
  const source = await rereadable(given, options);
  try {
    return { workbook: await openWorkbook(source, options) };
  } catch (error) {
    const isXml =
      WorkbookError.isInstance(error) && error.code === 'not_a_workbook' && error.details['kind'] === 'xml';
    if (isXml && (typeof source === 'string' || source instanceof Uint8Array)) return { xml: source };
    throw error;
  }
}

async function parseXml(source: string | Uint8Array, options: ParseDocumentOptions): Promise<ParsedDocument> {
  const { layouts } = options;
  if (layouts && !layouts.includes('bulk-xml')) {
    throw unwantedLayout({ layout: 'bulk-xml', sheet: '', score: 1, reasons: ['the file is XML'] }, layouts);
  }
  return parseBulkXml(source, options);
}

async function readMapped(
  workbook: Workbook,
  options: ParseDocumentOptions,
  mapping: Mapping,
  wanted: readonly Wanted[],
): Promise<ParsedDocument> {
  const sheet = sheetToMap(workbook, mapping, wanted);
  const reader = new DocumentReader(
    workbook,
    { ...options, layouts: undefined },
    mappedRecogniser(mapping, wanted, sheet),
  );
  try {
    return await reader.read();
  } catch (error) {
    if (!WorkbookError.isInstance(error) || error.code !== 'unknown_layout') throw error;
    throw new MappingError('mapping_header_missing', 'No row of the workbook has the mapped headings.', {
      missing: wanted.flatMap(({ header }) => header ?? []),
      sheets: error.details['sheets'],
    });
  }
}

/** The sheet a mapping means: the one it names; with letters only, the first. */
function sheetToMap(workbook: Workbook, mapping: Mapping, wanted: readonly Wanted[]): string | undefined {
  if (mapping.sheet === undefined) {
    return wanted.some(({ column }) => column === undefined) ? undefined : workbook.sheets[0]?.name;
  }
  const found = workbook.sheets.find(({ name, index }) => name === mapping.sheet || index === mapping.sheet);
  if (found) return found.name;
  throw new MappingError('mapping_sheet_missing', 'The workbook has no such sheet.', {
    sheet: mapping.sheet,
    sheets: workbook.sheets.map(({ name }) => name),
  });
}
