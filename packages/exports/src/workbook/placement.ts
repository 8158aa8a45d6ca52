import type { DraftContent } from '@accountia/task-contracts/api';

/** Where an entry went: what it adds to each box or fact, or why it adds to none. */
export interface Placement {
  readonly boxes: readonly number[];
  readonly facts: readonly string[];
  readonly reason: string | null;
}

/** The placement of every entry that the draft mentions. */
export function placements(draft: DraftContent): ReadonlyMap<string, Placement> {
  const placed = new Map<string, { boxes: number[]; facts: string[]; reason: string | null }>();
  const of = (entryId: string) => {
    const known = placed.get(entryId) ?? { boxes: [], facts: [], reason: null };
    placed.set(entryId, known);
    return known;
  };
  for (const [box, { entries }] of Object.entries(draft.boxes)) {
    for (const { entryId } of entries) of(entryId).boxes.push(Number(box));
  }
  for (const { title, entries } of draft.questions) {
    for (const { entryId } of entries) of(entryId).facts.push(title);
  }
  for (const { entryId, text } of draft.leftOut) of(entryId).reason = text;
  return placed;
}

/** The placement in words. */
export function placementWords(placement: Placement | undefined): string {
  if (placement === undefined) return '';
  const { boxes, facts, reason } = placement;
  const places = [...boxes.map((box) => `Casilla ${box}`), ...facts];
  return places.length > 0 ? places.join('; ') : (reason ?? '');
}
