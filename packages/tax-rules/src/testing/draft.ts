import { draftReturn } from '../draft/draft-return.ts';
import type { DraftFacts } from '../draft/facts/facts.ts';
import type { BoxAmounts, DraftReturn } from '../draft/types.ts';

/** Facts that settle what most cases do not look at, so that their assumptions stay out of the way. */
export function draft(year: number, boxes: BoxAmounts, facts: DraftFacts = {}): DraftReturn {
  return draftReturn({ year, boxes, facts });
}

/** The values of some boxes of a draft. */
export function valuesOf(result: DraftReturn, boxes: Iterable<number | string>): Record<number, bigint> {
  const values: Record<number, bigint> = {};
  for (const box of boxes) {
    const filled = result.boxes[Number(box)];
    if (!filled) throw new Error(`The draft has no box ${box}`);
    values[Number(box)] = filled.value;
  }
  return values;
}

export function codesOf(notes: readonly { readonly code: string }[]): string[] {
  return notes.map(({ code }) => code);
}

/** One line of a table of cases: what the law says, what goes in, what must come out. */
export interface DraftCase {
  readonly article: string;
  readonly title: string;
  readonly year?: number;
  readonly boxes: BoxAmounts;
  readonly facts?: DraftFacts;
  readonly expected: Record<number, bigint>;
}

export function outcomeOf({ year = 2024, boxes, facts = {}, expected }: DraftCase): Record<number, bigint> {
  return valuesOf(draft(year, boxes, facts), Object.keys(expected));
}
