import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bodyWithoutExample, passageKey } from './passage.ts';
import { readCorpus } from './read-corpus.ts';

describe('the shipped corpus', () => {
  test('covers the articles a natural person needs, each with a source and a worked example', async () => {
    const passages = await readCorpus();
    expect(new Set(passages.map((passage) => passageKey(passage.id))).size).toBeGreaterThanOrEqual(250);
    expect(passages.filter(({ body }) => !body.includes('\n\nEjemplo: '))).toEqual([]);
    expect(passages.filter(({ body }) => bodyWithoutExample(body).includes('Ejemplo:'))).toEqual([]);
  });

  test('says so in the text where a figure is not confirmed', async () => {
    const unconfirmed = (await readCorpus()).filter((passage) => /por confirmar/i.test(passage.source));
    expect(unconfirmed.length).toBeGreaterThan(0);
    const silent = unconfirmed.filter(({ body }) => !/por confirmar/i.test(body));
    expect(silent.map((passage) => passage.id)).toEqual([]);
  });
});

describe('a corpus folder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'corpus-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  const file = (id: string, extra = '') => `---\nid: ${id}\nnorm: Norma\narticle: '1'\ntitle: T\ntopics: [t]\n${extra}source: S\n---\n\nTexto.\n`;

  test('gives its passages with null for an open validity', async () => {
    await writeFile(join(folder, 'n-1.md'), file('n-1', 'validFrom: 2023\n'));
    expect(await readCorpus(folder)).toEqual([
      { id: 'n-1', norm: 'Norma', article: '1', title: 'T', topics: ['t'], body: 'Texto.', validFrom: 2023, validTo: null, source: 'S' },
    ]);
  });

  test.each([
    ['no front matter', 'Texto suelto', /front matter between/],
    ['front matter that is not YAML', '---\nid: [\n---\nTexto', /not YAML/],
    ['an unknown field', file('n-1', 'autor: x\n'), /invalid front matter/],
    ['an id that is not its file name', file('n-2'), /both must agree/],
    ['no text', file('n-1').replace('Texto.', ''), /has no text/],
    ['an end before its beginning', file('n-1', 'validFrom: 2024\nvalidTo: 2020\n'), /before it begins/],
  ])('with a file that has %s is refused, naming the file', async (_what, content, message) => {
    await writeFile(join(folder, 'n-1.md'), content);
    await expect(readCorpus(folder)).rejects.toMatchObject({
      code: 'corpus_invalid',
      message: expect.stringMatching(message),
      details: { fileName: 'n-1.md' },
    });
  });

  test('with two versions of a rule for the same year is refused', async () => {
    await writeFile(join(folder, 'n-1.md'), file('n-1', 'validFrom: 2022\n'));
    await writeFile(join(folder, 'n-1.v2019.md'), file('n-1.v2019', 'validFrom: 2019\nvalidTo: 2022\n'));
    await expect(readCorpus(folder)).rejects.toMatchObject({ code: 'corpus_invalid', details: { key: 'n-1' } });
  });
});
