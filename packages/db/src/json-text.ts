/**
 * A value as jsonb. JSON text, because the driver would turn an array into an SQL array. jsonb has no NUL: where a text
 * has one, the mark for a lost character says so.
 */
export function json(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'string' && part.includes('\0') ? part.replaceAll('\0', '\uFFFD') : part,
  );
}
