export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** The value that this share of all values does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new RangeError('There is no percentile of nothing');
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}

/** `1,234 (1,100..1,300)`: the median, and between which values. */
export function spread(values: readonly number[]): string {
  const [low, middle, high] = [Math.min(...values), median(values), Math.max(...values)].map((value) =>
    value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 1 : 0 }),
  );
  return `${middle} (${low}..${high})`;
}

/** The median of the rounds' own ratios: what disturbs a round of a busy machine disturbs both sides of it. */
export function pairedRatio(ours: readonly number[], theirs: readonly number[]): number {
  return median(ours.map((value, round) => value / theirs[round]!));
}

/** Prints whether a bar is met; a bar that is not makes the process end with 1. */
export function judge(what: string, isMet: boolean): void {
  console.log(`${isMet ? 'met    ' : 'NOT MET'} ${what}`);
  if (!isMet) process.exitCode = 1;
}
