/** What a report of 65 rows takes in a process that has read some before; prints medians in milliseconds. */
import { openWorkbook, parseReport } from '@accountia/excel-parser';
import { buildPersonalReport } from '@accountia/excel-parser/testing';
import { median } from './table.ts';

const ROUNDS = 300;
const { bytes } = buildPersonalReport({ facts: 51, headerRow: 14 });

async function cells(): Promise<number> {
  await using workbook = await openWorkbook(bytes);
  let rows = 0;
  for await (const batch of workbook.rows(0)) rows += batch.length;
  return rows;
}

/** The median of the second half: the first is for V8 to compile. */
async function measure(read: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    await read();
    times.push(performance.now() - start);
  }
  return median(times.slice(ROUNDS / 2));
}

process.stdout.write(
  `${JSON.stringify({ rows: await cells(), cells: await measure(cells), report: await measure(() => parseReport(bytes)) })}\n`,
);
