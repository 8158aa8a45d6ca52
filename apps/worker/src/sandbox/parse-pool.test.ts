import { ENTRY_COLUMNS } from '@accountia/db/entry-lines';
import { brokenFile, buildPersonalReport } from '@accountia/excel-parser/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { asReport } from '../testing/as-report.ts';
import type { LineSpool } from './line-spool.ts';
import { createParsePool, type ParsePool } from './parse-pool.ts';

const live = AbortSignal.any([]);
const ignore = () => undefined;

/** A copy of its own: the bytes are given away to the thread. */
function report(facts = 30): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(buildPersonalReport({ seed: 3, facts }).bytes);
}

/** The rows of a spool, split into columns in the order of ENTRY_COLUMNS. */
async function rowsOf(entries: LineSpool): Promise<string[][]> {
  let text = '';
  for await (const piece of entries.lines()) text += piece;
  await entries.dispose();
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split('\t'));
}

const AMOUNT = ENTRY_COLUMNS.indexOf('amount');
const CATEGORY = ENTRY_COLUMNS.indexOf('category');

describe('parsing threads', () => {
  let pool: ParsePool;
  afterEach(() => pool.close());

  test('read and classify a report, with amounts exact and progress on the way', async () => {
    pool = createParsePool({ threads: 1, memoryMib: 256 });
    const { expected } = buildPersonalReport({ seed: 3, facts: 30 });
    const shares: number[] = [];
    const file = await pool.parse(report(), { signal: live, onProgress: ({ share }) => shares.push(share) });
    const { report: head, entries } = asReport(file);
    expect(head.taxpayer.number).toBe(expected.taxpayer.number);
    const rows = await rowsOf(entries);
    expect(rows.map((row) => row[AMOUNT])).toEqual(expected.rows.map((row) => String(row.amount)));
    expect(rows.every((row) => row[CATEGORY] !== '')).toBe(true);
    expect(shares.length).toBeGreaterThan(0);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  });

  test('a file at fault is an error that is of no use to retry, and its thread reads the next one', async () => {
    pool = createParsePool({ threads: 1, memoryMib: 256 });
    const bytes = Uint8Array.from(brokenFile('other-shape.xlsx').bytes);
    await expect(pool.parse(bytes, { signal: live, onProgress: ignore })).rejects.toMatchObject({
      code: 'unknown_layout',
      retryable: false,
    });
    const { entries } = asReport(await pool.parse(report(), { signal: live, onProgress: ignore }));
    expect(await rowsOf(entries)).toHaveLength(30);
  });

  test('an abort ends the thread in the middle of its work, and the next file is read by another', async () => {
    pool = createParsePool({ threads: 1, memoryMib: 512 });
    const stop = new AbortController();
    const big = pool.parse(report(30_000), {
      signal: stop.signal,
      onProgress: () => stop.abort(new Error('enough')),
    });
    await expect(big).rejects.toThrow('enough');
    const { entries } = asReport(await pool.parse(report(), { signal: live, onProgress: ignore }));
    expect(await rowsOf(entries)).toHaveLength(30);
  });

  test('an abort while waiting for a thread leaves the line', async () => {
    pool = createParsePool({ threads: 1, memoryMib: 512 });
    const first = pool.parse(report(5_000), { signal: live, onProgress: ignore });
    const stop = new AbortController();
    const second = pool.parse(report(), { signal: stop.signal, onProgress: ignore });
    const third = pool.parse(report(), { signal: live, onProgress: ignore });
    stop.abort(new Error('changed my mind'));
    await expect(second).rejects.toThrow('changed my mind');
    expect(await rowsOf(asReport(await first).entries)).toHaveLength(5_000);
    expect(await rowsOf(asReport(await third).entries)).toHaveLength(30);
  });

  test('a file that needs more memory than allowed is rejected, and the worker lives on', async () => {
    const program = new URL(`data:text/javascript,${encodeURIComponent(GREEDY)}`);
    pool = createParsePool({ threads: 1, memoryMib: 16, program });
    for (let time = 0; time < 2; time += 1) {
      const greedy = pool.parse(report(), { signal: live, onProgress: ignore });
      await expect(greedy).rejects.toMatchObject({ code: 'parse_memory_exceeded', retryable: false });
    }
  });
});

/** Keeps all it makes, as a parser with a leak would. */
const GREEDY = `
  import { parentPort } from 'node:worker_threads';
  parentPort.on('message', () => {
    const kept = [];
    for (;;) kept.push({ row: kept.length, text: 'row ' + kept.length });
  });
`;
