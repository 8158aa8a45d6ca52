import type { LogLine } from './log-line.ts';

/** Lines of several logs in the order of their times. A line without one belongs to the line above it. */
export function mergeLogs(logs: readonly (readonly LogLine[])[]): LogLine[] {
  const placed = logs.flatMap((lines) => {
    let at = Number.NEGATIVE_INFINITY;
    return lines.map((line) => {
      at = line.at ?? at;
      return { line, at };
    });
  });
  // Infinities subtract to NaN, which would leave the order to chance.
  return placed.sort((a, b) => (a.at === b.at ? 0 : a.at < b.at ? -1 : 1)).map(({ line }) => line);
}
