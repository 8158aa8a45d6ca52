import { resolveLimits } from '../../limits.ts';
import type { XmlHandler } from '../../xml/handler.ts';
import { XmlScan } from '../../xml/scan.ts';
import { BULK_ROOT } from './xml-handler.ts';

/** The root stands behind a declaration and perhaps a comment. */
const PROBED_BYTES = 64 * 1024;

/**
 * Tells by its first bytes whether an XML is one in which companies file, without reading it: for who must decide at once
 * whether to take a file. What its records hold, and whether its format is known, is for `parseDocument`.
 * @param bytes known to be XML
 * @throws WorkbookError for what no honest file begins with, such as a DOCTYPE
 */
export function isBulkXml(bytes: Uint8Array): boolean {
  let root: string | undefined;
  const handler: XmlHandler = {
    open: (tag) => void (root ??= tag.name()),
    close: () => undefined,
    text: () => undefined,
    settle: () => undefined,
  };
  const head = bytes.subarray(0, PROBED_BYTES);
  new XmlScan(handler, { part: 'xml', limits: resolveLimits() }).peek(
    Buffer.from(head.buffer, head.byteOffset, head.byteLength),
  );
  return root === BULK_ROOT;
}
