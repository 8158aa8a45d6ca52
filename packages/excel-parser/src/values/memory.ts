const MAX_REMEMBERED = 5_000;

/** Computes once for each key: details, names and uses repeat in every file. Bounded, because a file may not. */
export function remember<Value>(
  memory: Map<string, Value>,
  key: string,
  compute: (key: string) => Value,
): Value {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const value = compute(key);
  if (memory.size < MAX_REMEMBERED) memory.set(key, value);
  return value;
}
