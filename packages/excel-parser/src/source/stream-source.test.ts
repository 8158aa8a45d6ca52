import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { packWorkbook } from '../testing/index.ts';
import { openWorkbook } from '../workbook/workbook.ts';
import { openByteSource } from './byte-source.ts';

const workbook = packWorkbook({
  sheets: [{ name: 'Hoja', xml: '<worksheet><sheetData><row><c><v>7</v></c></row></sheetData></worksheet>' }],
});

function* pieces(bytes: Buffer, step: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
}

async function temporaryFiles(): Promise<string[]> {
  return (await readdir(tmpdir())).filter((name) => name.startsWith('workbook-'));
}

describe('streams', () => {
  it.each([
    ['Node', () => Readable.from(pieces(workbook, 100))],
    ['the web', () => ReadableStream.from(pieces(workbook, 100)) as ReadableStream<Uint8Array>],
  ])('of %s are read', async (_name, stream) => {
    await using open = await openWorkbook(stream());
    for await (const rows of open.rows(0)) expect(rows).toMatchObject([{ cells: [{ value: 7 }] }]);
  });

  it('that are long go to a file, which is gone afterwards', async () => {
    const bytes = randomBytes(18 * 1024 * 1024);
    const before = await temporaryFiles();
    const source = await openByteSource(Readable.from(pieces(bytes, 1_000_000)), 20e6);
    expect((await temporaryFiles()).length).toBeGreaterThan(before.length);
    expect(source.size).toBe(bytes.length);
    expect((await source.read(17_000_000, 1_000)).equals(bytes.subarray(17_000_000, 17_001_000))).toBe(true);
    await source.close();
    await source.close();
    expect(await temporaryFiles()).toEqual(before);
  });

  it('are given up at the limit, with what was kept of them', async () => {
    const before = await temporaryFiles();
    let given = 0;
    const endless = (async function* (): AsyncGenerator<Buffer> {
      try {
        for (;;) yield Buffer.alloc(1_000_000);
      } finally {
        given += 1;
      }
    })();
    await expect(openByteSource(endless, 18e6)).rejects.toMatchObject({
      code: 'limit_exceeded',
      details: { limit: 'uploadBytes' },
    });
    expect(given).toBe(1);
    expect(await temporaryFiles()).toEqual(before);
  });

  it('that fail or are not wanted any more say so', async () => {
    const broken = new Readable({ read: () => undefined });
    const reading = openWorkbook(broken);
    broken.destroy(new Error('connection lost'));
    await expect(reading).rejects.toMatchObject({
      code: 'source_unreadable',
      cause: expect.objectContaining({ message: 'connection lost' }),
    });
    const stream = Readable.from(pieces(workbook, 100));
    await expect(openWorkbook(stream, { signal: AbortSignal.abort('enough') })).rejects.toMatchObject({
      code: 'aborted',
    });
    expect(stream.destroyed).toBe(true);
  });

  it('of something else than bytes are a mistake of the caller', async () => {
    const stream = Readable.from(['texto']) as AsyncIterable<Uint8Array>;
    await expect(openWorkbook(stream)).rejects.toThrow(TypeError);
  });
});
