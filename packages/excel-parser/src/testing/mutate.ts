import type { Random } from './random.ts';

/** Pieces that mean something to a reader of workbooks, to be put where they do not belong. */
const XML_TOKENS = [
  '<',
  '>',
  '"',
  "'",
  '&',
  '&amp;',
  '&#0;',
  '&#xD800;',
  '&lol;',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<?',
  '?>',
  '<!DOCTYPE x [<!ENTITY a "b">]>',
  '</row>',
  '<row>',
  '<row r="99999999999">',
  '<c>',
  '</c>',
  '<c r="ZZZZ9">',
  '<c r="A1" t="s">',
  '<v>',
  '</v>',
  '<v>4294967296</v>',
  '<is><t>',
  '</t></is>',
  '<si>',
  '</si>',
  '<t/>',
  '</sheetData>',
  '<sheetData>',
  ' r="-1"',
  ' s="999999999"',
  ' t="s"',
  ' xml:space="preserve"',
  'xmlns:q="u"',
  '1e999',
  '-',
  '_x0000_',
  '_xD83D__xDE00_',
  '../../..',
  '\u0000',
  '\uFEFF',
  '\uFFFD',
];

/** Some small damage to bytes: flipped, cut, repeated, moved, or with foreign pieces in them. */
export function mutateBytes(bytes: Buffer, random: Random): Buffer {
  let mutated: Buffer = Buffer.from(bytes);
  for (
    let round = random.chance(0.6) ? 1 : random.integer(2, 4);
    round > 0 && mutated.length > 0;
    round -= 1
  ) {
    mutated = mutateOnce(mutated, random);
  }
  return mutated;
}

function mutateOnce(bytes: Buffer, random: Random): Buffer {
  const at = random.integer(0, bytes.length - 1);
  const length = Math.min(random.integer(1, random.chance(0.2) ? bytes.length : 16), bytes.length - at);
  const before = bytes.subarray(0, at);
  const after = bytes.subarray(at + length);
  const piece = bytes.subarray(at, at + length);
  switch (random.integer(0, 9)) {
    case 0:
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random.integer(0, 7));
      return bytes;
    case 1:
      bytes[at] = random.pick([0, 1, 0x7f, 0x80, 0xff, 0xfe, 0xc3, 0xed]);
      return bytes;
    case 2:
      return Buffer.concat([before, after]);
    case 3:
      return Buffer.concat([before, piece, piece, after]);
    case 4:
      return random.chance(0.2) ? Buffer.from(before) : Buffer.concat([before, piece.fill(0), after]);
    case 5:
      return Buffer.concat([before, Buffer.from(random.pick(XML_TOKENS)), after]);
    case 6:
    case 7:
    case 8:
      return replaceLetter(bytes, at, random);
    default: {
      const from = random.integer(0, bytes.length - 1);
      return Buffer.concat([before, bytes.subarray(from, from + length), bytes.subarray(at)]);
    }
  }
}

/** Another letter or digit in place of one: what remains is mostly still XML, and says something else. */
function replaceLetter(bytes: Buffer, from: number, random: Random): Buffer {
  for (let at = from; at < bytes.length; at += 1) {
    if (!/[0-9a-z]/i.test(String.fromCharCode(bytes[at]!))) continue;
    bytes[at] = random.pick('0123456789abcdefnrstvxABXZ-.'.split('')).charCodeAt(0);
    break;
  }
  return bytes;
}
