import { limitExceeded } from '../limits.ts';
import { scanXml, type ScanOptions } from '../xml/scan.ts';
import { decodeExcelEscapes, TextCollector } from '../xml/text.ts';
import { nameCode, type XmlHandler, type XmlTokenizer } from '../xml/tokenizer.ts';

const SI = nameCode('si');
const TEXT = nameCode('t');
const RUN = nameCode('r');

/** Reads the shared string table: runs of rich text joined, phonetic guides (`rPh`) left out. */
export async function readSharedStrings(
  chunks: AsyncIterable<Buffer>,
  options: ScanOptions,
): Promise<string[]> {
  const handler = new SharedStringsHandler(options);
  for await (const _chunk of scanXml(chunks, handler, options));
  return handler.strings;
}

class SharedStringsHandler implements XmlHandler {
  readonly strings: string[] = [];
  readonly #collector: TextCollector;
  readonly #max: number;
  #inItem = false;
  #runDepth = 0;
  #textDepth = 0;

  constructor({ limits, part }: ScanOptions) {
    this.#max = limits.sharedStrings;
    this.#collector = new TextCollector(limits.textBytes, () =>
      limitExceeded('textBytes', limits.textBytes, { part }),
    );
  }

  open(tag: XmlTokenizer): void {
    const { depth, code } = tag;
    if (depth === 2 && code === SI) {
      if (this.strings.length >= this.#max) throw limitExceeded('sharedStrings', this.#max);
      this.#collector.reset();
      this.#inItem = true;
    } else if (!this.#inItem) {
      return;
    } else if (depth === 3 && code === RUN) {
      this.#runDepth = depth;
    } else if (code === TEXT && (depth === 3 || (depth === 4 && this.#runDepth === 3))) {
      this.#textDepth = depth;
    }
  }

  close(depth: number): void {
    if (depth === this.#textDepth) this.#textDepth = 0;
    if (depth === this.#runDepth) this.#runDepth = 0;
    if (depth !== 2 || !this.#inItem) return;
    this.strings.push(decodeExcelEscapes(this.#collector.text()));
    this.#inItem = false;
  }

  text(bytes: Buffer, start: number, end: number, literal: boolean): void {
    if (this.#textDepth !== 0) this.#collector.push(bytes, start, end, literal);
  }
}
