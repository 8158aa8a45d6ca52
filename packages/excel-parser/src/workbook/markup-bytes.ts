/*
 * The bytes that a sheet's markup is made of, alone, in pairs and in fours.
 */

export const SPACE = 0x20;
export const QUOTE = 0x22;
export const PLUS = 0x2b;
export const MINUS = 0x2d;
export const POINT = 0x2e;
export const SLASH = 0x2f;
export const ZERO = 0x30;
export const ONE = 0x31;
export const LESS = 0x3c;
export const EQUALS = 0x3d;
export const GREATER = 0x3e;
export const BEFORE_A = 0x40;
export const LETTER_B = 0x62;
export const LETTER_C = 0x63;
export const LETTER_E = 0x65;
export const LETTER_N = 0x6e;
export const LETTER_O = 0x6f;
export const LETTER_R = 0x72;
export const LETTER_S = 0x73;
export const LETTER_T = 0x74;
export const LETTER_W = 0x77;

/** `<v>` and `<t>` as big-endian numbers. */
export const V_OPEN = 0x3c763e;
export const T_OPEN = 0x3c743e;

/** Four bytes as a big-endian number: ` r="`, `str"`, `</v>` and so on. */
export const ATTRIBUTE_R = 0x20723d22;
export const ATTRIBUTE_S = 0x20733d22;
export const ATTRIBUTE_T = 0x20743d22;
export const STR = 0x73747222;
export const INLI = 0x696e6c69;
export const NEST = 0x6e655374;
export const IS_OPEN = 0x3c69733e;
export const V_CLOSE = 0x3c2f763e;
export const C_CLOSE = 0x3c2f633e;

/** White space as XML has it. */
export function isBlank(byte: number): boolean {
  return byte === SPACE || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** Letters, digits, colon, hyphen, full stop, underscore: the names that occur. */
export function isNameByte(byte: number): boolean {
  const letter = byte | 0x20;
  return (
    (letter >= 0x61 && letter <= 0x7a) ||
    (byte >= ZERO && byte <= 0x3a) ||
    byte === 0x2d ||
    byte === 0x2e ||
    byte === 0x5f
  );
}
