import { once } from 'node:events';
import { createWriteStream, existsSync, mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { crc32, createDeflateRaw } from 'node:zlib';
import { writeZip } from '@accountia/excel-parser/testing';
import { sheetChunks, sharedStringsChunks, type Strings, Texts } from './rows.ts';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const SHEET_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** Change it with the form of the files: those of an older form are then written anew. */
const FORM = 1;

/** Path of the benchmark's file with so many rows, written when it is not there yet. The same bytes on every machine. */
export async function benchmarkFile(directory: string, rows: number, strings: Strings): Promise<string> {
  const file = path.join(directory, `rows-${rows}-${strings}-${FORM}.xlsx`);
  if (existsSync(file)) return file;
  mkdirSync(directory, { recursive: true });
  // Under another name first: a run that is stopped half-way must not leave half a file behind.
  await writeFile(`${file}.part`, rows, strings);
  renameSync(`${file}.part`, file);
  return file;
}

/** The large parts are deflated as they are made; an archive of 400 MB of XML is never held whole. */
async function writeFile(file: string, rows: number, strings: Strings): Promise<void> {
  const texts = new Texts();
  const large = [{ name: 'xl/worksheets/sheet1.xml', ...(await deflate(sheetChunks(rows, strings, texts))) }];
  if (strings === 'shared') {
    large.push({ name: 'xl/sharedStrings.xml', ...(await deflate(sharedStringsChunks(texts))) });
  }
  const archive = writeZip([...smallParts(strings), ...large]);
  const output = createWriteStream(file);
  output.end(archive);
  await finished(output);
}

async function deflate(
  chunks: Iterable<string>,
): Promise<{ deflated: Buffer; crc: number; size: number; data: '' }> {
  const stream = createDeflateRaw({ level: 6 });
  const pieces: Buffer[] = [];
  stream.on('data', (piece: Buffer) => pieces.push(piece));
  let crc = 0;
  let size = 0;
  for (const chunk of chunks) {
    const bytes = Buffer.from(chunk);
    crc = crc32(bytes, crc);
    size += bytes.length;
    if (!stream.write(bytes)) await once(stream, 'drain');
  }
  stream.end();
  await finished(stream);
  return { deflated: Buffer.concat(pieces), crc, size, data: '' };
}

function smallParts(strings: Strings): { name: string; data: string }[] {
  const relation = (id: string, type: string, target: string): string =>
    `<Relationship Id="${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`;
  const relations = (items: string): string =>
    `${DECLARATION}<Relationships xmlns="${PACKAGE}/relationships">${items}</Relationships>`;
  const override = (part: string, type: string): string =>
    `<Override PartName="${part}" ContentType="${SHEET_TYPE}.${type}+xml"/>`;
  const shared = strings === 'shared';
  return [
    {
      name: '[Content_Types].xml',
      data:
        `${DECLARATION}<Types xmlns="${PACKAGE}/content-types">` +
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
        '<Default Extension="xml" ContentType="application/xml"/>' +
        override('/xl/workbook.xml', 'sheet.main') +
        override('/xl/worksheets/sheet1.xml', 'worksheet') +
        override('/xl/styles.xml', 'styles') +
        `${shared ? override('/xl/sharedStrings.xml', 'sharedStrings') : ''}</Types>`,
    },
    { name: '_rels/.rels', data: relations(relation('rId1', 'officeDocument', 'xl/workbook.xml')) },
    {
      name: 'xl/workbook.xml',
      data: `${DECLARATION}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets><sheet name="Reporte" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      data: relations(
        relation('rId1', 'worksheet', 'worksheets/sheet1.xml') +
          relation('rId2', 'styles', 'styles.xml') +
          (shared ? relation('rId3', 'sharedStrings', 'sharedStrings.xml') : ''),
      ),
    },
    {
      name: 'xl/styles.xml',
      data: `${DECLARATION}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="#,##0.00"/></numFmts><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" xfId="0"/><xf numFmtId="164" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" xfId="0"/></cellXfs></styleSheet>`,
    },
  ];
}
