import { columnLetters } from '../workbook/cells.ts';
import { writeZip, type ZipFile } from './zip-writer.ts';

/** A cell to write: text, number, or its XML verbatim (without reference). */
export type CellInput = string | number | bigint | { xml: string } | undefined;

export interface RowInput {
  number: number;
  cells: CellInput[];
}

export interface SheetInput {
  name: string;
  rows: Iterable<RowInput>;
  hidden?: boolean | undefined;
  /** Verbatim `ref` of the dimension; absent = no dimension. */
  dimension?: string | undefined;
  /** Ranges such as 'A13:B13'. */
  merges?: readonly string[] | undefined;
}

export interface WorkbookInput {
  sheets: readonly SheetInput[];
  /** Namespace prefix of every element, such as 'x'; '' for none. */
  prefix?: string | undefined;
  strings?: 'shared' | 'inline' | undefined;
  /** Whether rows' cells carry `r="A1"`; without, empty cells are written to keep the places. */
  references?: boolean | undefined;
}

/** Parts for a workbook whose XML is given verbatim. */
export interface PartsInput {
  sheets: readonly {
    name: string;
    xml: string | Uint8Array;
    hidden?: boolean | undefined;
    /** Declared checksum, when it is to be wrong. */
    crc?: number | undefined;
  }[];
  sharedStrings?: string | undefined;
  styles?: string | undefined;
  prefix?: string | undefined;
  /** Attributes of `workbookPr`, such as `date1904="1"`. */
  workbookProperties?: string | undefined;
  /** Use the relationship URIs of strict OOXML. */
  strict?: boolean | undefined;
  /** Write relationship targets from the root ("/xl/…"). */
  absoluteTargets?: boolean | undefined;
  /** Entries beside those of the workbook. */
  extraFiles?: readonly ZipFile[] | undefined;
  /** How the archive holds its entries: stored, with data descriptors, … */
  form?: Partial<ZipFile> | undefined;
}

export const XML_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const TRANSITIONAL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const STRICT = 'http://purl.oclc.org/ooxml/officeDocument/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

/** Writes a workbook from rows. Deterministic. */
export function buildWorkbook(input: WorkbookInput): Buffer {
  const table = input.strings === 'inline' ? undefined : new Map<string, number>();
  const sheets = input.sheets.map((sheet) => ({ ...sheet, xml: sheetXml(sheet, input, table) }));
  const sharedStrings = table ? sharedStringsXml(table, input.prefix ?? '') : undefined;
  return packWorkbook({ sheets, sharedStrings, prefix: input.prefix });
}

/** Packs verbatim parts into a workbook with the relationships they need. */
export function packWorkbook(input: PartsInput): Buffer {
  const tag = input.prefix ? `${input.prefix}:` : '';
  const relations = input.strict ? STRICT : TRANSITIONAL;
  const target = (path: string): string => (input.absoluteTargets ? `/xl/${path}` : path);
  const sheetList = input.sheets.map(({ name, hidden }, index) => {
    const state = hidden ? ' state="hidden"' : '';
    return `<${tag}sheet name="${escapeXml(name)}" sheetId="${index + 1}"${state} r:id="rId${index + 1}"/>`;
  });
  const linked = input.sheets.map((_sheet, index) =>
    relationship(`rId${index + 1}`, `${relations}/worksheet`, target(`worksheets/sheet${index + 1}.xml`)),
  );
  if (input.sharedStrings !== undefined)
    linked.push(relationship('rIdStrings', `${relations}/sharedStrings`, target('sharedStrings.xml')));
  if (input.styles !== undefined)
    linked.push(relationship('rIdStyles', `${relations}/styles`, target('styles.xml')));
  const properties = input.workbookProperties ? `<${tag}workbookPr ${input.workbookProperties}/>` : '';
  const files: ZipFile[] = [
    { name: '[Content_Types].xml', data: contentTypes(input) },
    {
      name: '_rels/.rels',
      data: relationshipsXml([
        relationship(
          'rId1',
          `${relations}/officeDocument`,
          input.absoluteTargets ? '/xl/workbook.xml' : 'xl/workbook.xml',
        ),
      ]),
    },
    {
      name: 'xl/workbook.xml',
      data: `${XML_DECLARATION}<${tag}workbook ${namespace(input.prefix)} xmlns:r="${relations}">${properties}<${tag}sheets>${sheetList.join('')}</${tag}sheets></${tag}workbook>`,
    },
    { name: 'xl/_rels/workbook.xml.rels', data: relationshipsXml(linked) },
    ...input.sheets.map(({ xml, crc }, index) => ({
      name: `xl/worksheets/sheet${index + 1}.xml`,
      data: xml,
      crc,
    })),
    ...(input.sharedStrings === undefined
      ? []
      : [{ name: 'xl/sharedStrings.xml', data: input.sharedStrings }]),
    ...(input.styles === undefined ? [] : [{ name: 'xl/styles.xml', data: input.styles }]),
    ...(input.extraFiles ?? []),
  ];
  return writeZip(files.map((file) => ({ ...input.form, ...file })));
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function sheetXml(sheet: SheetInput, input: WorkbookInput, table: Map<string, number> | undefined): Buffer {
  const tag = input.prefix ? `${input.prefix}:` : '';
  const references = input.references ?? true;
  const dimension = sheet.dimension === undefined ? '' : `<${tag}dimension ref="${sheet.dimension}"/>`;
  const pieces: Buffer[] = [];
  let xml = `${XML_DECLARATION}<${tag}worksheet ${namespace(input.prefix)}>${dimension}<${tag}sheetData>`;
  for (const row of sheet.rows) {
    xml += `<${tag}row r="${row.number}">`;
    // Not map: it passes over the holes of a sparse row, which without references must be written.
    for (let column = 0; column < row.cells.length; column += 1) {
      const cell = row.cells[column];
      if (cell === undefined && references) continue;
      xml += cellXml(cell, references ? ` r="${columnLetters(column)}${row.number}"` : '', tag, table);
    }
    xml += `</${tag}row>`;
    if (xml.length > 1_000_000) {
      pieces.push(Buffer.from(xml));
      xml = '';
    }
  }
  const merges = (sheet.merges ?? []).map((range) => `<${tag}mergeCell ref="${range}"/>`).join('');
  xml += `</${tag}sheetData>${merges && `<${tag}mergeCells>${merges}</${tag}mergeCells>`}</${tag}worksheet>`;
  return Buffer.concat([...pieces, Buffer.from(xml)]);
}

function cellXml(
  cell: CellInput,
  reference: string,
  tag: string,
  table: Map<string, number> | undefined,
): string {
  if (cell === undefined) return `<${tag}c/>`;
  if (typeof cell === 'object') return cell.xml;
  if (typeof cell !== 'string') return `<${tag}c${reference}><${tag}v>${cell}</${tag}v></${tag}c>`;
  if (!table)
    return `<${tag}c${reference} t="inlineStr"><${tag}is>${textXml(cell, tag)}</${tag}is></${tag}c>`;
  const known = table.get(cell);
  const index = known ?? table.size;
  if (known === undefined) table.set(cell, index);
  return `<${tag}c${reference} t="s"><${tag}v>${index}</${tag}v></${tag}c>`;
}

function textXml(text: string, tag: string): string {
  const space = /^\s|\s$|\s\s/.test(text) ? ' xml:space="preserve"' : '';
  return `<${tag}t${space}>${escapeXml(text)}</${tag}t>`;
}

function sharedStringsXml(table: Map<string, number>, prefix: string): string {
  const tag = prefix ? `${prefix}:` : '';
  const items = [...table.keys()].map((text) => `<${tag}si>${textXml(text, tag)}</${tag}si>`);
  return `${XML_DECLARATION}<${tag}sst ${namespace(prefix)} uniqueCount="${table.size}">${items.join('')}</${tag}sst>`;
}

function namespace(prefix: string | undefined): string {
  return prefix ? `xmlns:${prefix}="${MAIN}"` : `xmlns="${MAIN}"`;
}

function relationship(id: string, type: string, target: string): string {
  return `<Relationship Id="${id}" Type="${type}" Target="${target}"/>`;
}

function relationshipsXml(relationships: readonly string[]): string {
  return `${XML_DECLARATION}<Relationships xmlns="${PACKAGE}/relationships">${relationships.join('')}</Relationships>`;
}

function contentTypes(input: PartsInput): string {
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const sheets = input.sheets.map(
    (_sheet, index) =>
      `<Override PartName="/xl/worksheets/sheet${index + 1}.xml" ContentType="${type}.worksheet+xml"/>`,
  );
  const strings = `<Override PartName="/xl/sharedStrings.xml" ContentType="${type}.sharedStrings+xml"/>`;
  const styles = `<Override PartName="/xl/styles.xml" ContentType="${type}.styles+xml"/>`;
  return (
    `${XML_DECLARATION}<Types xmlns="${PACKAGE}/content-types">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    '<Default Extension="xml" ContentType="application/xml"/>' +
    `<Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/>${sheets.join('')}` +
    `${input.sharedStrings === undefined ? '' : strings}${input.styles === undefined ? '' : styles}</Types>`
  );
}
