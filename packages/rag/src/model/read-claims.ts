/**
 * What a text asserts with figures or references. Kinds are kept apart, so that `790 UVT` among the facts does not vouch for
 * `$ 790` or for `artículo 790`.
 */
export type ClaimKind = 'norm' | 'article' | 'box' | 'date' | 'percent' | 'uvt' | 'money' | 'number' | 'word';

export interface Claim {
  kind: ClaimKind;
  value: string;
  /** As it stands in the text, for the message that asks for a repair. */
  text: string;
}

const MONTHS = [
  'enero',
  'febrero',
  'marzo',
  'abril',
  'mayo',
  'junio',
  'julio',
  'agosto',
  'septiembre',
  'octubre',
  'noviembre',
  'diciembre',
];
const FIGURE = String.raw`\d+(?:\.\d{3})*(?:[.,]\d+)?`;
const REFERENCE = String.raw`\d+(?:-\d+)?`;
const REFERENCES = String.raw`${REFERENCE}(?:\s*(?:,|y|e|o|u|a|al|hasta)\s*(?:el\s+|la\s+)?${REFERENCE})*`;

// "un" and "una" are articles of speech as often as numbers, and are let through.
const NUMBER_WORDS = new RegExp(
  String.raw`\b(?:dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieci\w+|veint\w+|treinta|cuarenta|` +
    String.raw`cincuenta|sesenta|setenta|ochenta|noventa|cien|ciento|cientos|\w*cientos|\w*cientas|quinientos|quinientas|mil|miles|millon|millones|` +
    String.raw`billon|billones|doble|triple|mitad|tercio|tercios|cuarta parte|tercera parte)\b`,
  'g',
);

type Reader = [pattern: RegExp, read: (groups: readonly (string | undefined)[]) => Claim[]];

const READERS: Reader[] = [
  [
    /\b(ley|decreto|resolucion|concepto|sentencia|oficio|circular|acuerdo)\s+(?:unico\s+|dian\s+|reglamentario\s+)*(?:n[o.°º]*\s*)?([a-z]-?\d+|\d+(?:\.\d{3})*)(?:\s*(?:de|\/)\s*(\d{4}))?/g,
    ([text = '', kind = '', number = '', year]) => [
      claim('norm', `${kind} ${number.replaceAll('.', '').replace(/^0+/, '')}`, text),
      ...(year === undefined ? [] : [claim('number', year, text)]),
    ],
  ],
  [
    new RegExp(String.raw`\b(?:articulos?|arts?)\b\.?\s*(${REFERENCES})`, 'g'),
    ([text = '', list = '']) =>
      (list.match(/\d+(?:-\d+)?/g) ?? []).map((article) => claim('article', article, text)),
  ],
  [
    new RegExp(String.raw`\bcasillas?\s+(?:n[o.°º]*\s*)?(${REFERENCES})`, 'g'),
    ([text = '', list = '']) => (list.match(/\d+/g) ?? []).map((box) => claim('box', box, text)),
  ],
  [/\br\s?(\d{2,3})\b/g, ([text = '', box = '']) => [claim('box', box, text)]],
  [
    new RegExp(String.raw`\b(\d{1,2})\s+de\s+(${MONTHS.join('|')})(?:\s+(?:de|del)\s+(\d{4}))?`, 'g'),
    ([text = '', day = '', month = '', year]) => [
      claim('date', `${String(MONTHS.indexOf(month) + 1).padStart(2, '0')}-${day.padStart(2, '0')}`, text),
      ...(year === undefined ? [] : [claim('number', year, text)]),
    ],
  ],
  [
    /\b(\d{4})-(\d{2})-(\d{2})\b/g,
    ([text = '', year = '', month = '', day = '']) => [
      claim('date', `${month}-${day}`, text),
      claim('number', year, text),
    ],
  ],
  [
    new RegExp(String.raw`(${FIGURE})\s*(?:%|por ciento)`, 'g'),
    ([text = '', figure = '']) => [claim('percent', plain(figure), text)],
  ],
  [
    new RegExp(String.raw`(${FIGURE})\s*uvt\b`, 'g'),
    ([text = '', figure = '']) => [claim('uvt', plain(figure), text)],
  ],
  [
    new RegExp(String.raw`(?:\$|\bcop\b)\s*(-?${FIGURE})(?:\s*(millones|millon|mil)\b)?`, 'g'),
    ([text = '', figure = '', scale]) => [claim('money', scaled(figure, scale), text)],
  ],
  [
    new RegExp(String.raw`(${FIGURE})\s*(?:(millones|millon|mil)\b(?:\s+de)?(?:\s+pesos)?|pesos\b)`, 'g'),
    ([text = '', figure = '', scale]) => [claim('money', scaled(figure, scale), text)],
  ],
  [/\d[\d.,]*\d|\d/g, ([text = '']) => [claim('number', plain(text), text)]],
  [NUMBER_WORDS, ([text = '']) => [claim('word', text, text)]],
];

/** Every figure and reference of a Spanish text. Order matters inside: what one reader takes, the next no longer sees. */
export function readClaims(text: string): Claim[] {
  let rest = text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();
  const claims: Claim[] = [];
  for (const [pattern, read] of READERS) {
    rest = rest.replace(pattern, (...found: (string | number | undefined)[]) => {
      // String.replace passes the groups, then the position and the whole text.
      const position = found.findIndex((part) => typeof part === 'number');
      claims.push(...read(found.slice(0, position) as (string | undefined)[]));
      return ' ; ';
    });
  }
  return claims;
}

/** The claims of a text that no fact vouches for. A bare number may also be an amount written without its sign. */
export function unsupportedClaims(text: string, facts: readonly Claim[]): Claim[] {
  const known = new Set(facts.map(key));
  return readClaims(text).filter(
    (made) =>
      !known.has(key(made)) &&
      !(made.kind === 'number' && made.value.length > 3 && known.has(`money ${made.value}`)),
  );
}

function claim(kind: ClaimKind, value: string, text: string): Claim {
  return { kind, value, text: text.trim() };
}

function key({ kind, value }: Claim): string {
  return `${kind} ${value}`;
}

/** `1.234,50` → `1234.5`. Dots are thousands in Colombian Spanish when three digits follow, decimals otherwise. */
function plain(figure: string): string {
  const [whole = '', decimals = ''] = /^\d{1,3}(?:\.\d{3})+(?:,\d+)?$|^\d+(?:,\d+)?$/.test(figure)
    ? figure.replaceAll('.', '').split(',')
    : figure.replaceAll(',', '').split('.');
  const fraction = decimals.replace(/0+$/, '');
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

function scaled(figure: string, scale: string | undefined): string {
  const [whole = '0', fraction = ''] = plain(figure.replace('-', '')).split('.');
  const zeros = scale === undefined ? 0 : scale === 'mil' ? 3 : 6;
  if (fraction.length > zeros) return `${whole}.${fraction}`;
  return BigInt(whole + fraction.padEnd(zeros, '0')).toString();
}
