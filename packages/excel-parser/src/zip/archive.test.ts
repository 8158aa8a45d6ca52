import { describe, expect, it } from 'vitest';
import { WorkbookError } from '../errors.ts';
import { resolveLimits, type WorkbookLimits } from '../limits.ts';
import { openByteSource } from '../source/byte-source.ts';
import { DeflateWriter, writeHeader } from '../testing/deflate-writer.ts';
import { writeZip, type ZipFile } from '../testing/index.ts';
import { Watch } from '../watch.ts';
import { ZipArchive } from './archive.ts';

const noise = Buffer.from(
  Array.from({ length: 3_000_000 }, (_, index) => (index * 7919 + (index >> 5)) & 0xff),
);

async function readAll(
  bytes: Uint8Array,
  name: string,
  limits: Partial<WorkbookLimits> = {},
): Promise<Buffer> {
  const resolved = resolveLimits(limits);
  const archive = await ZipArchive.open(await openByteSource(bytes, resolved.uploadBytes), resolved);
  const chunks: Buffer[] = [];
  for await (const chunk of archive.part(name).chunks()) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

async function failure(
  bytes: Uint8Array,
  name = 'a.xml',
  limits: Partial<WorkbookLimits> = {},
): Promise<WorkbookError> {
  const error = await readAll(bytes, name, limits).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!WorkbookError.isInstance(error)) throw new Error(`Expected a WorkbookError, got ${String(error)}`);
  return error;
}

describe('zip archive', () => {
  const variants: [string, Partial<ZipFile>][] = [
    ['deflated', {}],
    ['stored', { stored: true }],
    ['with a data descriptor', { dataDescriptor: true }],
    ['with zip64 fields', { zip64: true }],
    ['with backslashes in its name', { name: 'xl\\a.xml' }],
  ];

  it.each(variants)('reads an entry %s', async (_label, variant) => {
    const bytes = writeZip([
      { name: 'xl/a.xml', data: 'año', ...variant },
      { name: 'b.xml', data: 'b' },
    ]);
    expect((await readAll(bytes, 'XL/A.xml')).toString()).toBe('año');
  });

  it.each([true, false])('streams a large entry (stored: %s)', async (stored) => {
    expect((await readAll(writeZip([{ name: 'a.xml', data: noise, stored }]), 'a.xml')).equals(noise)).toBe(
      true,
    );
  });

  it.each([true, false])(
    'lets others have their turn while it gives out a large entry (stored: %s)',
    async (stored) => {
      const archive = await ZipArchive.open(
        await openByteSource(writeZip([{ name: 'a.xml', data: noise, stored }]), 1e8),
        resolveLimits(),
      );
      let turns = 0;
      const others = setInterval(() => (turns += 1), 1);
      try {
        for await (const _chunk of archive.part('a.xml').chunks()) {
          for (const end = performance.now() + 10; performance.now() < end;);
        }
      } finally {
        clearInterval(others);
      }
      expect(turns).toBeGreaterThan(1);
    },
  );

  it('lets others have their turn, and can be stopped, while there is nothing to give out', async () => {
    // A block with codes of its own takes long to begin, and may hold nothing; a stored one ends with a whole byte.
    const lengths = [...new Array<number>(256).fill(0), 1];
    const block = writeHeader(new DeflateWriter(), lengths, [0], false).bits(0, 1).block(0, false).bytes();
    const empty = Buffer.concat([block, Buffer.from([0, 0, 0xff, 0xff])]);
    const deflated = Buffer.concat([...new Array<Buffer>(20_000).fill(empty), Buffer.from([3, 0])]);
    const bytes = writeZip([{ name: 'a.xml', data: '', deflated, crc: 0, size: 0 }]);
    expect(await readAll(bytes, 'a.xml')).toEqual(Buffer.alloc(0));
    const stop = new AbortController();
    const limits = resolveLimits();
    const archive = await ZipArchive.open(await openByteSource(bytes, 1e8), limits);
    const chunks = archive.part('a.xml', new Watch(limits, stop.signal)).chunks();
    const reading = chunks.next();
    setImmediate(() => stop.abort());
    await expect(reading).rejects.toMatchObject({ code: 'aborted' });
  });

  it('reads an archive followed by stray bytes', async () => {
    const bytes = Buffer.concat([writeZip([{ name: 'a.xml', data: 'x' }]), Buffer.from('\r\n')]);
    expect((await readAll(bytes, 'a.xml')).toString()).toBe('x');
  });

  const refused: [string, ZipFile[], string, string][] = [
    ['a wrong checksum', [{ name: 'a.xml', data: 'x', crc: 1 }], 'corrupt_workbook', 'crc_mismatch'],
    [
      'a wrong checksum of a large entry',
      [{ name: 'a.xml', data: noise, crc: 1 }],
      'corrupt_workbook',
      'crc_mismatch',
    ],
    [
      'more bytes than declared',
      [{ name: 'a.xml', data: 'longer', size: 2 }],
      'corrupt_workbook',
      'size_mismatch',
    ],
    [
      'fewer bytes than declared',
      [{ name: 'a.xml', data: 'x', size: 9_999_999 }],
      'corrupt_workbook',
      'size_mismatch',
    ],
    ['two names', [{ name: 'a.xml', data: 'x', localName: 'b.xml' }], 'unsafe_workbook', 'name_mismatch'],
    ['a parent folder in its name', [{ name: '../a.xml', data: 'x' }], 'unsafe_workbook', 'path_escape'],
    [
      'a backslashed parent folder in its name',
      [{ name: 'b\\..\\..\\a.xml', data: 'x' }],
      'unsafe_workbook',
      'path_escape',
    ],
    ['an absolute name', [{ name: '/a.xml', data: 'x' }], 'unsafe_workbook', 'path_escape'],
    ['a drive in its name', [{ name: 'C:a.xml', data: 'x' }], 'unsafe_workbook', 'path_escape'],
    [
      'the name of another',
      [
        { name: 'a.xml', data: 'x' },
        { name: 'A.XML', data: 'y' },
      ],
      'unsafe_workbook',
      'duplicate_entry',
    ],
  ];

  it.each(refused)('refuses an entry with %s', async (_label, files, code, reason) => {
    expect(await failure(writeZip(files))).toMatchObject({ code, details: { reason } });
  });

  it('refuses entries that share bytes', async () => {
    const bytes = writeZip([
      { name: 'a.xml', data: 'x' },
      { name: 'b.xml', data: 'y' },
    ]);
    const second = bytes.indexOf(
      Buffer.from([0x50, 0x4b, 1, 2]),
      bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 4,
    );
    bytes.writeUInt32LE(0, second + 42);
    expect(await failure(bytes)).toMatchObject({
      code: 'unsafe_workbook',
      details: { reason: 'overlapping_entries' },
    });
  });

  it('tells an encrypted entry from a damaged one', async () => {
    expect(await failure(writeZip([{ name: 'a.xml', data: 'x', encrypted: true }]))).toMatchObject({
      code: 'encrypted_workbook',
    });
    const damaged = writeZip([{ name: 'a.xml', data: noise.subarray(0, 9_000) }]);
    damaged.fill(0xff, 40, 60);
    expect(await failure(damaged)).toMatchObject({ code: 'corrupt_workbook' });
  });

  it('says which part is missing', async () => {
    expect(await failure(writeZip([{ name: 'b.xml', data: 'x' }]))).toMatchObject({
      code: 'missing_part',
      details: { part: 'a.xml' },
    });
  });

  const exceeded: [keyof WorkbookLimits, Partial<WorkbookLimits>, ZipFile[]][] = [
    ['uploadBytes', { uploadBytes: 50 }, [{ name: 'a.xml', data: 'x' }]],
    [
      'entries',
      { entries: 1 },
      [
        { name: 'a.xml', data: 'x' },
        { name: 'b.xml', data: 'y' },
      ],
    ],
    ['partBytes', { partBytes: 1_000 }, [{ name: 'a.xml', data: noise }]],
    ['totalBytes', { totalBytes: 1_000 }, [{ name: 'a.xml', data: noise }]],
    ['inflationRatio', {}, [{ name: 'a.xml', data: Buffer.alloc(6_000_000) }]],
  ];

  it.each(exceeded)('stops at the limit %s', async (limit, limits, files) => {
    expect(await failure(writeZip(files), 'a.xml', limits)).toMatchObject({
      code: 'limit_exceeded',
      details: { limit },
    });
  });

  it('stops a large entry as soon as it is longer than declared', async () => {
    const bytes = writeZip([{ name: 'a.xml', data: noise, size: 300_000 }]);
    expect(await failure(bytes)).toMatchObject({
      code: 'corrupt_workbook',
      details: { reason: 'size_mismatch', size: expect.toSatisfy((size: number) => size < 700_000) },
    });
  });

  it('tells an entry that is cut from one that is damaged', async () => {
    const bytes = writeZip([{ name: 'a.xml', data: noise }]);
    const damaged = Buffer.from(bytes);
    damaged.fill(0xff, 60, 80);
    expect(await failure(damaged)).toMatchObject({ details: { reason: 'deflate', zlib: 'Z_DATA_ERROR' } });
    const directory = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    const cut = Buffer.from(bytes);
    cut.writeUInt32LE(cut.readUInt32LE(directory + 20) - 9, directory + 20);
    expect(await failure(cut)).toMatchObject({ details: { reason: 'deflate', zlib: 'Z_BUF_ERROR' } });
  });

  it('does not believe a small declared size of a bomb', async () => {
    const bytes = writeZip([{ name: 'a.xml', data: Buffer.alloc(6_000_000), size: 10 }]);
    expect(await failure(bytes)).toMatchObject({
      code: 'corrupt_workbook',
      details: { reason: 'size_mismatch' },
    });
  });

  it('counts a part that is read twice once', async () => {
    const limits = resolveLimits({ totalBytes: 4_000_000 });
    const archive = await ZipArchive.open(
      await openByteSource(writeZip([{ name: 'a.xml', data: noise }]), 1e8),
      limits,
    );
    for (let round = 0; round < 2; round += 1) {
      let size = 0;
      for await (const chunk of archive.part('a.xml').chunks()) size += chunk.length;
      expect(size).toBe(noise.length);
    }
  });
});
