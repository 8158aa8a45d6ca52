/** One part of a multipart body; its content is a view of the body, not a copy. */
export interface Part {
  readonly name: string;
  /** Null for a part that is a plain field. */
  readonly filename: string | null;
  readonly content: Buffer<ArrayBuffer>;
}

/** The body does not follow RFC 7578, or it ends too early. */
export class MultipartError extends Error {
  override readonly name = 'MultipartError';
}

const MAX_PARTS = 20;
const MAX_HEADER_BYTES = 8 * 1024;
const LINE_END = Buffer.from('\r\n');
const HEADERS_END = Buffer.from('\r\n\r\n');

/** The boundary that a content type of multipart/form-data names, or null when it is of another type or names none. */
export function boundaryOf(contentType: string): string | null {
  if (!/^multipart\/form-data\s*;/i.test(contentType)) return null;
  const match = /;\s*boundary=(?:"([^"\r\n]{1,70})"|([^\s;"]{1,70}))(?=[\s;]|$)/i.exec(contentType);
  return match?.[1] ?? match?.[2] ?? null;
}

/**
 * The parts of a whole body (RFC 7578). Written here because the platform's `formData()` copies each file four times:
 * at 25 MiB and several uploads at once that is the memory of the process.
 * @throws MultipartError
 */
export function readParts(body: Buffer<ArrayBuffer>, boundary: string): Part[] {
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const parts: Part[] = [];
  let position = afterFirstDelimiter(body, delimiter);
  while (!startsWith(body, position, '--')) {
    if (parts.length === MAX_PARTS) throw new MultipartError(`More than ${MAX_PARTS} parts`);
    const headersStart = endOfLine(body, position);
    // From the end of the delimiter's line, so that a part without headers is seen as one.
    const headersEnd = body.indexOf(HEADERS_END, headersStart - LINE_END.length);
    if (headersEnd === -1 || headersEnd - headersStart > MAX_HEADER_BYTES)
      throw new MultipartError('Headers without an end');
    const contentStart = headersEnd + HEADERS_END.length;
    // The line end before a delimiter belongs to it; an empty part shares the one after its headers.
    const contentEnd = body.indexOf(delimiter, contentStart - LINE_END.length);
    if (contentEnd === -1) throw new MultipartError('A part without an end');
    const headers = body.toString('utf8', headersStart, Math.max(headersStart, headersEnd));
    parts.push({
      ...disposition(headers),
      content: body.subarray(contentStart, Math.max(contentStart, contentEnd)),
    });
    position = contentEnd + delimiter.length;
  }
  return parts;
}

function afterFirstDelimiter(body: Buffer, delimiter: Buffer): number {
  const opening = delimiter.subarray(LINE_END.length);
  if (body.subarray(0, opening.length).equals(opening)) return opening.length;
  const found = body.indexOf(delimiter);
  if (found === -1) throw new MultipartError('The boundary does not occur');
  return found + delimiter.length;
}

/** The place after the line end that must follow a delimiter, blanks aside. */
function endOfLine(body: Buffer, from: number): number {
  let position = from;
  while (body[position] === 0x20 || body[position] === 0x09) position += 1;
  if (!startsWith(body, position, '\r\n')) throw new MultipartError('A delimiter without a line end');
  return position + LINE_END.length;
}

function startsWith(body: Buffer, position: number, text: string): boolean {
  return body.toString('latin1', position, position + text.length) === text;
}

function disposition(headers: string): { name: string; filename: string | null } {
  const line = headers
    .split('\r\n')
    .find((header) => /^content-disposition\s*:\s*form-data\s*;/i.test(header));
  const name = line === undefined ? null : parameter(line, 'name');
  if (line === undefined || name === null) throw new MultipartError('A part without a name');
  return { name, filename: parameter(line, 'filename') };
}

/** Browsers write a quote as %22, curl as \". A lone backslash stays: it may be of a Windows path. */
function parameter(line: string, name: string): string | null {
  const match = new RegExp(`;\\s*${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s;"]+))`, 'i').exec(line);
  const value = match?.[1] ?? match?.[2];
  if (value === undefined) return null;
  return value
    .replace(/\\(["\\])/g, '$1')
    .replace(/%(22|0D|0A)/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
