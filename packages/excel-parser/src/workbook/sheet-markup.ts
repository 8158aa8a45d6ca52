import {
  EQUALS,
  GREATER,
  isNameByte,
  LESS,
  LETTER_E,
  LETTER_R,
  LETTER_S,
  LETTER_T,
  MINUS,
  PLUS,
  QUOTE,
  SLASH,
  SPACE,
  ZERO,
} from './markup-bytes.ts';

/** What openings answer with instead of a position. */
export const GIVEN_UP = -1;

/** The markup around rows and values, with the prefix of a sheet's elements: what is rarer than the plain form. */
export class SheetMarkup {
  /** With its colon; empty for none. */
  readonly prefix: Buffer;
  readonly rowEnd: Buffer;
  readonly #valueOpen: Buffer;
  readonly #valueEnd: Buffer;
  readonly #inlineOpen: Buffer;
  readonly #inlineKept: Buffer;
  readonly #inlineEnd: Buffer;
  readonly #formulaOpen: Buffer;
  readonly #formulaEnd: Buffer;
  readonly #cellEnd: Buffer;

  constructor(prefix: string) {
    this.prefix = Buffer.from(prefix);
    this.rowEnd = Buffer.from(`</${prefix}row>`);
    this.#valueOpen = Buffer.from(`<${prefix}v>`);
    this.#valueEnd = Buffer.from(`</${prefix}v></${prefix}c>`);
    this.#inlineOpen = Buffer.from(`<${prefix}is><${prefix}t>`);
    this.#inlineKept = Buffer.from(`<${prefix}is><${prefix}t xml:space="preserve">`);
    this.#inlineEnd = Buffer.from(`</${prefix}t></${prefix}is></${prefix}c>`);
    this.#formulaOpen = Buffer.from(`<${prefix}f`);
    this.#formulaEnd = Buffer.from(`</${prefix}f>`);
    this.#cellEnd = Buffer.from(`</${prefix}c>`);
  }

  /**
   * Passes over what stands between the start tag of a cell and its value.
   * @returns where the value starts; the negative of the position after the cell when it has none; GIVEN_UP
   */
  openValue(buffer: Buffer, from: number, inline: boolean, maxBytes: number): number {
    let at = from;
    if (stands(buffer, this.#formulaOpen, at)) {
      at = this.#skipFormula(buffer, at + this.#formulaOpen.length, maxBytes);
      if (at === GIVEN_UP) return GIVEN_UP;
    }
    if (stands(buffer, this.#valueOpen, at) && !inline) return at + this.#valueOpen.length;
    if (stands(buffer, this.#cellEnd, at)) return -(at + this.#cellEnd.length);
    if (!inline) return GIVEN_UP;
    if (stands(buffer, this.#inlineOpen, at)) return at + this.#inlineOpen.length;
    return stands(buffer, this.#inlineKept, at) ? at + this.#inlineKept.length : GIVEN_UP;
  }

  /** `at` is that of the `<` behind a value. @returns the position after the cell, GIVEN_UP when something else comes */
  closeValue(buffer: Buffer, at: number, inline: boolean): number {
    const end = inline ? this.#inlineEnd : this.#valueEnd;
    return stands(buffer, end, at) ? at + end.length : GIVEN_UP;
  }

  /** `at` is after the name. @returns the position after the formula's element */
  #skipFormula(buffer: Buffer, from: number, maxBytes: number): number {
    // A formula without a `<` behind it would not be in a row that is complete.
    const limit = buffer.length;
    let at = from;
    while (buffer[at] === SPACE) {
      at = skipAttribute(buffer, at + 1, limit);
      if (at === GIVEN_UP) return GIVEN_UP;
    }
    if (buffer[at] === SLASH) return buffer[at + 1] === GREATER ? at + 2 : GIVEN_UP;
    if (buffer[at] !== GREATER) return GIVEN_UP;
    const end = buffer.indexOf(LESS, at);
    if (end - at > maxBytes) return GIVEN_UP;
    return stands(buffer, this.#formulaEnd, end) ? end + this.#formulaEnd.length : GIVEN_UP;
  }
}

/** Passes over attributes of a cell that mean nothing here. @returns the position of the `>` or `/` behind, or GIVEN_UP */
export function skipOtherAttributes(buffer: Buffer, from: number, limit: number): number {
  let at = from;
  while (buffer[at] === SPACE) {
    const name = buffer[at + 1];
    // Those that do, in a form or an order that is not expected.
    if (buffer[at + 2] === EQUALS && (name === LETTER_R || name === LETTER_S || name === LETTER_T))
      return GIVEN_UP;
    at = skipAttribute(buffer, at + 1, limit);
    if (at === GIVEN_UP) return GIVEN_UP;
  }
  return buffer[at] === GREATER || buffer[at] === SLASH ? at : GIVEN_UP;
}

/** Passes over an attribute whose name starts here. @returns the position after its closing quote, or GIVEN_UP */
export function skipAttribute(buffer: Buffer, from: number, limit: number): number {
  let at = from;
  while (isNameByte(buffer[at]!)) at += 1;
  if (at === from || buffer[at] !== EQUALS || buffer[at + 1] !== QUOTE) return GIVEN_UP;
  at += 2;
  while (at < limit && buffer[at] !== QUOTE) at += 1;
  return at < limit ? at + 1 : GIVEN_UP;
}

/** @returns the position of the `<` behind an exponent, or GIVEN_UP */
export function skipExponent(buffer: Buffer, from: number): number {
  let at = from;
  if ((buffer[at]! | 0x20) !== LETTER_E) return GIVEN_UP;
  at += 1;
  if (buffer[at] === PLUS || buffer[at] === MINUS) at += 1;
  const first = at;
  while (buffer[at]! >= ZERO && buffer[at]! <= ZERO + 9) at += 1;
  return at > first && buffer[at] === LESS ? at : GIVEN_UP;
}

/** Whether these bytes stand here. */
export function stands(buffer: Buffer, expected: Buffer, at: number): boolean {
  for (let index = 0; index < expected.length; index += 1) {
    if (buffer[at + index] !== expected[index]) return false;
  }
  return true;
}
