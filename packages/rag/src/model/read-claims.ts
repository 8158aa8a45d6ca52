import { digitsForWords, ordinalOf, romanValue } from './number-words.ts';

/**
 * What a text asserts with figures or references. Kinds are kept apart, so that `790 UVT` among the facts does not vouch for
 * `$ 790` or for `artículo 790`.
 */
export type ClaimKind =
  | 'norm'
  | 'article'
  | 'part'
  | 'box'
  | 'date'
  | 'month'
  | 'percent'
  | 'rate'
  | 'uvt'
  | 'money'
  | 'foreign'
  | 'time'
  | 'ordinal'
  | 'code'
  | 'number'
  | 'word';

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
const MONTH = MONTHS.join('|');
// Grouped by dots, commas, spaces or apostrophes; or as it comes.
const FIGURE = String.raw`(?:\d{1,3}(?:[.,'’ ]\d{3})+(?![\d])(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d+)*)`;
const SCALE = String.raw`(?:(mil\s+millones|millones|millon|billones|billon|mil|mm|m|k)\b)`;
const REFERENCE = String.raw`\d+(?:-\d+)?`;
const REFERENCES = String.raw`${REFERENCE}(?:\s*(?:,|y|e|o|u|a|al|hasta)\s*(?:el\s+|la\s+)?${REFERENCE})*`;
const NUMBER_SIGN = String.raw`(?:n(?:umeros?|[.\s]*(?:os?|[°º])|\.)\.?\s*)?`;
const NORM_KINDS =
  'ley|leyes|decretos?|resolucion|resoluciones|conceptos?|sentencias?|oficios?|circular|circulares|acuerdos?|ordenanzas?|autos?|doctrina|expedientes?|radicados?';
const PARTS =
  'numerales|numeral|num|literales|literal|lit|paragrafos|paragrafo|par|incisos|inciso|capitulo|titulo|libro|tope|topes';

// Amounts that say no figure. "tercero" is a third party as often as a rank.
const AMOUNT_WORDS =
  /\b(?:doble|triple|cuadruple|mitad|tercios?|dos terceras partes|tercera parte|cuarta parte|quinta parte|decima parte|cientos|cientas|miles|docenas?|decenas?|centenas?|centenares)\b/g;

type Reader = [pattern: RegExp, read: (groups: readonly (string | undefined)[]) => Claim[]];

const READERS: Reader[] = [
  [
    new RegExp(
      String.raw`\b(${NORM_KINDS})\s+(?:unico\s+|dian\s+|reglamentario\s+|general\s+|unificado\s+|de\s+unificacion\s+)*${NUMBER_SIGN}([a-z]{1,3}-?\d+|\d+(?:\.\d{3})*)(?:\s*(?:de|del|\/|-)\s*(?:ano\s+)?(?:\d{1,2}\s+de\s+(?:${MONTH})\s+de\s+)?(\d{4}))?`,
      'g',
    ),
    ([text = '', kind = '', number = '', year]) => {
      const name = `${singular(kind)} ${number.replaceAll('.', '').replace(/^0+/, '')}`;
      return [claim('norm', year === undefined ? name : `${name}/${year}`, text)];
    },
  ],
  [
    /\bcodigo\s+(?:de\s+|del\s+|general\s+)*([a-z]{3,})\b/g,
    ([text = '', name = '']) => [claim('norm', `codigo ${name}`, text)],
  ],
  [/\bconstitucion(?:\s+politica)?\b/g, ([text = '']) => [claim('norm', 'constitucion', text)]],
  [
    new RegExp(String.raw`\b(?:articulos?|arts?)\b\.?\s*${NUMBER_SIGN}(${REFERENCES})`, 'g'),
    ([text = '', list = '']) =>
      (list.match(/\d+(?:-\d+)?/g) ?? []).map((article) => claim('article', article, text)),
  ],
  [
    new RegExp(
      String.raw`\b(?:casillas?|casilleros?|renglon(?:es)?|cas\.)\s*${NUMBER_SIGN}(${REFERENCES})`,
      'g',
    ),
    ([text = '', list = '']) => (list.match(/\d+/g) ?? []).map((box) => claim('box', box, text)),
  ],
  [/\br\s?(\d{2,3})\b/g, ([text = '', box = '']) => [claim('box', box, text)]],
  [
    new RegExp(String.raw`\b(${PARTS})\b\.?\s*${NUMBER_SIGN}(\d+|[a-z](?![a-z]))[.°º)]*`, 'g'),
    ([text = '', part = '', which = '']) => [claim('part', `${part.slice(0, 3)} ${which}`, text)],
  ],
  [
    new RegExp(
      String.raw`\b(\d{1,2})(?:\s*(?:[°º]|ro\b))?\s+de\s+(${MONTH})(?:\s+(?:de|del)\s+(?:ano\s+)?(\d{4}))?`,
      'g',
    ),
    ([text = '', day = '', month = '', year]) => [dateClaim(text, day, MONTHS.indexOf(month) + 1, year)],
  ],
  [
    new RegExp(String.raw`\b(${MONTH})(?:\s+(?:de|del)\s+(?:ano\s+)?(\d{4}))?\b`, 'g'),
    ([text = '', month = '', year]) => [
      claim('month', `${year === undefined ? '' : `${year}-`}${twoDigits(MONTHS.indexOf(month) + 1)}`, text),
    ],
  ],
  [
    /\b(\d{4})[-/](\d{1,2})[-/](\d{1,2})\b/g,
    ([text = '', year = '', month = '', day = '']) => [dateClaim(text, day, Number(month), year)],
  ],
  [
    /\b(\d{1,2})[-/](\d{1,2})[-/](\d{4})\b/g,
    ([text = '', day = '', month = '', year = '']) => [dateClaim(text, day, Number(month), year)],
  ],
  [
    new RegExp(String.raw`(${FIGURE})\s*(?:%|puntos\s+porcentuales)`, 'g'),
    ([text = '', figure = '']) => [claim('percent', plain(figure), text)],
  ],
  [
    new RegExp(String.raw`(${FIGURE})\s*(?:‰|x\s*1\.?000\b)`, 'g'),
    ([text = '', figure = '']) => [claim('rate', plain(figure), text)],
  ],
  [
    new RegExp(String.raw`(${FIGURE})\s*\(?(?:uvts?\b|unidades\s+de\s+valor\s+tributario)`, 'g'),
    ([text = '', figure = '']) => [claim('uvt', plain(figure), text)],
  ],
  [
    new RegExp(
      String.raw`(?:(?:us\s*\$|u\$s|usd|eur|€|£|¥)\s*(${FIGURE})|(${FIGURE})\s*(?:usd|eur|€|dolares|euros|libras|bitcoins?|smmlv|smlmv|salarios\s+minimos))(?:\s*${SCALE})?`,
      'g',
    ),
    ([text = '', before, after, scale]) => [claim('foreign', scaled(before ?? after ?? '', scale), text)],
  ],
  [
    new RegExp(String.raw`(?:\$|\bcop\b|\bpesos?\s)\s*(-?\s*${FIGURE})(?:\s*${SCALE})?`, 'g'),
    ([text = '', figure = '', scale]) => [claim('money', scaled(figure, scale), text)],
  ],
  [
    new RegExp(String.raw`(${FIGURE})\s*(?:${SCALE}(?:\s+de)?(?:\s+pesos)?|(?:de\s+)?pesos\b|cop\b)`, 'g'),
    ([text = '', figure = '', scale]) => [claim('money', scaled(figure, scale), text)],
  ],
  [
    /\b(\d+)\s+(anos?|meses|mes|dias?|semanas?|horas?)(?:\s+(?:habiles|calendario))?\b/g,
    ([text = '', count = '', unit = '']) => [claim('time', `${count} ${unit.slice(0, 3)}`, text)],
  ],
  [
    /\b(\d+)\s?\/\s?(\d+)\b/g,
    ([text = '', over = '', under = '']) => [claim('code', `${over}/${under}`, text)],
  ],
  [
    /\b(\d{1,2})\.?(?:[°º]|(?:er|ro|ra|do|da|to|ta|o|a)\b)/g,
    ([text = '', rank = '']) => [claim('ordinal', rank, text)],
  ],
  // What letters and digits make together: `1e6`, `et-592`, a plate.
  [/\b(?:[a-z]+[-_]?\d[\w-]*|\d+[a-z][\w-]*)/g, ([text = '']) => [claim('code', text, text)]],
  // Digit after digit, as in a number that is spelt out to slip through.
  [
    /(?<!\d)\d(?:[\s.·_-]{1,3}\d(?!\d)){3,}/g,
    ([text = '']) => [claim('number', text.replace(/\D/g, ''), text)],
  ],
  [new RegExp(String.raw`(?<!\d)${FIGURE}`, 'g'), ([text = '']) => [claim('number', plain(text), text)]],
  [AMOUNT_WORDS, ([text = '']) => [claim('word', text.replace(/\s+/g, ' '), text)]],
  [
    /\b(?<!en )(primer|primera|segund[oa]|tercer|cuart[oa]|quint[oa]|sext[oa]|septim[oa]|octav[oa]|noven[oa]|decim[oa])s?\b(?! lugar)/g,
    ([text = '', word = '']) => [claim('ordinal', String(ordinalOf(word)), text)],
  ],
];

/** Every figure and reference of a Spanish text. Order matters inside: what one reader takes, the next no longer sees. */
export function readClaims(text: string): Claim[] {
  const { rest: withoutRoman, claims } = takeRomans(text.normalize('NFKC'));
  let rest = digitsForWords(
    withoutRoman
      .normalize('NFD')
      .replace(/[\u0300-\u036f]/g, '')
      .toLowerCase()
      // Before numbers in words are read: in these, "ciento" and "mil" are none.
      .replace(/\bpor\s*ciento\b/g, '%')
      .replace(/\b(?:por|x)\s*mil\b/g, '‰'),
  ).replace(/\b(?:uno|una|un)\b(?=\s*(?:%|‰|uvt))/g, '1');
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
  const known = new Set(facts.flatMap(vouchedBy));
  return readClaims(text).filter((made) => {
    if (known.has(key(made))) return false;
    return !(made.kind === 'number' && made.value.length > 3 && known.has(`money ${made.value}`));
  });
}

/** A law with its year vouches for the law; a whole date for the day, and for its month and year. */
function vouchedBy(fact: Claim): string[] {
  const own = key(fact);
  switch (fact.kind) {
    case 'norm':
      return [own, `norm ${fact.value.split('/')[0]}`];
    case 'date': {
      const [day = '', month = '', year] = fact.value.split('-').reverse();
      const dated = year === undefined ? [] : [`month ${year}-${month}`, `number ${year}`];
      return [own, `date ${month}-${day}`, `month ${month}`, ...dated];
    }
    case 'month':
      return [own, `month ${fact.value.slice(-2)}`];
    default:
      return [own];
  }
}

function takeRomans(text: string): { rest: string; claims: Claim[] } {
  const claims: Claim[] = [];
  const rest = text.replace(
    /(?<=\b(?:[Tt][íi]tulo|[Cc]ap[íi]tulo|[Ll]ibro|[Tt]ope|[Gg]rupo|[Pp]arte|[Aa]nexo|[Nn]umeral)\s+)[IVXL]+\b|\b[IVXL]{2,}\b/g,
    (numeral) => {
      const value = romanValue(numeral);
      if (value === 0) return numeral;
      claims.push(claim('ordinal', String(value), numeral));
      return ' ; ';
    },
  );
  return { rest, claims };
}

function claim(kind: ClaimKind, value: string, text: string): Claim {
  return { kind, value, text: text.trim() };
}

function dateClaim(text: string, day: string, month: number, year: string | undefined): Claim {
  return claim(
    'date',
    `${year === undefined ? '' : `${year}-`}${twoDigits(month)}-${twoDigits(Number(day))}`,
    text,
  );
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

function singular(kind: string): string {
  return kind
    .replace(/(?<=ion)es$|(?<=circular)es$|(?<=le)yes$/, (end) => (end === 'yes' ? 'y' : ''))
    .replace(/(?<=o|a)s$/, '');
}

function key({ kind, value }: Claim): string {
  return `${kind} ${value}`;
}

/** `1.234,50` → `1234.5`. Dots are thousands in Colombian Spanish when three digits follow, decimals otherwise. */
function plain(figure: string): string {
  const compact = figure.replace(/[\s'’]/g, '');
  const grouped = /^\d{1,3}(?:\.\d{3})+(?:,\d+)?$|^\d+(?:,\d+)?$/.test(compact);
  const english = /^\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?$|^\d{1,3}(?:,\d{3})+\.\d+$|^\d+\.\d+$/.test(compact);
  // Neither way of writing numbers: kept as it is, which no fact vouches for.
  if (!grouped && !english) return compact;
  const [whole = '', decimals = ''] = grouped
    ? compact.replaceAll('.', '').split(',')
    : compact.replaceAll(',', '').split('.');
  const fraction = decimals.replace(/0+$/, '');
  const digits = whole.replace(/^0+(?=\d)/, '');
  return fraction === '' ? digits : `${digits}.${fraction}`;
}

const ZEROS: Readonly<Record<string, number>> = {
  mil: 3,
  k: 3,
  m: 6,
  mm: 6,
  millon: 6,
  millones: 6,
  billon: 12,
  billones: 12,
};

function scaled(figure: string, scale: string | undefined): string {
  const value = plain(figure.replace(/^-\s*/, ''));
  if (!/^\d+(?:\.\d+)?$/.test(value)) return value;
  const [whole = '0', fraction = ''] = value.split('.');
  const zeros = scale === undefined ? 0 : (ZEROS[scale] ?? 9);
  if (fraction.length > zeros) return value;
  return BigInt(whole + fraction.padEnd(zeros, '0')).toString();
}
