import { brokenFiles } from './broken-files.ts';
import { buildPersonalReport } from './personal-report.ts';
import { type PartsInput, XML_DECLARATION } from './workbook-writer.ts';
import type { ZipFile } from './zip-writer.ts';

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';

const CELLS =
  '<row r="1" spans="1:9"><c r="A1" s="1"><v>45000.5</v></c><c r="B1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c>' +
  '<c r="D1" t="b"><v>1</v></c><c r="E1" t="e"><v>#N/A</v></c><c r="F1" t="str"><f>A1&amp;"x"</f><v>a&#241;o _x000D_</v></c>' +
  '<c r="G1" t="inlineStr"><is><r><t>Pe</t></r><r><t xml:space="preserve">ña </t></r><rPh sb="0" eb="1"><t>no</t></rPh></is></c>' +
  '<c r="H1" t="d"><v>2026-07-28T10:15:00Z</v></c><c r="I1"><v>123456789012345678</v></c></row>' +
  '<row><c><v>-1.5E-7</v></c><c t="inlineStr"><is><t><![CDATA[<b>]]></t></is></c></row><!-- c --><?p q?>' +
  '<row r="1000" hidden="1"><c r="XFD1000" s="2"><v>1.25</v></c></row>';

const STYLES =
  `${XML_DECLARATION}<styleSheet ${MAIN}><numFmts><numFmt numFmtId="164" formatCode="[h]:mm;@"/></numFmts>` +
  '<cellXfs><xf numFmtId="0"/><xf numFmtId="22"/><xf numFmtId="164"/></cellXfs></styleSheet>';

/** Enough rows behind one another that they are read in bulk. */
const MANY_ROWS = Array.from(
  { length: 60 },
  (_, index) =>
    `<row r="${index + 1}"><c r="A${index + 1}" t="s"><v>${index % 2}</v></c><c r="B${index + 1}"><v>${index * 7919.25}</v></c><c r="C${index + 1}" t="inlineStr"><is><t>Ñandú ${index % 5}</t></is></c></row>`,
).join('');

function sheet(rows: string): string {
  return `${XML_DECLARATION}<worksheet ${MAIN}><dimension ref="A1:I1000"/><sheetData>${rows}</sheetData><mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells></worksheet>`;
}

/** Workbooks by their parts, to change the XML and pack it soundly: damage that the archive's checksums do not catch. */
export const seedParts: readonly PartsInput[] = [
  {
    sheets: [
      { name: 'Hoja', xml: sheet(CELLS) },
      { name: 'Otra', xml: sheet(MANY_ROWS), hidden: true },
    ],
    sharedStrings: `${XML_DECLARATION}<sst ${MAIN}><si><t>uno</t></si><si><r><t>d</t></r><r><t>os</t></r></si></sst>`,
    styles: STYLES,
  },
  {
    sheets: [
      {
        name: 'x',
        xml: sheet(MANY_ROWS)
          .replace(/<(\/?)(?=[a-z])/g, '<$1x:')
          .replace('xmlns=', 'xmlns:x='),
      },
    ],
    sharedStrings: `<x:sst ${MAIN.replace('xmlns=', 'xmlns:x=')}><x:si><x:t>a</x:t></x:si><x:si><x:t>b</x:t></x:si></x:sst>`,
    styles: STYLES,
    prefix: 'x',
    strict: true,
    workbookProperties: 'date1904="1"',
  },
  {
    sheets: [{ name: 'dieciséis', xml: Buffer.from(`\uFEFF${sheet(MANY_ROWS)}`, 'utf16le') }],
    sharedStrings: `<sst ${MAIN}><si><t>a</t></si><si><t>b</t></si></sst>`,
    absoluteTargets: true,
  },
];

/** Forms that an archive may have; which one is chosen by chance. */
export const archiveForms: readonly Partial<ZipFile>[] = [
  {},
  { stored: true },
  { dataDescriptor: true },
  { zip64: true },
  { dataDescriptor: true, zip64: true },
];

/** Whole files, to change their bytes. */
export function seedFiles(): Buffer[] {
  const broken = brokenFiles().filter(({ bytes }) => bytes.length < 64 * 1024);
  return [
    buildPersonalReport({ seed: 3, facts: 12 }).bytes,
    buildPersonalReport({ seed: 4, facts: 12, strings: 'inline' }).bytes,
    ...broken.map(({ bytes }) => bytes),
  ];
}
