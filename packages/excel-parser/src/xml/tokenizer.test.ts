import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveLimits, type WorkbookLimits } from '../limits.ts';
import { Utf8Decoder } from './encoding.ts';
import { decodeXmlText } from './text.ts';
import { XmlTokenizer } from './tokenizer.ts';

/** The document as a list of events, with texts decoded and neighbouring ones joined. */
function events(chunks: readonly Buffer[], limits: Partial<WorkbookLimits> = {}): string[] {
  const seen: string[] = [];
  let text = '';
  const flush = (): void => {
    if (text !== '') seen.push(`"${text}"`);
    text = '';
  };
  const tokenizer = new XmlTokenizer(
    {
      open(tag) {
        flush();
        const attributes = [...tag.attributes()].map(([name, value]) => ` ${name}=${value}`);
        seen.push(`<${tag.name()}${attributes.join('')}>`);
      },
      close(depth) {
        flush();
        seen.push(`</${depth}>`);
      },
      text(bytes, start, end, literal) {
        text += decodeXmlText(bytes, start, end, literal);
      },
      settle() {},
    },
    'part.xml',
    resolveLimits(limits),
  );
  for (const chunk of chunks) {
    const reused = Buffer.from(chunk);
    tokenizer.write(reused);
    reused.fill('<');
  }
  tokenizer.end();
  return seen;
}

const xml = (text: string): Buffer[] => [Buffer.from(text)];

describe('XML tokenizer', () => {
  const documents: [string, string, string[]][] = [
    ['prefixes', '<x:a xmlns:x="u"><x:b/></x:a>', ['<a xmlns:x=u>', '<b>', '</2>', '</1>']],
    ['single and double quotes', `<a b='1 "2"' c="3 '4'"/>`, [`<a b=1 "2" c=3 '4'>`, '</1>']],
    ['a > inside of a value', '<a b="1>2"/>', ['<a b=1>2>', '</1>']],
    ['blanks and line ends in tags', '<a\n b = "1"\t></a >', ['<a b=1>', '</1>']],
    ['entities', '<a b="&quot;&#241;">&lt;&amp;&#xF1;&apos;&gt;</a>', ['<a b="ñ>', `"<&ñ'>"`, '</1>']],
    [
      'comments and instructions',
      '<?xml version="1.0"?><!-- <b> --><a>1<!-- - -->2<?p <?>3</a><!---->',
      ['<a>', '"123"', '</1>'],
    ],
    ['line ends', '<a>1\r\n2\r3\n</a>', ['<a>', '"1\n2\n3\n"', '</1>']],
  ];

  it.each(documents)('reads %s', (_label, document, expected) => {
    expect(events(xml(document))).toEqual(expected);
  });

  it('takes CDATA as it is written', () => {
    expect(events(xml('<a>1<![CDATA[<&lt;]]>3<![CDATA[]]></a>'))).toEqual(['<a>', '"1<&lt;3"', '</1>']);
  });

  it('gives U+FFFD for bytes that are no UTF-8', () => {
    expect(events([Buffer.from('<a>PE\u00D1A</a>', 'latin1')])).toEqual(['<a>', '"PE\uFFFDA"', '</1>']);
  });

  const malformed: [string, string, string, string][] = [
    ['crossed tags', '<a><b></a></b>', 'corrupt_workbook', 'xml_nesting'],
    ['an end without a start', '</a>', 'corrupt_workbook', 'xml_nesting'],
    ['a missing end', '<a><b></b>', 'corrupt_workbook', 'xml_incomplete'],
    ['a tag cut short', '<a><b', 'corrupt_workbook', 'xml_incomplete'],
    ['no element', '  ', 'corrupt_workbook', 'xml_incomplete'],
    ['two roots', '<a/><b/>', 'corrupt_workbook', 'xml_roots'],
    ['text before the root', 'x<a/>', 'corrupt_workbook', 'xml_text'],
    ['text after the root', '<a/>x', 'corrupt_workbook', 'xml_incomplete'],
    ['an attribute without quotes', '<a b=1/>', 'corrupt_workbook', 'xml_attribute'],
    ['an attribute without value', '<a b/>', 'corrupt_workbook', 'xml_attribute'],
    ['an unknown entity', '<a>&bomb;</a>', 'corrupt_workbook', 'xml_entity'],
    ['a bare ampersand', '<a>1 & 2</a>', 'corrupt_workbook', 'xml_entity'],
    ['a character that XML may not hold', '<a>&#0;</a>', 'corrupt_workbook', 'xml_entity'],
    ['a document type', '<!DOCTYPE a><a/>', 'unsafe_workbook', 'doctype'],
    [
      'too many attributes',
      `<a ${Array.from({ length: 300 }, (_, index) => `b${index}="1"`).join(' ')}/>`,
      'unsafe_workbook',
      'attributes',
    ],
  ];

  it.each(malformed)('refuses %s', (_label, document, code, reason) => {
    expect(() => events(xml(document))).toThrow(
      expect.objectContaining({ code, details: expect.objectContaining({ reason }) }),
    );
  });

  it('stops at deep nesting and at long texts, also when they never end', () => {
    expect(() => events(xml('<a>'.repeat(70)))).toThrow(expect.objectContaining({ code: 'limit_exceeded' }));
    const long = 'x'.repeat(2_000);
    for (const document of [`<a>${long}</a>`, `<a b="${long}"/>`, `<a>${long}`, `<a><!--${long}`]) {
      expect(() => events(xml(document), { textBytes: 1_000 })).toThrow(
        expect.objectContaining({ code: 'limit_exceeded' }),
      );
    }
  });

  it('gives the same events however the bytes are cut', () => {
    const document = Buffer.from(
      '<?xml version="1.0"?><x:a k="ñ&amp;">Año 😀 &#x1F600;<b c=\'d\'/><!-- é --><![CDATA[ü]]]]><?p q?> Ñandú</x:a>',
    );
    const whole = events([document]);
    expect(whole).toContain('"Año 😀 😀"');
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: document.length }), { maxLength: 12 }), (cuts) => {
        const places = [0, ...cuts.sort((left, right) => left - right), document.length];
        expect(events(places.slice(1).map((end, index) => document.subarray(places[index], end)))).toEqual(
          whole,
        );
      }),
    );
    expect(events([...document].map((byte) => Buffer.from([byte])))).toEqual(whole);
  });
});

describe('encodings', () => {
  function decoded(bytes: Buffer, step: number): string {
    const decoder = new Utf8Decoder();
    const pieces: (Buffer | undefined)[] = [];
    for (let at = 0; at < bytes.length; at += step) pieces.push(decoder.write(bytes.subarray(at, at + step)));
    pieces.push(decoder.end());
    return Buffer.concat(pieces.filter((piece) => piece !== undefined)).toString();
  }
  const text = `<a>${'Ñandú 😀 '.repeat(60)}</a>`;
  const bigEndian = Buffer.from(`\uFEFF${text}`, 'utf16le').swap16();
  const latin = '<?xml version="1.0" encoding="ISO-8859-1"?><a>PEÑA</a>';

  it.each([
    ['UTF-8', Buffer.from(text), text],
    ['UTF-8 with byte order mark', Buffer.from(`\uFEFF${text}`), text],
    ['UTF-16 little endian', Buffer.from(`\uFEFF${text}`, 'utf16le'), text],
    ['UTF-16 big endian', bigEndian, text],
    ['UTF-16 without byte order mark', Buffer.from(text, 'utf16le'), text],
    ['a declared encoding', Buffer.from(latin, 'latin1'), latin],
    ['nothing', Buffer.alloc(0), ''],
  ])('turns %s into UTF-8 over any chunk border', (_label, bytes, expected) => {
    for (const step of [1, 7, 300, 10_000]) expect(decoded(bytes, step)).toBe(expected);
  });

  it('refuses an encoding that nobody knows', () => {
    const reading = (): string => decoded(Buffer.from('<?xml version="1.0" encoding="klingon"?><a/>'), 99);
    expect(reading).toThrow(
      expect.objectContaining({
        code: 'corrupt_workbook',
        details: { reason: 'xml_encoding', encoding: 'klingon' },
      }),
    );
  });
});
