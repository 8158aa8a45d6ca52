/** What JSON may escape and jsonb does not take: NUL, and halves of a character, as cutting a text may leave them. */
const REFUSED = /\\u(?:0000|d[89a-f][0-9a-f]{2})/;
/** Every escape, so that the second half of an escaped backslash is not taken for the beginning of one. */
const ESCAPES = /\\(?:u[0-9a-f]{4}|.)/g;

/**
 * A value as jsonb. JSON text, because the driver would turn an array into an SQL array. Where a text or a key has what
 * jsonb cannot hold, the mark for a lost character says so.
 */
export function json(value: unknown): string {
  const text = JSON.stringify(value);
  if (!REFUSED.test(text)) return text;
  return text.replaceAll(ESCAPES, (escape) => (REFUSED.test(escape) ? '\\ufffd' : escape));
}
