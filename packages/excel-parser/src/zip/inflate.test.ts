import {
  constants,
  crc32,
  createDeflateRaw,
  deflateRawSync,
  inflateRawSync,
  type ZlibOptions,
} from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DeflateWriter,
  fixedLengths,
  randomBlocks,
  randomContent,
  wordsOf,
  writeHeader,
} from '../testing/deflate-writer.ts';
import { createRandom } from '../testing/random.ts';
import { inflate, inflateByZlib, InflateError, type Progress } from './inflate.ts';

/** So much is handed over at once. */
const REGION = 256 * 1024;

/** What the bytes are inflated to, or why they are not. */
type Outcome = Buffer | string;

/** As zlib inflates: what we compare with. */
function byZlib(deflated: Buffer): Outcome {
  try {
    return inflateRawSync(deflated);
  } catch (error) {
    return (error as { code: string }).code;
  }
}

/** As we do, of pieces of such sizes, the last of which repeats. */
async function byOurs(
  deflated: Buffer,
  sizes: readonly number[] = [65_536],
  how = inflate,
): Promise<Outcome> {
  async function* pieces(): AsyncGenerator<Buffer> {
    for (let at = 0, index = 0; at < deflated.length; index += 1) {
      const size = sizes[Math.min(index, sizes.length - 1)]!;
      yield deflated.subarray(at, at + size);
      at += size;
    }
  }
  const progress: Progress = { compressedRead: 0, crc: 0 };
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of how(pieces(), progress)) {
      // Its memory is used again.
      chunks.push(Buffer.from(chunk));
      expect(progress.crc).toBe(crc32(Buffer.concat(chunks)));
    }
  } catch (error) {
    if (!(error instanceof InflateError)) throw error;
    return error.code;
  }
  return Buffer.concat(chunks);
}

/** Why both refuse may differ: we refuse a header without any code at once, zlib when all lengths were to have followed. */
function same(ours: Outcome, zlib: Outcome): boolean {
  if (typeof ours === 'string' || typeof zlib === 'string') return typeof ours === typeof zlib;
  return ours.equals(zlib);
}

const lengths = fc.oneof(
  fc.nat(400),
  fc.nat(40_000),
  fc.nat(600).map((more) => REGION - 300 + more),
  fc.nat(600).map((more) => 2 * REGION - 300 + more),
  fc.constant(700_000),
);
const contents = fc
  .record({ seed: fc.nat(), bytes: lengths })
  .map(({ seed, bytes }) => randomContent(createRandom(seed), bytes));

const options: fc.Arbitrary<ZlibOptions> = fc.record({
  level: fc.integer({ min: 0, max: 9 }),
  strategy: fc.constantFrom(
    constants.Z_DEFAULT_STRATEGY,
    constants.Z_FILTERED,
    constants.Z_HUFFMAN_ONLY,
    constants.Z_RLE,
    constants.Z_FIXED,
  ),
  memLevel: fc.integer({ min: 1, max: 9 }),
  windowBits: fc.integer({ min: 9, max: 15 }),
});
const sizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 300_000 })), {
  minLength: 1,
  maxLength: 5,
});

/** Deflates with a flush in the middle, which leaves blocks that are short, empty or not whole bytes. */
async function deflateFlushing(content: Buffer, flush: number, zlibOptions: ZlibOptions): Promise<Buffer> {
  const deflate = createDeflateRaw(zlibOptions);
  const chunks: Buffer[] = [];
  deflate.on('data', (chunk: Buffer) => chunks.push(chunk));
  const half = content.length >> 1;
  deflate.write(content.subarray(0, half));
  await new Promise<void>((resolve) => deflate.flush(flush, resolve));
  deflate.end(content.subarray(half));
  await new Promise((resolve) => deflate.once('end', resolve));
  return Buffer.concat(chunks);
}

describe('inflating', () => {
  it('gives what was deflated, however it was, and however its bytes come', async () => {
    await fc.assert(
      fc.asyncProperty(contents, options, sizes, async (content, zlibOptions, pieces) => {
        // The last size repeats: a long part is not given byte by byte.
        const cut = [...pieces, Math.max(pieces.at(-1)!, content.length >> 6, 1)];
        const inflated = await byOurs(deflateRawSync(content, zlibOptions), cut);
        expect(same(inflated, content)).toBe(true);
      }),
      { numRuns: 120 },
    );
  });

  it('gives what was deflated with flushes', async () => {
    const flushes = fc.constantFrom(
      constants.Z_PARTIAL_FLUSH,
      constants.Z_SYNC_FLUSH,
      constants.Z_FULL_FLUSH,
      constants.Z_BLOCK,
    );
    await fc.assert(
      fc.asyncProperty(contents, flushes, options, async (content, flush, zlibOptions) => {
        const deflated = await deflateFlushing(content, flush, zlibOptions);
        expect(same(await byOurs(deflated, [1_000]), content)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('reads codes that no compressor chooses, as zlib does', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 2_000 }), async (seed, size) => {
        const deflated = randomBlocks(createRandom(seed));
        const zlib = byZlib(deflated);
        expect(zlib).toBeInstanceOf(Buffer);
        expect(same(await byOurs(deflated, [size]), zlib)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('reads and refuses what zlib does, when bytes are changed', async () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), {
      minLength: 1,
      maxLength: 3,
    });
    await fc.assert(
      fc.asyncProperty(options, fc.nat(), changes, async (zlibOptions, seed, changed) => {
        const random = createRandom(seed);
        const short = randomContent(random, random.integer(1, 5_000));
        const deflated = random.chance(0.3) ? randomBlocks(random) : deflateRawSync(short, zlibOptions);
        for (const [at, by] of changed) {
          // Headers are where most can be wrong.
          const place = random.chance(0.5) ? at % Math.min(80, deflated.length) : at % deflated.length;
          deflated[place]! ^= by;
        }
        expect(same(await byOurs(deflated, [random.integer(1, 600)]), byZlib(deflated))).toBe(true);
      }),
      { numRuns: 1_500 },
    );
  });

  it('reads and refuses what zlib does, when the header of a block is noise', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 10, maxLength: 120 }), async (noise) => {
        const deflated = Buffer.from(noise);
        deflated[0] = (deflated[0]! & ~7) | 5;
        expect(same(await byOurs(deflated), byZlib(deflated))).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('needs all of the bytes, and may be given them in any two pieces', async () => {
    const content = Buffer.from(
      'año gravable 2025, '.repeat(40) + 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
    );
    for (const strategy of [constants.Z_DEFAULT_STRATEGY, constants.Z_FIXED]) {
      const deflated = Buffer.concat([deflateFull(content, strategy), deflateRawSync(content, { level: 0 })]);
      const expected = Buffer.concat([content, content]);
      for (let cut = 0; cut <= deflated.length; cut += 1) {
        expect(same(await byOurs(deflated, [Math.max(cut, 1), deflated.length]), expected)).toBe(true);
        if (cut < deflated.length) expect(await byOurs(deflated.subarray(0, cut))).toBe('Z_BUF_ERROR');
      }
    }
  });

  it('does not look at what stands behind the end', async () => {
    const deflated = Buffer.concat([deflateRawSync('hola'), Buffer.from([0xff, 0xff, 0xff])]);
    expect(String(await byOurs(deflated))).toBe('hola');
    expect(String(await byOurs(deflated, [1]))).toBe('hola');
  });

  const fixed = wordsOf(fixedLengths);
  const fixedBlock = (): DeflateWriter => new DeflateWriter().block(1);
  const ones = (count: number): number[] => [...new Array<number>(count).fill(1)];
  const zeroes = (count: number): number[] => [...new Array<number>(count).fill(0)];
  /** A literal A, then a match of three bytes with this symbol for its distance. */
  const match = (distance: number, extra = 0, extraBits = 0): Buffer =>
    fixedBlock()
      .word(fixed[65]!)
      .word(fixed[257]!)
      .word({ word: distance, length: 5 })
      .bits(extra, extraBits)
      .word(fixed[256]!)
      .bytes();

  const damaged: [string, Buffer][] = [
    ['a block of a type that there is not', new DeflateWriter().block(3).bytes()],
    [
      'a stored length that is not told twice',
      new DeflateWriter().block(0).bits(0, 5).bits(1, 16).bits(1, 16).bytes(),
    ],
    ['the length symbol 286', fixedBlock().word(fixed[286]!).bits(0, 40).bytes()],
    ['the length symbol 287', fixedBlock().word(fixed[287]!).bits(0, 40).bytes()],
    ['the distance symbol 30', match(30)],
    ['the distance symbol 31', match(31)],
    ['a distance before the beginning', match(1)],
    ['a distance far before the beginning', match(29, 8_191, 13)],
    [
      'too many length symbols',
      writeHeader(new DeflateWriter(), [1, ...zeroes(255), 1, ...zeroes(30)], [1, 1])
        .bits(1, 40)
        .bytes(),
    ],
    [
      'too many distance symbols',
      writeHeader(new DeflateWriter(), [1, ...zeroes(255), 1], [1, 1, ...zeroes(29)])
        .bits(1, 40)
        .bytes(),
    ],
    [
      'a header whose code has too many words',
      new DeflateWriter().block(2).bits(0, 14).bits(0o1111, 12).bits(0, 60).bytes(),
    ],
    [
      'a header whose code has too few words',
      new DeflateWriter().block(2).bits(0, 14).bits(0o0001, 12).bits(0, 60).bytes(),
    ],
    ['too many words for lengths', writeHeader(new DeflateWriter(), ones(257), [1, 1]).bits(0, 40).bytes()],
    [
      'too few words for lengths',
      writeHeader(new DeflateWriter(), [...zeroes(255), 2, 2], [1, 1])
        .bits(0, 40)
        .bytes(),
    ],
    [
      'too many words for distances',
      writeHeader(new DeflateWriter(), [...zeroes(255), 1, 1], ones(3))
        .bits(0, 40)
        .bytes(),
    ],
    [
      'too few words for distances',
      writeHeader(new DeflateWriter(), [...zeroes(255), 1, 1], [2, 2])
        .bits(0, 40)
        .bytes(),
    ],
    [
      'no word for the end of the block',
      writeHeader(new DeflateWriter(), [1, 1, ...zeroes(255)], [1, 1])
        .bits(0, 40)
        .bytes(),
    ],
    [
      'a repetition of no length',
      new DeflateWriter().block(2).bits(0, 14).bits(0o0011, 12).bits(0, 40).bytes(),
    ],
    [
      'a word that only the end of the block has',
      writeHeader(new DeflateWriter(), [...zeroes(256), 1], [0])
        .bits(1, 1)
        .bits(0, 40)
        .bytes(),
    ],
    [
      'a match without a code for distances',
      writeHeader(new DeflateWriter(), [...zeroes(256), 1, 1], [0])
        .bits(1, 1)
        .bits(0, 40)
        .bytes(),
    ],
  ];

  it.each(damaged)('refuses %s', async (_label, deflated) => {
    expect(byZlib(deflated)).toBe('Z_DATA_ERROR');
    expect(await byOurs(deflated)).toBe('Z_DATA_ERROR');
    // Close to the end of the input and far from it are two loops.
    const followed = Buffer.concat([deflated, Buffer.alloc(100)]);
    expect(await byOurs(followed)).toBe('Z_DATA_ERROR');
    expect(await byOurs(followed, [1])).toBe('Z_DATA_ERROR');
  });

  it('reads a match with what is farthest away, at the beginning of what is handed over', async () => {
    const content = randomContent(createRandom(1), REGION);
    const stored = deflateRawSync(content, { level: 0, finishFlush: constants.Z_FULL_FLUSH });
    const farthest = fixedBlock().word(fixed[257]!).word({ word: 29, length: 5 }).bits(8_191, 13);
    const deflated = Buffer.concat([stored, farthest.word(fixed[256]!).bytes()]);
    const expected = Buffer.concat([content, content.subarray(REGION - 32_768, REGION - 32_765)]);
    expect(byZlib(deflated)).toEqual(expected);
    expect(same(await byOurs(deflated), expected)).toBe(true);
  });

  it('reads a block that has only its end', async () => {
    const deflated = writeHeader(new DeflateWriter(), [...zeroes(256), 1], [0])
      .bits(0, 1)
      .bytes();
    expect(byZlib(deflated)).toEqual(Buffer.alloc(0));
    expect(await byOurs(deflated)).toEqual(Buffer.alloc(0));
  });

  it('does the same without WebAssembly', async () => {
    const content = Buffer.from('lo mismo '.repeat(50_000));
    const deflated = deflateRawSync(content);
    expect(same(await byOurs(deflated, [700], inflateByZlib), content)).toBe(true);
    expect(await byOurs(deflated.subarray(0, 500), [700], inflateByZlib)).toBe('Z_BUF_ERROR');
    expect(await byOurs(Buffer.from([0xff, 0xff]), [700], inflateByZlib)).toBe('Z_DATA_ERROR');
    expect(
      same(await byOurs(Buffer.concat([deflated, Buffer.alloc(9)]), [700], inflateByZlib), content),
    ).toBe(true);
  });

  it('passes on why its input could not be read, with WebAssembly and without', async () => {
    async function* failing(): AsyncGenerator<Buffer> {
      yield deflateRawSync('hola').subarray(0, 2);
      throw new RangeError('no more');
    }
    for (const how of [inflate, inflateByZlib]) {
      const chunks = how(failing(), { compressedRead: 0, crc: 0 });
      await expect(chunks.next()).rejects.toThrow('no more');
    }
  });
});

/** Ends with a flush, so that other deflated bytes may follow. */
function deflateFull(content: Buffer, strategy: number): Buffer {
  return deflateRawSync(content, { strategy, finishFlush: constants.Z_FULL_FLUSH });
}
