import { normalizeText } from '../text/normalize.ts';
import { rememberWordings } from '../text/remember.ts';

/**
 * RUT responsibility codes: 48 (before, 11) is VAT responsible; 49 (before, 12) is not (box 53 of the RUT,
 * form 001).
 */
const RESPONSIBLE_CODES: ReadonlySet<string> = new Set(['48', '11']);
const NOT_RESPONSIBLE_CODES: ReadonlySet<string> = new Set(['49', '12']);

/**
 * Whether the report's markers ("responsabilidad NN RUT") say that the person is responsible for VAT.
 * @returns undefined when no marker speaks of VAT
 */
export function vatResponsibility(details: Iterable<string>): boolean | undefined {
  let answer: boolean | undefined;
  for (const detail of details) {
    const mark = markOf(detail);
    // One sign of responsibility is enough to oblige, whatever older markers say.
    if (mark === true) return true;
    answer ??= mark;
  }
  return answer;
}

/** What one marker says; undefined when it does not speak of VAT. */
const markOf = rememberWordings((detail): boolean | undefined => {
  const text = normalizeText(detail);
  if (/\bno responsable\b/.test(text)) return false;
  if (/\bresponsable (de |del )?(iva|impuesto sobre las ventas)\b/.test(text)) return true;
  const code = /\bresponsabilidad(?: rut)? (?:no |numero )?0*(\d{1,2})\b/.exec(text)?.[1];
  if (code === undefined) return undefined;
  return RESPONSIBLE_CODES.has(code) ? true : NOT_RESPONSIBLE_CODES.has(code) ? false : undefined;
});
