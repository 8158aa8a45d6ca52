import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type BulkSheetOptions, buildBulkWorkbook } from './bulk-workbook.ts';
import { type BulkXmlOptions, buildBulkXml } from './bulk-xml.ts';
import { buildInvoices, type InvoicesOptions } from './electronic-invoices.ts';
import { buildPersonalReport } from './personal-report.ts';
import type { PersonalReportOptions } from './report-types.ts';
import {
  buildFormatSheets,
  buildWideReport,
  type FormatSheetsOptions,
  type WideReportOptions,
} from './wide-report.ts';

/**
 * Writes a synthetic file of any layout, for tests, demos and benchmarks:
 *   node packages/excel-parser/src/testing/write-file-main.ts wide-report out.xlsx --options '{"seed":3,"rows":500}'
 * The options are those of the layout's builder. What a reader must find goes to standard output as JSON.
 */
const writers: Readonly<Record<string, (options: object) => { bytes: Buffer }>> = {
  'personal-report': (options: PersonalReportOptions) => buildPersonalReport(options),
  'wide-report': (options: WideReportOptions) => buildWideReport(options),
  'format-sheets': (options: FormatSheetsOptions) => buildFormatSheets(options),
  'electronic-invoices': (options: InvoicesOptions) => buildInvoices(options),
  'bulk-workbook': (options) => buildBulkWorkbook({ format: '1001', ...options } satisfies BulkSheetOptions),
  'bulk-xml': (options) => buildBulkXml({ format: '1001', ...options } satisfies BulkXmlOptions),
};

interface Request {
  readonly write: (options: object) => { bytes: Buffer };
  readonly file: string;
  readonly options: object;
}

/** @throws {Error} for what cannot be followed */
function readRequest(): Request {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { options: { type: 'string', default: '{}' } },
  });
  const [layout = '', file = ''] = positionals;
  const write = Object.hasOwn(writers, layout) ? writers[layout] : undefined;
  if (!write) throw new Error(layout === '' ? 'Which layout?' : `There is no layout ${layout}.`);
  if (file === '') throw new Error('Into which file?');
  return { write, file, options: JSON.parse(values.options) as object };
}

function requestOrUsage(): Request | undefined {
  try {
    return readRequest();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    console.error(`Usage: write-file-main.ts <${Object.keys(writers).join('|')}> <file> [--options <json>]`);
    process.exitCode = 2;
    return undefined;
  }
}

const request = requestOrUsage();
if (request) {
  const { bytes, ...expected } = request.write(request.options);
  writeFileSync(request.file, bytes);
  console.log(
    JSON.stringify(expected, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
  );
}
