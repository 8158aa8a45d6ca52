import { isDeepStrictEqual } from 'node:util';
import type { DraftContent, Draft } from '@accountia/task-contracts/api';
import type { Basis } from './case.ts';

type Changes = NonNullable<Draft['changes']>;

interface Version {
  readonly basis: Basis;
  readonly content: DraftContent;
}

/** What a new version changes, and what of its entries and decisions brought it about. */
export function changesBetween(before: Version, after: Version): Changes {
  return {
    boxes: changedBoxes(before.content, after.content),
    told: changedTold(before.basis, after.basis),
    entries: changedEntries(before.basis, after.basis),
  };
}

function changedBoxes(before: DraftContent, after: DraftContent): Changes['boxes'] {
  const boxes = new Set([...Object.keys(before.boxes), ...Object.keys(after.boxes)]);
  return [...boxes]
    .toSorted((first, second) => Number(first) - Number(second))
    .map((box) => ({
      box: Number(box),
      label: (after.boxes[box] ?? before.boxes[box])?.label ?? '',
      before: before.boxes[box]?.value ?? '0',
      after: after.boxes[box]?.value ?? '0',
    }))
    .filter((change) => change.before !== change.after);
}

function changedTold(before: Basis, after: Basis): Changes['told'] {
  const keyed = ({ told }: Basis) => new Map(told.map((item) => [`${item[0]} ${item[1]}`, item]));
  const [earlier, later] = [keyed(before), keyed(after)];
  return [...new Set([...earlier.keys(), ...later.keys()])].flatMap((key) => {
    const [first, second] = [earlier.get(key), later.get(key)];
    const [kind, subject] = (second ?? first)!;
    const change = { before: first?.[2] ?? null, after: second?.[2] ?? null };
    if (isDeepStrictEqual(change.before, change.after)) return [];
    return [{ kind: kind as Changes['told'][number]['kind'], subject, ...change }];
  });
}

function changedEntries(before: Basis, after: Basis): Changes['entries'] {
  const [earlier, later] = [new Map(before.entries), new Map(after.entries)];
  const kept = [...later].filter(([fact]) => earlier.has(fact));
  return {
    added: later.size - kept.length,
    removed: earlier.size - kept.length,
    reclassified: kept.filter(([fact, category]) => earlier.get(fact) !== category).length,
  };
}
