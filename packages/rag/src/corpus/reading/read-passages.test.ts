import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { expect, describe, test } from 'vitest';
import { chooseFiles, readCorpusFile } from './corpus-file.ts';
import { readPassages } from './read-passages.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const LAW = 'LIBRO PRIMERO\n\nArtículo 1. Hecho generador. La extracción causa la tasa.\n\nArtículo 2-1º. Tarifa.\nTres por mil.\n';
const EXPECTED = [
  { article: '1', title: 'Hecho generador', body: 'La extracción causa la tasa.', heading: 'LIBRO PRIMERO' },
  { article: '2-1', title: 'Tarifa', body: 'Tres por mil.', heading: 'LIBRO PRIMERO' },
];

/** A Word document with these paragraphs, the first of them a heading. */
function wordDocument(paragraphs: readonly string[], prologue = ''): Uint8Array {
  const body = paragraphs
    .map((text, index) => `<w:p>${index === 0 ? '<w:pPr><w:pStyle w:val="Ttulo1"/></w:pPr>' : ''}<w:r><w:t>${text}</w:t></w:r></w:p>`)
    .join('');
  const xml = `${prologue}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`;
  return zipSync({ '[Content_Types].xml': bytes('<Types/>'), 'word/document.xml': bytes(xml) });
}

/** The smallest PDF that shows these lines. */
function pdfDocument(lines: readonly string[]): Uint8Array {
  const content = `BT /F1 12 Tf 14 TL 50 700 Td ${lines.map((line) => `(${line}) Tj T*`).join(' ')} ET`;
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
    `<</Length ${content.length}>>stream\n${content}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  ];
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj${object}endobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  return bytes(
    `${text}xref\n0 6\n0000000000 65535 f \n${table}trailer<</Size 6/Root 1 0 R>>\nstartxref\n${text.length}\n%%EOF`,
  );
}

describe('the passages of a file', () => {
  test('Markdown is divided at its articles', async () => {
    expect(await readPassages('ley.md', bytes(LAW))).toMatchObject(EXPECTED);
  });

  test('HTML as a reader sees it: without scripts, menus and marks', async () => {
    const html = `<html><head><title>x</title><script>Artículo 9. No.</script></head><body><nav>Artículo 8. Menú.</nav>
      <h1>LIBRO PRIMERO</h1><p>Artículo 1. <b>Hecho generador</b>. La extracción causa la&nbsp;tasa.</p><div>Artículo 2-1º. Tarifa.<br>Tres por mil.</div></body></html>`;
    expect(await readPassages('ley.html', bytes(html))).toMatchObject(EXPECTED);
  });

  test('a Word document, headings by their style', async () => {
    const document = wordDocument(['LIBRO PRIMERO', 'Artículo 1. Hecho generador. La extracción causa la tasa.', 'Artículo 2-1º. Tarifa. Tres por mil.']);
    expect(await readPassages('ley.docx', document)).toMatchObject(EXPECTED);
  });

  test('a PDF', async () => {
    const document = pdfDocument(['Art. 1. Hecho generador. La tasa se causa.', 'Art. 2. Tarifa. Tres por mil.']);
    expect(await readPassages('ley.pdf', document)).toMatchObject([
      { article: '1', title: 'Hecho generador', body: 'La tasa se causa.' },
      { article: '2', title: 'Tarifa', body: 'Tres por mil.' },
    ]);
  });

  test('a text without articles is divided at its headings, and what precedes them stays', async () => {
    const found = await readPassages('guia.md', bytes('Antes.\n\n# Uno\nTexto uno.\n\n## Dos\nTexto dos.\n'));
    expect(found.map(({ article, title, body }) => [article, title, body])).toEqual([
      ['guia.md § 1', 'guia.md', 'Antes.'],
      ['guia.md § 2', 'Uno', 'Texto uno.'],
      ['guia.md § 3', 'Dos', 'Texto dos.'],
    ]);
  });

  test('a repealed article says so', async () => {
    expect(await readPassages('ley.md', bytes('Artículo 5. Registro.\nDerogado por otra ley.\n'))).toMatchObject([{ status: 'derogado' }]);
  });
});

describe('broken and hostile files are refused with what to do', () => {
  test.each([
    ['ley.pdf', bytes('no es un PDF')],
    ['ley.docx', bytes('no es un zip')],
    ['ley.docx', zipSync({ 'otro.xml': bytes('<x/>') })],
    ['ley.docx', wordDocument(['&lol;'], '<!DOCTYPE x [<!ENTITY lol "lol">]>')],
    ['ley.md', new Uint8Array([0xff, 0xfe, 0x00, 0xd8])],
    ['ley.md', bytes('  \n 123 \n')],
    ['ley.html', bytes('<p></p>')],
  ])('%s', async (name, content) => {
    await expect(readPassages(name, content)).rejects.toMatchObject({ name: 'RagError', code: 'corpus_file_broken', details: { name } });
  });

  test('markup nested without end', async () => {
    await expect(readPassages('ley.html', bytes('<div>'.repeat(5_000)))).rejects.toMatchObject({ code: 'corpus_file_too_large' });
  });

  test('a file of another kind, and a directory without any that can be read', async () => {
    await expect(readPassages('ley.png', bytes('x'))).rejects.toMatchObject({ code: 'corpus_format_unknown' });
    expect(() => chooseFiles(['a.png', '.git/b.md'], 'aquí', (name) => ({ name, open: () => Readable.from([]) }))).toThrow(
      /nothing to load/,
    );
  });

  test('a gzip that unpacks to more than a file may have', async () => {
    const bomb = gzipSync(Buffer.alloc(300 * 1024 * 1024));
    const file = { name: 'ley.jsonl.gz', open: () => Readable.from([bomb]) };
    await expect(readCorpusFile(file)).rejects.toMatchObject({ code: 'corpus_file_too_large' });
  });

  test('a gzip that was cut off', async () => {
    const whole = gzipSync(Buffer.from(LAW));
    const file = { name: 'ley.md.gz', open: () => Readable.from([whole.subarray(0, whole.length - 9)]) };
    await expect(readCorpusFile(file)).rejects.toMatchObject({ code: 'corpus_file_broken' });
  });
});
