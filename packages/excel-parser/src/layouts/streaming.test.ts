import { describe, expect, it } from 'vitest';
import { buildPersonalReport } from '../testing/index.ts';
import { parseReport } from './parse-report.ts';
import type { ParseProgress } from './types.ts';

describe('streaming', () => {
  const { bytes, expected } = buildPersonalReport({ seed: 9, facts: 5_000, strings: 'inline' });

  it('hands rows over in order and in batches, and waits for each', async () => {
    const received: number[] = [];
    let running = 0;
    let batches = 0;
    const report = await parseReport(bytes, {
      async onRows(rows) {
        running += 1;
        expect(running).toBe(1);
        await new Promise((resolve) => setImmediate(resolve));
        received.push(...rows.map(({ row }) => row));
        batches += 1;
        running -= 1;
      },
    });
    expect(report).toMatchObject({ rowCount: 5_000, rows: [] });
    expect(received).toEqual(expected.rows.map(({ row }) => row));
    expect(batches).toBeGreaterThan(1);
  });

  it('tells its progress up to the end', async () => {
    const steps: ParseProgress[] = [];
    await parseReport(bytes, { onProgress: (progress) => steps.push(progress) });
    expect(steps[0]?.phase).toBe('open');
    const last = steps.at(-1);
    expect(last).toMatchObject({ phase: 'rows', rows: 5_000, bytesRead: last?.bytesTotal });
    expect(steps.every((step, index) => index === 0 || step.rows >= steps[index - 1]!.rows)).toBe(true);
  });

  it('stops between chunks when aborted, with the reason', async () => {
    const controller = new AbortController();
    let batches = 0;
    const reading = parseReport(bytes, {
      signal: controller.signal,
      onRows() {
        batches += 1;
        controller.abort('enough');
      },
    });
    await expect(reading).rejects.toMatchObject({ code: 'aborted', cause: 'enough' });
    expect(batches).toBe(1);
    await expect(parseReport(bytes, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'aborted',
    });
  });

  it('passes on what the receiver of rows throws', async () => {
    await expect(
      parseReport(bytes, {
        onRows() {
          throw new Error('the receiver failed');
        },
      }),
    ).rejects.toThrow('the receiver failed');
  });
});
