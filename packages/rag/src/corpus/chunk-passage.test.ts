import { describe, expect, test } from 'vitest';
import { chunkPassage } from './chunk-passage.ts';

const sentence = 'Esta frase inventada llena el renglón para que el artículo sea largo de verdad. ';
const long = (begin: string) => `${begin} ${sentence.repeat(12).trim()}`;

describe('cutting an article by its structure', () => {
  test('a short article is one piece under its heading', () => {
    expect(chunkPassage({ article: '7', title: 'Tarifa', body: 'Es del tres por mil.' })).toMatchObject([
      { label: null, body: 'Artículo 7. Tarifa\nEs del tres por mil.' },
    ]);
  });

  test('paragraphs and numerals of a long one are pieces, each with the heading', () => {
    const body = [
      long('Son exentos los siguientes:'),
      long('1. Los guijarros.'),
      long('2. Las conchas.'),
      long('Parágrafo 1. Los guijarros azules se sujetan a registro.'),
      long('Parágrafo transitorio. Las conchas de este año no.'),
    ].join(' ');
    const chunks = chunkPassage({ article: '8', title: 'Exentos', body });
    expect(chunks.map((chunk) => chunk.label)).toEqual([null, 'Numeral 1', 'Numeral 2', 'Parágrafo 1', 'Parágrafo transitorio']);
    for (const chunk of chunks) expect(chunk.body.startsWith('Artículo 8. Exentos\n')).toBe(true);
  });

  test('a reference to a paragraph does not begin one', () => {
    const body = `${long('Según el parágrafo 2 de este artículo,')} ${long('Lo demás.')}`;
    expect(chunkPassage({ article: '9', title: 'T', body }).map((chunk) => chunk.label)).not.toContain('Parágrafo 2');
  });

  test('nothing of the text is lost', () => {
    const body = `${long('Uno:')} ${long('1. Dos.')} a) ${long('tres;')} ${long('Parágrafo. Cuatro.')} ${'x'.repeat(6_000)}`;
    const joined = chunkPassage({ article: '9', title: 'T', body })
      .map((chunk) => chunk.body.slice(chunk.body.indexOf('\n') + 1))
      .join('');
    expect(joined.replace(/\s/g, '')).toBe(body.replace(/\s/g, ''));
  });
});
