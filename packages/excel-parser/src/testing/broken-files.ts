import { buildPersonalReport } from './personal-report.ts';
import { buildWorkbook, packWorkbook, XML_DECLARATION } from './workbook-writer.ts';
import { writeZip } from './zip-writer.ts';

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';

/** A file that is refused, and the code with which. */
export interface BrokenFile {
  /** Name under which somebody would upload it. */
  name: string;
  bytes: Buffer;
  code: string;
}

/** One file of each kind that users and attackers send in place of a report. Deterministic. */
export function brokenFiles(): BrokenFile[] {
  const report = buildPersonalReport({ seed: 7 }).bytes;
  return [
    { name: 'empty.xlsx', bytes: Buffer.alloc(0), code: 'empty_file' },
    {
      name: 'text.xlsx',
      bytes: Buffer.from('Este archivo es un texto, no un libro de Excel.\n'),
      code: 'not_a_workbook',
    },
    {
      name: 'table.xlsx',
      bytes: Buffer.from('<html><body><table><tr><td>NIT</td></tr></table></body></html>'),
      code: 'not_a_workbook',
    },
    { name: 'document.pdf', bytes: pdf(), code: 'pdf_file' },
    { name: 'old.xls', bytes: compoundFile('Workbook'), code: 'legacy_xls' },
    { name: 'encrypted.xlsx', bytes: compoundFile('EncryptedPackage'), code: 'encrypted_workbook' },
    {
      name: 'truncated.xlsx',
      bytes: report.subarray(0, Math.floor(report.length * 0.6)),
      code: 'truncated_workbook',
    },
    { name: 'damaged.xlsx', bytes: damagedReport(), code: 'corrupt_workbook' },
    { name: 'other-shape.xlsx', bytes: otherWorkbook(), code: 'unknown_layout' },
    { name: 'bomb.xlsx', bytes: zipBomb(), code: 'limit_exceeded' },
    { name: 'doctype.xlsx', bytes: doctypeWorkbook(), code: 'unsafe_workbook' },
    { name: 'no-sheet-part.xlsx', bytes: missingPart(), code: 'missing_part' },
    { name: 'no-taxpayer.xlsx', bytes: reportWithoutTaxpayer(), code: 'incomplete_report' },
  ];
}

/** The broken file with this name. @throws RangeError when there is none */
export function brokenFile(name: string): BrokenFile {
  const found = brokenFiles().find((file) => file.name === name);
  if (!found) throw new RangeError(`There is no broken file ${name}.`);
  return found;
}

function pdf(): Buffer {
  return Buffer.from(
    '%PDF-1.7\n%\u00E2\u00E3\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n',
    'latin1',
  );
}

/** A compound file (OLE) with one named stream in its directory: enough for anybody who looks for the name there. */
export function compoundFile(stream: string): Buffer {
  const bytes = Buffer.alloc(512 * 4);
  Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]).copy(bytes);
  bytes.writeUInt16LE(0x3e, 24);
  bytes.writeUInt16LE(3, 26);
  bytes.writeUInt16LE(0xfffe, 28);
  bytes.writeUInt16LE(9, 30);
  bytes.writeUInt32LE(1, 48);
  for (const [index, name] of ['Root Entry', stream].entries()) {
    const entry = 1024 + index * 128;
    const encoded = Buffer.from(name, 'utf16le');
    encoded.copy(bytes, entry);
    bytes.writeUInt16LE(encoded.length + 2, entry + 64);
  }
  return bytes;
}

/** A sound archive whose sheet was changed without its checksum. */
function damagedReport(): Buffer {
  const xml = `${XML_DECLARATION}<worksheet ${MAIN}><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>`;
  return packWorkbook({ sheets: [{ name: 'Reporte', xml, crc: 0xdeadbeef }] });
}

function otherWorkbook(): Buffer {
  const rows = [
    { number: 1, cells: ['Producto', 'Cantidad', 'Precio'] },
    { number: 2, cells: ['Lápiz', 12, 1500] },
  ];
  return buildWorkbook({ sheets: [{ name: 'Inventario', rows, dimension: 'A1:C2' }] });
}

/** A sheet of 16 MiB of empty rows: a few dozen kilobytes to upload. */
export function zipBomb(): Buffer {
  const head = `${XML_DECLARATION}<worksheet ${MAIN}><sheetData>`;
  const tail = '</sheetData></worksheet>';
  const rows = Buffer.alloc(2_796_200 * 6, '<row/>');
  return packWorkbook({
    sheets: [{ name: 'Reporte', xml: Buffer.concat([Buffer.from(head), rows, Buffer.from(tail)]) }],
  });
}

/** A sheet that declares entities which multiply ("billion laughs"). */
export function doctypeWorkbook(): Buffer {
  const entities =
    '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>';
  const xml = `${XML_DECLARATION}${entities}<worksheet ${MAIN}><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&c;</t></is></c></row></sheetData></worksheet>`;
  return packWorkbook({ sheets: [{ name: 'Reporte', xml }] });
}

function missingPart(): Buffer {
  return writeZip([
    {
      name: '_rels/.rels',
      data: '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    },
  ]);
}

function reportWithoutTaxpayer(): Buffer {
  const taxpayer = { documentTypeLabel: 'C. C.', documentType: 'CC', number: '', name: 'SIN NÚMERO' };
  return buildPersonalReport({ seed: 7, taxpayer, facts: 2 }).bytes;
}
