import type { Category } from '../categories.ts';
import { CATEGORIES } from '../categories.ts';
import type { BoxAmounts, DraftReturn } from '../draft/types.ts';
import { parameters } from '../parameters/index.ts';

/** What is known of a year: boxes of its return, totals of its report, or both. */
export interface YearFigures {
  readonly year: number;
  readonly boxes?: BoxAmounts;
  readonly totalsByCategory?: Partial<Record<Category, bigint>>;
}

export interface AmountChange<Key> {
  readonly key: Key;
  readonly current: bigint;
  readonly previous: bigint;
  readonly difference: bigint;
  /** Hundredths of a percent of the previous amount, towards zero; undefined when it was zero. */
  readonly changeBasisPoints: bigint | undefined;
}

export interface YearComparison {
  readonly boxes: readonly AmountChange<number>[];
  readonly categories: readonly AmountChange<Category>[];
  /** Months until the return is firm by the audit benefit (ET art. 689-3); undefined when it does not reach it. */
  readonly auditBenefitMonths: number | undefined;
}

export interface BoxChange {
  readonly box: number;
  readonly before: bigint;
  readonly after: bigint;
}

const NET_TAX_BOX = 126;

/** This year against another: boxes and categories whose amounts differ, ascending. */
export function compareYears(current: YearFigures, previous: YearFigures): YearComparison {
  const boxes = keysOf(current.boxes, previous.boxes)
    .map(Number)
    .sort((first, second) => first - second);
  return {
    boxes: boxes.flatMap((box) => change(box, current.boxes?.[box], previous.boxes?.[box])),
    categories: CATEGORIES.flatMap((category) =>
      change(category, current.totalsByCategory?.[category], previous.totalsByCategory?.[category]),
    ),
    auditBenefitMonths: auditBenefit(current, previous),
  };
}

/** Boxes whose value a recomputation changed, ascending. */
export function compareDrafts(before: DraftReturn, after: DraftReturn): BoxChange[] {
  return keysOf(before.boxes, after.boxes)
    .map(Number)
    .sort((first, second) => first - second)
    .map((box) => ({
      box,
      before: before.boxes[box]?.value ?? 0n,
      after: after.boxes[box]?.value ?? 0n,
    }))
    .filter((changed) => changed.before !== changed.after);
}

/** The boxes of a draft as plain amounts, to compare or keep. */
export function boxAmounts(draft: DraftReturn): BoxAmounts {
  return Object.fromEntries(Object.values(draft.boxes).map(({ box, value }) => [box, value]));
}

function change<Key>(
  key: Key,
  current: bigint | undefined = 0n,
  previous: bigint | undefined = 0n,
): AmountChange<Key>[] {
  const difference = current - previous;
  if (difference === 0n) return [];
  const changeBasisPoints = previous === 0n ? undefined : (difference * 10_000n) / previous;
  return [{ key, current, previous, difference, changeBasisPoints }];
}

/** The net tax must grow by a share, from a previous tax that is not negligible. */
function auditBenefit(current: YearFigures, previous: YearFigures): number | undefined {
  const now = current.boxes?.[NET_TAX_BOX];
  const before = previous.boxes?.[NET_TAX_BOX];
  if (now === undefined || before === undefined) return undefined;
  const { auditBenefit: benefit, uvt } = parameters(current.year);
  if (before < BigInt(benefit.value.minimumPreviousTaxUvt) * uvt.value) return undefined;
  return benefit.value.steps.find(
    ({ growthBasisPoints }) => (now - before) * 10_000n >= before * BigInt(growthBasisPoints),
  )?.firmInMonths;
}

function keysOf(...records: readonly (object | undefined)[]): string[] {
  return [...new Set(records.flatMap((record) => Object.keys(record ?? {})))];
}
