import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WorkbookError } from '../errors.ts';
import { resolveLimits } from '../limits.ts';
import { buildPersonalReport } from '../testing/index.ts';
import type { Row } from './cells.ts';
import { ScannerMemory } from './scanner-memory.ts';
import { readSharedStrings } from './shared-strings.ts';
import { openWorkbook } from './workbook.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** From now on there is no scanner, as in a process without WebAssembly. */
function takeScannersAway(): void {
  vi.stubGlobal('WebAssembly', undefined);
  while (ScannerMemory.acquire());
}

async function read(xml: Buffer, step: number, most = 40, tableBytes = xml.length): Promise<unknown> {
  async function* chunks(): AsyncGenerator<Buffer> {
    for (let at = 0; at < xml.length; at += step) {
      const chunk = Buffer.from(xml.subarray(at, at + step));
      yield chunk;
      // Its memory may be used again.
      chunk.fill('<');
    }
  }
  const limits = resolveLimits({ textBytes: 600, sharedStrings: most });
  try {
    const strings = await readSharedStrings(chunks(), { part: 'strings', limits, tableBytes });
    return Array.from({ length: strings.length }, (_, index) => textOf(strings, index));
  } catch (error) {
    if (!WorkbookError.isInstance(error)) throw error;
    return { code: error.code, details: error.details };
  }
}

/** A text is resolved when it is asked for, so that what is wrong with one is told then. */
function textOf(strings: Awaited<ReturnType<typeof readSharedStrings>>, index: number): unknown {
  try {
    return [strings.cell(index)?.text, strings.isDamaged(index)];
  } catch (error) {
    if (!WorkbookError.isInstance(error)) throw error;
    return error.code;
  }
}

const pick = (...values: string[]): fc.Arbitrary<string> => fc.constantFrom(...values);
const texts = fc.oneof(
  pick(
    '',
    'a',
    'Peñaranda & Hijos'.replace('&', '&amp;'),
    'x'.repeat(601),
    '  ',
    '_x0041_',
    'a\r\nb',
    '&#209;',
    '>',
    ']]>',
  ),
  pick('😀 uno', '日本語', 'a<!-- c -->b', '<![CDATA[<q>]]>', '\uFFFD', '\u0085', 'dañ\u0001o'),
  fc.string({ maxLength: 30, unit: pick('a', 'é', 'ñ', '€', '😀', ' ', '_', '&amp;') }),
);
const items = fc.oneof(
  { weight: 4, arbitrary: texts.map((text) => `<si><t>${text}</t></si>`) },
  texts.map((text) => `<si><t xml:space="preserve">${text}</t></si>`),
  texts.map((text) => `<si><r><t>${text}</t></r><r><rPr/><t>b</t></r><rPh><t>no</t></rPh></si>`),
  pick(
    '<si/>',
    '<si><t/></si>',
    '<si></si>',
    '\n<si>\n<t>a</t></si>',
    '<extLst><t>no</t></extLst>',
    '<si><t a="b">a</t></si>',
  ),
);
const tables = fc
  .record({
    inside: fc.array(items, { maxLength: 50 }),
    prefix: pick('', '', 'x:', 'ñ:', 'muy-largo-de-verdad:'),
    damage: fc.option(fc.tuple(fc.nat(), fc.constantFrom(0xff, 0xc3, 0xe2, 0x80)), { nil: undefined }),
  })
  .map(({ inside, prefix, damage }) => {
    const xml = Buffer.from(`<sst>${inside.join('')}</sst>`.replace(/<(\/?)(?=[a-z])/gi, `<$1${prefix}`));
    // Into a text, if there is one: behind the first start tag of a text from there.
    const at = damage ? xml.indexOf('t>', damage[0] % xml.length) + 2 : 1;
    if (damage && at > 1 && at < xml.length - 1 && xml[at] !== 0x3c) xml[at] = damage[1];
    return xml;
  });

describe('shared strings', () => {
  it('are the same with the scanner and without, however the bytes are cut', async () => {
    const cases = fc.sample(fc.tuple(tables, fc.integer({ min: 1, max: 2_000 })), 1_000);
    const scanned = await Promise.all(cases.map(([xml, step]) => read(xml, step)));
    takeScannersAway();
    const tokenized = await Promise.all(cases.map(([xml]) => read(xml, xml.length)));
    for (const [index, [xml, step]] of cases.entries()) {
      expect(scanned[index], `${xml.toString('latin1')} by ${step}`).toEqual(tokenized[index]);
    }
  });

  it('are cut from their own stretch, whether stretches are short or long', async () => {
    const texts = Array.from(
      { length: 20_000 },
      (_, index) => `Señor ${index}${' y compañía'.repeat(index % 5)}`,
    );
    const items = texts.map((text, index) =>
      index % 997 === 0 ? `<si><r><t>${text}</t></r></si>` : `<si><t>${text}</t></si>`,
    );
    const xml = Buffer.from(`<sst>${items.join('')}</sst>`);
    const expected = texts.map((text) => [text, false]);
    expect(await read(xml, 262_144, texts.length, 0)).toEqual(expected);
    expect(await read(xml, 262_144, texts.length, 2 ** 21)).toEqual(expected);
  });

  it('are told as damaged each time, and only those that are', async () => {
    const xml = Buffer.concat([
      Buffer.from('<sst><si><t>uno</t></si><si><t>da'),
      Buffer.from([0xff]),
      Buffer.from(`o</t></si>${'<si><t>Ñandú</t></si>'.repeat(30)}</sst>`),
    ]);
    const found = (await read(xml, xml.length)) as unknown[];
    expect(found.slice(0, 3)).toEqual([
      ['uno', false],
      ['da\uFFFDo', true],
      ['Ñandú', false],
    ]);
    expect(found).toHaveLength(32);
  });
});

describe('a workbook without the scanner', () => {
  it('reads the same', async () => {
    const { bytes } = buildPersonalReport({ seed: 11 });
    const readAll = async (): Promise<Row[]> => {
      await using workbook = await openWorkbook(bytes);
      const rows: Row[] = [];
      for await (const batch of workbook.rows(0)) rows.push(...batch);
      return rows;
    };
    const scanned = await readAll();
    takeScannersAway();
    expect(await readAll()).toEqual(scanned);
    expect(scanned.length).toBeGreaterThan(10);
  });
});
