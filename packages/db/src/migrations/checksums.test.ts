import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checksumOf, type Checksums, releaseAll, releaseProblems } from './checksums.ts';
import { migrations } from './index.ts';

describe('our migrations', () => {
  const folder = new URL('./', import.meta.url);
  const names = Object.keys(migrations);
  const read = (name: string) => {
    const file = new URL(`./${name}.ts`, folder);
    return existsSync(file) ? readFileSync(file, 'utf8') : null;
  };

  test('that are released are as they were then', () => {
    const released = JSON.parse(readFileSync(new URL('./checksums.json', folder), 'utf8')) as Checksums;
    expect(releaseProblems(names, read, released)).toEqual([]);
  });

  test('are numbered one after the other, each in a file of its name', () => {
    expect(names.map((name) => Number(name.slice(0, 4)))).toEqual(names.map((_name, index) => index + 1));
    const files = readdirSync(folder).filter((file) => /^\d{4}-.*\.ts$/.test(file));
    expect(files.toSorted()).toEqual(names.map((name) => `${name}.ts`));
  });

  test('go forward only', () => {
    expect(Object.values(migrations).filter(({ down }) => down !== undefined)).toEqual([]);
  });

  test('come each with what a release of that version stores', () => {
    const fixtures = readdirSync(new URL('./fixtures/', folder));
    expect(fixtures.toSorted()).toEqual(names.map((name) => `${name}.sql`));
  });
});

describe('a released migration', () => {
  const texts: Record<string, string> = { '0001-a': 'a', '0002-b': 'b', '0003-c': 'c' };
  const read = (name: string) => texts[name] ?? null;
  const released = { '0001-a': checksumOf('a'), '0002-b': checksumOf('b') };

  test('is no hindrance to one that follows it', () => {
    expect(releaseProblems(['0001-a', '0002-b', '0003-c'], read, released)).toEqual([]);
  });

  test('must not be edited', () => {
    const edited = (name: string) => (name === '0002-b' ? 'b, better' : read(name));
    expect(releaseProblems(['0001-a', '0002-b'], edited, released)).toEqual([
      '0002-b is released and must not be edited: undo that, and add another migration',
    ]);
    expect(() => releaseAll(['0001-a', '0002-b'], edited, released)).toThrow('0002-b');
  });

  test('must not be removed', () => {
    expect(releaseProblems(['0001-a'], read, released)).toEqual([
      '0002-b is released and must not be removed',
    ]);
  });

  test('must not get one before it', () => {
    const names = ['0001-a', '0001-z', '0002-b'];
    expect(releaseProblems(names, (name) => read(name) ?? 'z', released)).toEqual([
      '0001-z comes before released ones, and would run after them: give it the next number',
    ]);
  });

  test('keeps its checksum when the next ones are released', () => {
    expect(releaseAll(Object.keys(texts), read, released)).toEqual({
      ...released,
      '0003-c': checksumOf('c'),
    });
  });
});
