import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WorkbookError } from '../errors.ts';
import { resolveLimits, type WorkbookLimits } from '../limits.ts';
import type { XmlHandler } from '../xml/handler.ts';
import { XmlTokenizer } from '../xml/tokenizer.ts';
import { CellReader } from './cell-reader.ts';
import { columnLetters, type Row } from './cells.ts';
import { RowSink } from './row-sink.ts';
import { SharedStrings } from './shared-strings.ts';
import { SheetScanner } from './sheet-scanner.ts';
import { WarningLog } from './warnings.ts';

interface Outcome {
  rows: Row[];
  counts: number[];
  warnings: unknown;
  error: unknown;
}

/** Reads a sheet's XML with the bulk reader, or with the tokenizer alone. */
function read(xml: Buffer, bulk: boolean, step = xml.length, limits: Partial<WorkbookLimits> = {}): Outcome {
  const sharedStrings = new SharedStrings();
  sharedStrings.addText('uno', false);
  sharedStrings.addText('', false);
  sharedStrings.addText('da\uFFFDo', true);
  const tables = { sharedStrings, dateStyles: [undefined, 'date', 'duration'] as const, date1904: false };
  const log = new WarningLog();
  const resolved = resolveLimits({ textBytes: 400, ...limits });
  const sink = new RowSink('Hoja', resolved);
  const scanner = new SheetScanner(sink, new CellReader(tables), log, { part: 'sheet', limits: resolved });
  const plain: XmlHandler = {
    open: (tag) => scanner.open(tag),
    close: (depth) => scanner.close(depth),
    text: (bytes, start, end, literal) => scanner.text(bytes, start, end, literal),
    settle: () => scanner.settle(),
  };
  const tokenizer = new XmlTokenizer(bulk ? scanner : plain, 'sheet', resolved);
  const rows: Row[] = [];
  let error: unknown;
  try {
    for (let at = 0; at < xml.length; at += step) {
      const chunk = Buffer.from(xml.subarray(at, at + step));
      tokenizer.write(chunk);
      while (tokenizer.resume());
      // Its memory may be used again.
      chunk.fill('<');
    }
    tokenizer.end();
    scanner.finish();
  } catch (thrown) {
    if (!WorkbookError.isInstance(thrown)) throw thrown;
    error = { code: thrown.code, message: thrown.message, details: thrown.details };
  }
  rows.push(...sink.take());
  const counts = [sink.rowCount, sink.cellCount, sink.lastNumber, sink.lastRow, sink.lastColumn];
  return { rows, counts: error === undefined ? counts : [], warnings: log.list(), error };
}

const pick = (...values: string[]): fc.Arbitrary<string> => fc.constantFrom(...values);

const texts = fc.oneof(
  pick(
    '',
    'a',
    'ab',
    'abc',
    'abcd',
    'abcde',
    'Ñandú',
    '  x  ',
    'a&amp;b',
    '&lt;&#209;&gt;',
    '_x0041_',
    '_x005F_x0041_',
    'a\r\nb',
    '😀',
  ),
  pick('&nope;', '&', 'x'.repeat(401), 'a<!-- c -->b', '<![CDATA[<q>]]>', ']]>', '\uFFFD', '>', '"'),
  fc.string({ maxLength: 40, unit: pick('a', 'é', 'ñ', '7', ' ') }),
);
const numbers = fc.oneof(
  pick(
    '0',
    '-0',
    '1',
    '12.50',
    '-3.25',
    '1E3',
    '1e-7',
    '1.5E+10',
    '007',
    '.5',
    '5.',
    '+1',
    '1e',
    '--1',
    '0x1F',
    'Infinity',
    ' 7 ',
  ),
  pick(
    '',
    '123456789012345',
    '1234567890123456',
    '222222222222222222',
    '0.1234567890123456789',
    '1e999',
    '1.7976931348623157e308',
  ),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.integer().map(String),
);
const values = fc.oneof(
  numbers.map((value) => `<v>${value}</v>`),
  texts.map((value) => `<v>${value}</v>`),
  texts.map((value) => `<is><t>${value}</t></is>`),
  texts.map((value) => `<is><t xml:space="preserve">${value}</t></is>`),
  pick(
    '',
    '<v/>',
    '<v></v>',
    '<is/>',
    '<is><t/></is>',
    '<is><r><t>a</t></r><r><t>b</t></r></is>',
    '<v> </v>',
    '<v>0</v>',
    '<v>1</v>',
    '<v>2</v>',
    '<v>3</v>',
  ),
  pick(
    '<f>1+1</f><v>2</v>',
    '<f t="shared" si="0"/><v>2</v>',
    '<f>a&lt;b</f>',
    '<v>1</v><f/>',
    '<v>1</v><extLst><v>2</v></extLst>',
    '<w>1</w>',
    '\n<v>1</v>\n',
  ),
);
const cells = fc
  .record({
    reference: pick(
      '',
      '',
      ' r="A1"',
      ' r="B1"',
      ' r="C2"',
      ' r="ZZ1"',
      ' r="XFE1"',
      ' r="a1"',
      ' r="A01"',
      ' r="1"',
      " r='D1'",
    ),
    style: pick('', ' s="0"', ' s="1"', ' s="2"', ' s="9"', ' s=""', ' s="x"', ' cm="1"'),
    type: pick(
      '',
      ' t="n"',
      ' t="s"',
      ' t="str"',
      ' t="inlineStr"',
      ' t="b"',
      ' t="e"',
      ' t="d"',
      ' t="q"',
      ' t=""',
    ),
    content: values,
  })
  .map(({ reference, style, type, content }) =>
    content === '' ? `<c${reference}${style}${type}/>` : `<c${reference}${style}${type}>${content}</c>`,
  );
const rows = fc
  .record({
    attributes: pick(
      '',
      ' r="1"',
      ' r="2"',
      ' r="3" spans="1:6"',
      ' spans="1:6" r="4"',
      ' ht="15" x14ac:dyDescent="0.25"',
      ' r="0"',
      ' r="1.0"',
      " r='5'",
      ' a=">" b="<"',
      ' r="6" ',
    ),
    cells: fc.array(cells, { maxLength: 6 }),
    space: pick('', '', '\n', '<!-- c -->', 'x', '<?p?>'),
  })
  .map(
    ({ attributes, cells: inside, space }) =>
      `${space}<row${attributes}>${inside.join(space === '\n' ? '\n' : '')}</row>`,
  );
const sheets = fc.array(rows, { minLength: 1, maxLength: 8 });

/** A sheet as writers write it: rows and cells in order, with references, in forms that repeat. */
const regularSheets = fc
  .record({
    first: pick('', '', ' spans="1:6"', ' spans="1:6" x14ac:dyDescent="0.25"', ` a="${'long'.repeat(12)}"`),
    from: fc.constantFrom(1, 8, 97, 995, 9_999_990),
    columns: fc.array(
      fc.record({
        column: fc.constantFrom(0, 1, 2, 3, 25, 26, 27, 63, 64, 700),
        forms: fc.array(
          fc.tuple(
            pick('', ' s="1"', ' s="2"', ' s="123456789"', ' cm="1"'),
            fc.oneof(
              fc.constantFrom(0, 1, 2, 3).map((index) => [' t="s"', `<v>${index}</v>`]),
              numbers.map((value) => ['', `<v>${value}</v>`]),
              fc.constantFrom(7, 800_123_456, 900_000_001).map((value) => ['', `<v>${value}</v>`]),
              pick('1', '0', '2').map((value) => [' t="b"', `<v>${value}</v>`]),
              texts.map((value) => [' t="inlineStr"', `<is><t>${value}</t></is>`]),
              texts.map((value) => [' t="str"', `<f>1</f><v>${value}</v>`]),
              pick('#N/A', '&lt;x', '&nope;').map((value) => [' t="e"', `<v>${value}</v>`]),
            ),
          ),
          { minLength: 1, maxLength: 3 },
        ),
      }),
      { minLength: 1, maxLength: 5 },
    ),
    uses: fc.array(fc.array(fc.nat(9), { minLength: 5, maxLength: 5 }), { minLength: 1, maxLength: 30 }),
  })
  .map(({ first, from, columns, uses }) => {
    const sorted = columns.toSorted((left, right) => left.column - right.column);
    return uses
      .map((row, index) => {
        const inside = sorted.map(({ column, forms }, place) => {
          const use = row[place]!;
          const [style, [type, content]] = forms[use % forms.length]!;
          const reference = `${columnLetters(column)}${from + index}`;
          return use === 9 ? '' : `<c r="${reference}"${style}${type}>${content}</c>`;
        });
        return `<row r="${from + index}"${first}>${inside.join('')}</row>`;
      })
      .join('');
  });

/** With the prefix on every element, and enough behind the rows for the bulk reader to take the last of them. */
function sheet(inside: string, prefix: string): Buffer {
  const xml = `<worksheet><sheetData>${inside}</sheetData><pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75"/></worksheet>`;
  return Buffer.from(prefix === '' ? xml : xml.replace(/<(\/?)(?=[a-z])/g, `<$1${prefix}:`));
}

describe('rows read in bulk', () => {
  it('are those that the tokenizer reads, for all that a sheet may hold', () => {
    fc.assert(
      fc.property(sheets, pick('', '', 'x'), (inside, prefix) => {
        const xml = sheet(inside.join(''), prefix);
        expect(read(xml, true)).toEqual(read(xml, false));
      }),
      { numRuns: 1_000 },
    );
  });

  it('are those that the tokenizer reads, when rows repeat the form of the rows before', () => {
    fc.assert(
      fc.property(regularSheets, fc.integer({ min: 40, max: 5_000 }), (inside, step) => {
        const xml = sheet(inside, '');
        const limits = { rows: 10_000_000 };
        expect(read(xml, true, step, limits)).toEqual(read(xml, false, xml.length, limits));
      }),
      { numRuns: 2_000 },
    );
  });

  it('are the same however the bytes are cut', () => {
    fc.assert(
      fc.property(sheets, fc.integer({ min: 1, max: 300 }), (inside, step) => {
        const xml = sheet(inside.join(''), '');
        expect(read(xml, true, step)).toEqual(read(xml, false));
      }),
      { numRuns: 300 },
    );
  });

  it('are the same when the memory of the bytes before is used again', () => {
    const cells = '<c r="A1" t="str"><!-- --><v>uno</v></c><c r="B1"><!-- --><v>2</v></c>';
    const xml = sheet(`<row r="1">${cells}<c r="C1" t="s"><!-- --><v>0</v></c></row>`, '');
    for (let cut = 1; cut < xml.length; cut += 1) expect(read(xml, false, cut)).toEqual(read(xml, false));
  });

  /** Of a sheet that fails nothing counts: neither how many rows came before, nor which of two faults is told. */
  const outcome = ({ error, ...found }: ReturnType<typeof read>) => (error === undefined ? found : 'failed');

  it('are the same when bytes are changed', () => {
    const changes = fc.array(
      fc.tuple(fc.nat(), pick('<', '>', '"', '/', ' ', 'r', 'c', '1', '\0', '&', ';')),
      {
        minLength: 1,
        maxLength: 3,
      },
    );
    fc.assert(
      fc.property(sheets, changes, (inside, edits) => {
        const xml = sheet(inside.join(''), '');
        for (const [at, byte] of edits) xml[at % xml.length] = byte.charCodeAt(0);
        expect(outcome(read(xml, true))).toEqual(outcome(read(xml, false)));
      }),
      { numRuns: 1_000 },
    );
  });

  it('stop at the same limits', () => {
    const limits = fc.record({
      rows: fc.integer({ min: 1, max: 6 }),
      cells: fc.integer({ min: 1, max: 12 }),
      columns: fc.integer({ min: 1, max: 6 }),
    });
    fc.assert(
      fc.property(sheets, limits, (inside, given) => {
        const xml = sheet(inside.join(''), '');
        expect(read(xml, true, xml.length, given)).toEqual(read(xml, false, xml.length, given));
      }),
      { numRuns: 500 },
    );
  });

  it('share the cells of numbers that come again and again', () => {
    const xml = sheet(
      Array.from(
        { length: 3_000 },
        (_, index) => `<row><c><v>${800_000_000 + (index % 300)}</v></c><c><v>${index * 977}</v></c></row>`,
      ).join(''),
      '',
    );
    const { rows: found } = read(xml, true);
    expect(found.map(({ cells: [cell] }) => cell?.kind === 'number' && cell.value)).toEqual(
      found.map((_, index) => 800_000_000 + (index % 300)),
    );
    // A few have to stand back for one whose place they would take.
    expect(new Set(found.slice(-1_500).map(({ cells: [cell] }) => cell)).size).toBeLessThan(450);
  });

  it('share the cells of equal texts', () => {
    const row = (number: number): string =>
      `<row r="${number}"><c r="A${number}" t="inlineStr"><is><t>Peñaranda</t></is></c></row>`;
    const { rows: read3 } = read(sheet([1, 2, 3].map(row).join(''), ''), true);
    expect(read3).toHaveLength(3);
    expect(read3[1]?.cells[0]).toBe(read3[0]?.cells[0]);
  });

  it('keep every text apart, however many there are', () => {
    const count = 20_000;
    const row = (index: number): string =>
      `<row><c t="str"><v>n${index}</v></c><c t="str"><v>${index % 7}</v></c></row>`;
    const xml = sheet(Array.from({ length: count }, (_, index) => row(index)).join(''), '');
    const wrong = read(xml, true).rows.filter(({ cells: [first, second] }, index) => {
      return (
        first?.kind !== 'text' ||
        first.text !== `n${index}` ||
        second?.kind !== 'text' ||
        second.text !== String(index % 7)
      );
    });
    expect(wrong).toEqual([]);
  });

  it('are no more at once than there is room for, when they are nothing but new cells', () => {
    const numbers = (count: number): string => `<row>${'<c><v>-1</v></c>'.repeat(count)}</row>`;
    const names = Array.from({ length: 5_000 }, (_, index) => `<c t="str"><v>${index.toString(36)}</v></c>`);
    // Batches are small at first, so those in question come in a second chunk.
    const before = numbers(100).repeat(210);
    const xml = sheet(`${before}${numbers(12_000)}<row>${names.join('')}</row>`, '');
    const step = xml.indexOf(before) + before.length;
    const limits = { columns: 16_384 };
    expect(read(xml, true, step, limits)).toEqual(read(xml, false, step, limits));
  });

  it('do not take room for columns that are not there', () => {
    const xml = sheet(
      '<row><c r="XFD1"><v>1</v></c></row><row><c><v>2</v></c></row><row><c><v>3</v></c></row>',
      '',
    );
    expect(read(xml, true).rows.map((row) => row.cells.length)).toEqual([16_384, 1, 1]);
  });
});
