import {
  createRandom,
  inventCompanyName,
  inventNit,
  type Random,
  reportConcepts,
} from '@accountia/excel-parser/testing';

/** How the file holds its texts: in a table, as Excel writes them, or in the cells, as server-side generators do. */
export type Strings = 'shared' | 'inline';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const HEADERS = [
  'NIT',
  'Nombre / Razón social',
  'Detalle',
  'Valor',
  'Uso declaración Sugerida',
  'Información Adicional',
];
const CHUNK_CHARACTERS = 256 * 1024;

/** The shared string table as it grows. */
export class Texts {
  readonly list: string[] = [];
  readonly #positions = new Map<string, number>();
  /** References to it, as the table's `count` has them. */
  references = 0;

  position(text: string): number {
    this.references += 1;
    const known = this.#positions.get(text);
    if (known !== undefined) return known;
    this.#positions.set(text, this.list.length);
    return this.list.push(text) - 1;
  }
}

/** Six columns as a report has them: NIT, name, detail, amount, use, and additional information in every other row. */
export function* sheetChunks(rows: number, strings: Strings, texts: Texts): Generator<string> {
  const random = createRandom(20_260_728);
  const reporters = Array.from({ length: Math.max(20, Math.floor(rows / 40)) }, (_, index) => ({
    nit: inventNit(random),
    name: `${inventCompanyName(random)} ${index}`,
  }));
  const text = (reference: string, value: string): string =>
    strings === 'shared'
      ? `<c r="${reference}" s="2" t="s"><v>${texts.position(value)}</v></c>`
      : `<c r="${reference}" s="2" t="inlineStr"><is><t>${escape(value)}</t></is></c>`;
  let xml = `${DECLARATION}<worksheet xmlns="${MAIN}"><dimension ref="A1:F${rows}"/><sheetFormatPr defaultRowHeight="15"/><sheetData>`;
  for (let row = 1; row <= rows; row += 1) {
    xml += strings === 'shared' ? `<row r="${row}" spans="1:6">` : `<row r="${row}">`;
    if (row === 1) xml += HEADERS.map((header, column) => text(`${'ABCDEF'[column]}1`, header)).join('');
    else xml += dataCells(row, random, reporters, text);
    xml += '</row>';
    if (xml.length < CHUNK_CHARACTERS) continue;
    yield xml;
    xml = '';
  }
  yield `${xml}</sheetData><pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/></worksheet>`;
}

function dataCells(
  row: number,
  random: Random,
  reporters: readonly { nit: string; name: string }[],
  text: (reference: string, value: string) => string,
): string {
  const { nit, name } = random.pick(reporters);
  const { detail, suggestedUse } = random.pick(reportConcepts);
  const amount = random.integer(1_000, 90_000_000);
  const cents = row % 7 === 0 ? `.${random.integer(10, 99)}` : '';
  const account = random.integer(100_000, 130_000);
  return (
    (row % 5 === 0 ? text(`A${row}`, nit) : `<c r="A${row}"><v>${nit}</v></c>`) +
    text(`B${row}`, name) +
    text(`C${row}`, detail) +
    `<c r="D${row}" s="1"><v>${amount}${cents}</v></c>` +
    text(`E${row}`, suggestedUse || 'No aplica') +
    (row % 2 === 0
      ? text(`F${row}`, `Número de Cuenta / Documento: 004${account} | Clase: *1* Cuenta de ahorro`)
      : '')
  );
}

export function* sharedStringsChunks(texts: Texts): Generator<string> {
  let xml = `${DECLARATION}<sst xmlns="${MAIN}" count="${texts.references}" uniqueCount="${texts.list.length}">`;
  for (const text of texts.list) {
    xml += `<si><t>${escape(text)}</t></si>`;
    if (xml.length < CHUNK_CHARACTERS) continue;
    yield xml;
    xml = '';
  }
  yield `${xml}</sst>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
