/*
 * The bytes that a sheet's markup is made of, alone, in pairs and in fours.
 */

export const SPACE = 0x20;
export const QUOTE = 0x22;
export const SLASH = 0x2f;
export const ZERO = 0x30;
export const LESS = 0x3c;
export const EQUALS = 0x3d;
export const GREATER = 0x3e;
export const LETTER_C = 0x63;
export const LETTER_F = 0x66;
export const LETTER_I = 0x69;
export const LETTER_R = 0x72;
export const LETTER_S = 0x73;
export const LETTER_T = 0x74;
export const LETTER_V = 0x76;

/** Two bytes as a big-endian number. */
export const END_TAG = 0x3c2f;
export const C_END = 0x633e;
export const F_END = 0x663e;
export const T_END = 0x743e;
export const V_END = 0x763e;
export const S_END = 0x733e;

/** Four bytes as a big-endian number. */
export const ATTRIBUTE_R = 0x20723d22;
export const ATTRIBUTE_S = 0x20733d22;
export const ATTRIBUTE_T = 0x20743d22;
export const INLI = 0x696e6c69;
export const NEST = 0x6e655374;

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
