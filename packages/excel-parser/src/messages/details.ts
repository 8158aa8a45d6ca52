/** JSON-safe facts that come with a code; whoever wrote them may be an older or newer release, so nothing is assumed. */
export type Details = Readonly<Record<string, unknown>>;

/** A fact as text, or the words that stand for it when it is absent. */
export function text(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== ''
    ? value
    : typeof value === 'number'
      ? String(value)
      : otherwise;
}

export function number(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}
