import { monitorEventLoopDelay } from 'node:perf_hooks';
import { buildPersonalReport } from '@accountia/excel-parser/testing';
import { expect, test } from 'vitest';
import { asReport } from '../testing/as-report.ts';
import { createParsePool } from './parse-pool.ts';

const FACTS = 12_000;

test('the event loop goes on turning while large files are read, whatever they hold', async () => {
  const pool = createParsePool({ threads: 4, memoryMib: 512 });
  const { bytes } = buildPersonalReport({ seed: 5, facts: FACTS });
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 5);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const reports = await Promise.all(
    [1, 2, 3, 4].map(() =>
      pool.parse(Uint8Array.from(bytes), { signal: AbortSignal.any([]), onProgress: () => undefined }),
    ),
  );
  delay.disable();
  clearInterval(timer);
  for (const { report, entries } of reports.map(asReport)) {
    expect(report.rowCount).toBe(FACTS);
    await entries.dispose();
  }
  // A reader on this thread would leave the timer a handful of turns, one between two files at most.
  expect(turns).toBeGreaterThan(20);
  console.info(
    `event-loop delay while reading 4 × ${FACTS} rows: p99 ${Math.round(delay.percentile(99) / 1e6)} ms`,
  );
  await pool.close();
});
