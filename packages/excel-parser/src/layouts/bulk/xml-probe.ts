import { resolveLimits } from '../../limits.ts';
import type { XmlHandler } from '../../xml/handler.ts';
import { scanXml } from '../../xml/scan.ts';
import { BULK_ROOT } from './xml-handler.ts';

/** The root stands behind a declaration and perhaps a comment. */
const PROBED_BYTES = 64 * 1024;

/**
 * Tells by its first bytes whether an XML is one in which companies file, without reading it: for who must decide at once
 * whether to take a file. What its records hold, and whether its format is known, is for `parseDocument`.
 * @param bytes known to be XML
 * @throws WorkbookError for what no honest file begins with, such as a DOCTYPE
 */
export async function isBulkXml(bytes: Uint8Array): Promise<boolean> {
  let root: string | undefined;
  const handler: XmlHandler = {
    open: (tag) => void (root ??= tag.name()),
    close: () => undefined,
    text: () => undefined,
  };
  const head = bytes.subarray(0, PROBED_BYTES);
  const scan = scanXml(only(Buffer.from(head.buffer, head.byteOffset, head.byteLength)), handler, {
    part: 'xml',
    limits: resolveLimits(),
  });
  // One step: what follows would be the end of a file that goes on.
  await scan.next();
  await scan.return(undefined);
  return root === BULK_ROOT;
}

async function* only(chunk: Buffer): AsyncGenerator<Buffer> {
  yield chunk;
}
