import { describe, expect, it } from 'vitest';
import { WorkbookError } from '../errors.ts';
import { compoundFile } from '../testing/index.ts';
import { openByteSource } from './byte-source.ts';
import { requireZipArchive } from './file-kind.ts';

async function refusal(bytes: Buffer): Promise<[string, unknown]> {
  const source = await openByteSource(bytes, 1e8);
  const error = await requireZipArchive(source).catch((thrown: unknown) => thrown);
  return WorkbookError.isInstance(error) ? [error.code, error.details['kind']] : ['accepted', undefined];
}

describe('file kinds', () => {
  it.each([
    ['HTML disguised as Excel', '\uFEFF\n<!-- x --><table><tr><td>NIT</td></tr></table>', 'html'],
    [
      'an XML spreadsheet',
      '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
      'xml_spreadsheet_2003',
    ],
    ['other XML', '<?xml version="1.0"?><mas/>', 'xml'],
    ['JSON', ' {"a":1}', 'json'],
    ['CSV', 'NIT;Nombre;Valor\n1;a;2\n3;b;4\n', 'csv'],
    ['tab separated values', 'NIT\tValor\r\n1\t2\r\n', 'csv'],
    ['plain text', 'Hola, mundo.\nOtra línea', 'text'],
  ])('names %s', async (_label, text, kind) => {
    expect(await refusal(Buffer.from(text))).toEqual(['not_a_workbook', kind]);
    expect(await refusal(Buffer.from(`\uFEFF${text}`, 'utf16le'))).toEqual(['not_a_workbook', kind]);
  });

  it.each([
    ['an image', [0x89, 0x50, 0x4e, 0x47, 0x0d], 'not_a_workbook', 'image'],
    ['a gzip', [0x1f, 0x8b, 0x08, 0, 0], 'not_a_workbook', 'archive'],
    ['other bytes', [1, 0, 2, 0, 3], 'not_a_workbook', 'binary'],
    ['an empty archive', [0x50, 0x4b, 5, 6, ...Buffer.alloc(18)], 'not_a_workbook', 'empty_archive'],
    ['a bare BIFF stream', [0x09, 0x08, 0x08, 0x00, 0x00, 0x05], 'legacy_xls', undefined],
    ['nothing', [], 'empty_file', undefined],
    ['the start of an archive', [0x50, 0x4b, 3, 4], 'accepted', undefined],
  ])('names %s', async (_label, bytes, code, kind) => {
    expect(await refusal(Buffer.from(bytes))).toEqual([code, kind]);
  });

  it('tells what a compound file wraps by the names of its streams', async () => {
    expect(await refusal(compoundFile('Workbook'))).toEqual(['legacy_xls', undefined]);
    expect(await refusal(compoundFile('EncryptedPackage'))).toEqual(['encrypted_workbook', undefined]);
    expect(await refusal(compoundFile('WordDocument'))).toEqual(['not_a_workbook', 'doc']);
  });

  it('finds a stream name that lies over the border of two reads', async () => {
    const bytes = Buffer.concat([compoundFile('x'), Buffer.alloc(1024 * 1024)]);
    bytes.write('EncryptedPackage', 1024 * 1024 - 7, 'utf16le');
    expect(await refusal(bytes)).toEqual(['encrypted_workbook', undefined]);
  });

  it('finds a PDF behind a few stray bytes', async () => {
    expect(await refusal(Buffer.from('\r\n%PDF-1.7\n'))).toEqual(['pdf_file', undefined]);
  });
});
