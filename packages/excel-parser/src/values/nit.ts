import { type Cell, cellText } from '../workbook/cells.ts';
import { collapseSpaces, fold } from './text.ts';

/** Weights from the rightmost digit (Orden Administrativa 4 de 1989, DIAN). */
const WEIGHTS = [3, 7, 13, 17, 19, 23, 29, 37, 41, 43, 47, 53, 59, 67, 71];

/** Longer texts are no identifications, only costly. */
const MAX_TEXT = 120;

/** An identification as a report writes it. */
export interface Identification {
  /** Digits without check digit; letters and digits for documents that have letters; '' when empty. */
  number: string;
  /** The check digit when it was written, after a hyphen. */
  checkDigit: string | undefined;
}

/** The check digit of a NIT, undefined when the number is no string of 1 to 15 digits. */
export function nitCheckDigit(number: string): string | undefined {
  if (!/^\d{1,15}$/.test(number)) return undefined;
  let sum = 0;
  for (let index = 0; index < number.length; index += 1) {
    sum += Number(number[number.length - 1 - index]) * WEIGHTS[index]!;
  }
  const rest = sum % 11;
  return String(rest < 2 ? rest : 11 - rest);
}

/** Reads an identification cell: number or text, grouped, with `.0`, in scientific notation, with check digit. */
export function readIdentification(cell: Cell | undefined): Identification {
  return parseIdentification(cell?.kind === 'date' ? cell.raw : (cellText(cell) ?? ''));
}

export function parseIdentification(text: string): Identification {
  if (/^\d{1,32}$/.test(text)) return { number: text, checkDigit: undefined };
  let body = collapseSpaces(text.slice(0, MAX_TEXT)).replace(/[\u2010-\u2015\u2212]/g, '-');
  // A prefix such as 'NIT.', 'C.C.' or 'C. C. No.' says nothing that the document type does not.
  const bare = body.replace(/^(?:nit|c\.? ?c|c\.? ?e|t\.? ?i)\b[.: ]*(?:n[o°º]\.? ?)?/i, '');
  if (/^\d/.test(bare)) body = bare;
  const scientific = /^(\d)(?:\.(\d+))?e\+?(\d{1,2})$/i.exec(body);
  if (scientific)
    return {
      number: expand(scientific[1]!, scientific[2] ?? '', Number(scientific[3])),
      checkDigit: undefined,
    };
  const match = /^(\d[\d., ]*?)(?: ?- ?(\d))?$/.exec(body);
  if (!match) return { number: foreignNumber(body), checkDigit: undefined };
  const digits = match[1]!.replace(/[.,]0{1,2}$/, '').replace(/[., ]/g, '');
  return { number: digits, checkDigit: match[2] };
}

/** Letters belong to passports and foreign documents; blanks and separators do not. */
function foreignNumber(body: string): string {
  return fold(body)
    .replace(/[^a-z0-9\uFFFD]/g, '')
    .toUpperCase();
}

/** Digits of `a.bcd × 10^exponent`, exact: 1.23456789012E11 has more than a double can be trusted with. */
function expand(whole: string, fraction: string, exponent: number): string {
  return (whole + fraction.slice(0, exponent)).padEnd(exponent + 1, '0');
}
