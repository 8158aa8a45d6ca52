import { TextDecoder } from 'node:util';
import { WorkbookError } from '../errors.ts';
import type { ByteSource } from './byte-source.ts';

const SNIFFED_BYTES = 4096;
const SCAN_WINDOW = 1024 * 1024;

const signatures: readonly { kind: string; bytes: readonly number[] }[] = [
  { kind: 'image', bytes: [0x89, 0x50, 0x4e, 0x47] },
  { kind: 'image', bytes: [0xff, 0xd8, 0xff] },
  { kind: 'image', bytes: [0x47, 0x49, 0x46, 0x38] },
  { kind: 'archive', bytes: [0x1f, 0x8b] },
  { kind: 'archive', bytes: [0x37, 0x7a, 0xbc, 0xaf] },
  { kind: 'archive', bytes: [0x52, 0x61, 0x72, 0x21] },
];

/**
 * Tells by its bytes whether a source can be an OOXML workbook; its name is never asked.
 * Returns when it starts as a zip archive, otherwise throws what it is instead.
 */
export async function requireZipArchive(source: ByteSource): Promise<void> {
  if (source.size === 0) throw new WorkbookError('empty_file', 'The file has no bytes.');
  const head = await source.read(0, Math.min(SNIFFED_BYTES, source.size));
  if (startsWith(head, [0x50, 0x4b, 0x03, 0x04])) return;
  if (startsWith(head, [0x50, 0x4b, 0x05, 0x06])) throw notAWorkbook('empty_archive');
  // Acrobat accepts the signature anywhere in the first kilobyte, and scanners do write junk before it.
  if (head.subarray(0, 1024).includes('%PDF-'))
    throw new WorkbookError('pdf_file', 'The file is a PDF document.');
  if (startsWith(head, [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]))
    throw await compoundFileError(source);
  if (isBareBiff(head)) throw legacyXls();
  const known = signatures.find((signature) => startsWith(head, signature.bytes));
  throw notAWorkbook(known?.kind ?? textKind(head));
}

export function notAWorkbook(kind: string): WorkbookError {
  return new WorkbookError('not_a_workbook', `The file is not an Excel workbook (it looks like: ${kind}).`, {
    kind,
  });
}

function legacyXls(): WorkbookError {
  return new WorkbookError('legacy_xls', 'The file is an Excel 97-2003 workbook (.xls); only .xlsx is read.');
}

function startsWith(head: Buffer, bytes: readonly number[]): boolean {
  return bytes.every((byte, index) => head[index] === byte);
}

/** BIFF2 to BIFF5 may be written without the compound container: a BOF record comes first. */
function isBareBiff(head: Buffer): boolean {
  return (
    head[0] === 0x09 && [0x00, 0x02, 0x04, 0x08].includes(head[1] ?? -1) && [4, 6, 8].includes(head[2] ?? -1)
  );
}

/**
 * A compound file (OLE) is either an old workbook or the wrapper that Office puts around an encrypted one.
 * The stream names stand in its directory as UTF-16; searching for them saves walking its allocation tables,
 * which in a damaged file would loop.
 */
async function compoundFileError(source: ByteSource): Promise<WorkbookError> {
  if (await contains(source, Buffer.from('EncryptedPackage', 'utf16le'))) {
    return new WorkbookError('encrypted_workbook', 'The workbook is protected with a password.');
  }
  return (await contains(source, Buffer.from('WordDocument', 'utf16le'))) ? notAWorkbook('doc') : legacyXls();
}

async function contains(source: ByteSource, needle: Buffer): Promise<boolean> {
  for (let offset = 0; offset < source.size; offset += SCAN_WINDOW) {
    const length = Math.min(SCAN_WINDOW + needle.length, source.size - offset);
    if ((await source.read(offset, length)).includes(needle)) return true;
  }
  return false;
}

function textKind(head: Buffer): string {
  const wide = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  if (!wide && head.includes(0)) return 'binary';
  const label = !wide ? 'utf-8' : head[0] === 0xff ? 'utf-16le' : 'utf-16be';
  const text = new TextDecoder(label).decode(head).trimStart();
  if (
    /^(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)?<(?:!doctype\s+html|html|head|body|table|meta|style)\b/i.test(
      text,
    )
  ) {
    return 'html';
  }
  if (text.startsWith('<')) return text.includes('office:spreadsheet') ? 'xml_spreadsheet_2003' : 'xml';
  if (/^[[{]/.test(text)) return 'json';
  return isDelimited(text) ? 'csv' : 'text';
}

/** Two or more lines with the same, non-zero number of one delimiter. */
function isDelimited(text: string): boolean {
  const lines = text.split(/\r?\n/, 4).filter((line) => line.length > 0);
  return [';', ',', '\t', '|'].some((delimiter) => {
    const counts = lines.slice(0, 3).map((line) => line.split(delimiter).length);
    return counts.length > 1 && counts[0]! > 1 && counts.every((count) => count === counts[0]);
  });
}
