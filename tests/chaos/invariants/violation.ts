/** Something that must hold and does not. */
export interface Violation {
  readonly invariant: string;
  readonly detail: string;
}

/** Collects violations of one invariant. */
export function violations(invariant: string, details: Iterable<string | null>): Violation[] {
  return [...details].flatMap((detail) => (detail === null ? [] : [{ invariant, detail }]));
}
