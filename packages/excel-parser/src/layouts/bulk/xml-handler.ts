import { WorkbookError } from '../../errors.ts';
import { limitExceeded, type WorkbookLimits } from '../../limits.ts';
import { decodeXmlText } from '../../xml/text.ts';
import type { XmlHandler } from '../../xml/handler.ts';
import type { XmlTokenizer } from '../../xml/tokenizer.ts';

/** One record element of DIAN's XML. */
export interface XmlRecord {
  readonly element: string;
  /** From 1. */
  readonly ordinal: number;
  readonly attributes: ReadonlyMap<string, string>;
}

/** Of every file in which companies file, whatever its format. */
export const BULK_ROOT = 'mas';
const HEADER = 'Cab';
/** Longer texts of the header are not kept. */
const MAX_FIELD = 200;

/**
 * Takes `<mas><Cab>…</Cab><pagos …/>…</mas>` apart: the header's fields, then one record for each element under the
 * root. What stands inside a record's element is passed over; DIAN's schemas have nothing there.
 */
export class BulkXmlHandler implements XmlHandler {
  /** The header's fields as written, by name. */
  readonly header = new Map<string, string>();
  readonly #limits: WorkbookLimits;
  #records: XmlRecord[] = [];
  #count = 0;
  #inHeader = false;
  #field = '';

  constructor(limits: WorkbookLimits) {
    this.#limits = limits;
  }

  /** Hands over the records completed since the last call. */
  takeRecords(): XmlRecord[] {
    const records = this.#records;
    this.#records = [];
    return records;
  }

  open(tag: XmlTokenizer): void {
    if (tag.depth === 1 && tag.name() !== BULK_ROOT) {
      throw new WorkbookError('unknown_layout', "The XML is not one of DIAN's: its root is not `mas`.", {
        sheets: [],
        nearest: null,
        layouts: [],
        root: tag.name().slice(0, 60),
      });
    }
    if (tag.depth === 2) {
      this.#inHeader = tag.name() === HEADER;
      if (!this.#inHeader) this.#addRecord(tag);
    } else if (tag.depth === 3 && this.#inHeader) {
      this.#field = tag.name();
    }
  }

  close(depth: number): void {
    if (depth === 3) this.#field = '';
    if (depth === 2) this.#inHeader = false;
  }

  text(bytes: Buffer, start: number, end: number, literal: boolean): void {
    if (this.#field === '' || end - start > MAX_FIELD) return;
    const text = (this.header.get(this.#field) ?? '') + decodeXmlText(bytes, start, end, literal);
    this.header.set(this.#field, text.slice(0, MAX_FIELD));
  }

  settle(): void {}

  #addRecord(tag: XmlTokenizer): void {
    this.#count += 1;
    if (this.#count > this.#limits.rows) throw limitExceeded('rows', this.#limits.rows);
    this.#records.push({ element: tag.name(), ordinal: this.#count, attributes: tag.attributes() });
  }
}
