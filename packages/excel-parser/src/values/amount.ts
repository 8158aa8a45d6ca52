import { type Cell, cellText } from '../workbook/cells.ts';
import { collapseSpaces } from './text.ts';

/**
 * An amount in whole pesos.
 * - `read`: exact;
 * - `rounded`: it had decimals, rounded half away from zero;
 * - `empty`: no value, `pesos` is 0;
 * - `unreadable`: something that is no amount, `pesos` is 0 and must not be taken for a fact.
 */
export interface Amount {
  status: 'read' | 'rounded' | 'empty' | 'unreadable';
  pesos: bigint;
}

const EMPTY: Amount = { status: 'empty', pesos: 0n };
const UNREADABLE: Amount = { status: 'unreadable', pesos: 0n };
/** Fits a PostgreSQL bigint with room for sums; no taxpayer has a trillion of millions. */
const MAX_DIGITS = 18;
const MAX_TEXT = 80;
const MAX_EXPONENT = 40;

/** Reads the amount of a cell: a number as the file writes it, or a text in any of the shapes `parseAmountText` knows. */
export function readAmount(cell: Cell | undefined): Amount {
  switch (cell?.kind) {
    case undefined:
      return EMPTY;
    case 'text':
      return parseAmountText(cell.text);
    case 'number':
      return parseDecimal(cell.raw);
    case 'date':
      // A column formatted as dates by mistake still holds the number.
      return parseDecimal(cell.raw);
    case 'boolean':
    case 'error':
      return UNREADABLE;
  }
}

/** The cell as written, '' when empty. */
export function rawAmount(cell: Cell | undefined): string {
  return cell?.kind === 'date' ? cell.raw : (cellText(cell) ?? '');
}

/**
 * Reads an amount written as text: `1.234.567`, `1.234.567,89`, `1,234,567.89`, `1'234.567`, `$ 1.234`, `COP 5.000`,
 * `(1.000)`, `-1000`, `1.000-`. With two kinds of separator the last is the decimal one. A lone separator followed by
 * exactly three digits groups thousands, because pesos have no decimals.
 */
export function parseAmountText(text: string): Amount {
  let body = collapseSpaces(text).replace(/[\u2212\u2013\u2014]/g, '-');
  // A lone dash is how accounting formats print zero.
  if (/^(?:\$ ?)?-?$/.test(body)) return EMPTY;
  if (body.length > MAX_TEXT) return UNREADABLE;
  let negative = false;
  const parenthesised = /^\((.*)\)$/.exec(body.replace(/^(?:COP|\$)\s*(?=\()/i, ''));
  if (parenthesised) {
    negative = true;
    body = parenthesised[1]!;
  }
  const match =
    /^(-?)\s*(?:(?:COP|COL)?\s*\$|COP)?\s*([-+]?)\s*([\d.,' \u2019]*\d)\s*(?:COP|\$|pesos)?\s*(-?)$/i.exec(
      body,
    );
  if (!match) return /^[-+]?\d(?:\.\d+)?e[-+]?\d{1,3}$/i.test(body) ? parseDecimal(body) : UNREADABLE;
  const signs = [match[1], match[2], match[4]].filter((sign) => sign === '-').length;
  if (signs > 1 || (signs === 1 && negative)) return UNREADABLE;
  const plain = separate(match[3]!.replace(/\u2019/g, "'"));
  if (plain === undefined) return UNREADABLE;
  return parseDecimal(negative || signs === 1 ? `-${plain}` : plain);
}

const GROUPED = /^\d{1,3}(?:[.,' ]\d{3})+$/;
/** Blanks and apostrophes only ever group; only a point or comma may follow the last group. */
const LOOSELY_GROUPED = /^\d{1,3}(?:[.,' ]\d{3})+(?:[.,]\d+)?$/;

/** Rewrites digits with separators as a plain decimal number; undefined when the grouping makes no sense. */
function separate(written: string): string | undefined {
  if (/[' ]/.test(written) && !LOOSELY_GROUPED.test(written)) return undefined;
  const separators: string[] = written.match(/[.,]/g) ?? [];
  const compact = written.replace(/[.,' ]/g, '');
  const decimal = separators.at(-1);
  if (decimal === undefined) return compact;
  const at = written.lastIndexOf(decimal);
  const fraction = written.slice(at + 1);
  const asDecimal = `${compact.slice(0, compact.length - fraction.length)}.${fraction}`;
  if (new Set(separators).size === 2) {
    const once = separators.indexOf(decimal) === separators.length - 1;
    return once && GROUPED.test(written.slice(0, at)) ? asDecimal : undefined;
  }
  const lone = separators.length === 1;
  if (GROUPED.test(written) && !(lone && /^0+[.,]/.test(written))) return compact;
  return lone ? asDecimal : undefined;
}

/** Exact value of a plain decimal number, with or without exponent, in whole pesos. */
function parseDecimal(text: string): Amount {
  if (/^\d{1,18}$/.test(text)) return { status: 'read', pesos: BigInt(text) };
  const match = /^([-+]?)(\d*)(?:\.(\d*))?(?:e([-+]?\d{1,3}))?$/i.exec(text.trim());
  if (!match || (match[2] === '' && !match[3])) return UNREADABLE;
  const exponent = Number(match[4] ?? 0);
  if (Math.abs(exponent) > MAX_EXPONENT) return UNREADABLE;
  const digits = match[2]! + (match[3] ?? '');
  const point = match[2]!.length + exponent;
  const whole = (point <= 0 ? '' : digits.slice(0, point).padEnd(point, '0')).replace(/^0+/, '');
  if (whole.length > MAX_DIGITS) return UNREADABLE;
  const fraction = point < 0 ? '0'.repeat(-point) + digits : digits.slice(point);
  let pesos = BigInt(whole || '0');
  if (fraction >= '5') pesos += 1n;
  const pesosSigned = match[1] === '-' ? -pesos : pesos;
  return { status: isNegligible(fraction, pesos, whole) ? 'read' : 'rounded', pesos: pesosSigned };
}

/** Zeros, or the noise a double leaves behind its 15 significant digits (1234567.0000000002, 0.99999999999). */
function isNegligible(fraction: string, rounded: bigint, whole: string): boolean {
  if (/^0*$/.test(fraction)) return true;
  const up = rounded !== BigInt(whole || '0');
  return fraction.length > 6 && (up ? /^9{6}/ : /^0{6}/).test(fraction);
}
