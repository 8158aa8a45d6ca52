/** What the work on a report consists of. Bookkeeping: taking the run and saying that it is done, with its waits for the disk. */
export const STAGES = ['fetch', 'parse', 'classify', 'write', 'bookkeeping'] as const;
/** Seconds of all reports together. */
export type StageTimes = Readonly<Record<(typeof STAGES)[number], number>>;

export function stageShares(times: StageTimes): string {
  const total = STAGES.reduce((sum, stage) => sum + times[stage], 0);
  return STAGES.map((stage) => `${((times[stage] / total) * 100).toFixed(0)} %`.padStart(13)).join('');
}
