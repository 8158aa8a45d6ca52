import path from 'node:path';
import { expect, test } from 'vitest';
import { ALL_FAULT_KINDS } from './plan/kinds.ts';
import { reportLines } from './report.ts';
import { runChaos } from './run.ts';

const STATE_DIRECTORY = path.resolve(import.meta.dirname, '../../.data/chaos-test');

/** A short piece of `npm run chaos`: every kind of fault once. The bar of thirty minutes is on demand. */
test(
  'nothing is lost and nothing doubled while every kind of fault strikes',
  { timeout: 400_000 },
  async () => {
    const outcome = await runChaos({
      seed: 20_261_123,
      durationMs: 35_000,
      documents: 70,
      organizations: 3,
      kinds: ALL_FAULT_KINDS,
      directory: STATE_DIRECTORY,
      settleWithinMs: 240_000,
      onLog: () => undefined,
    });
    const report = reportLines(outcome).join('\n');
    expect(outcome.violations, report).toEqual([]);
    expect(new Set(outcome.injected.map(({ fault }) => fault.kind)).size, report).toBe(
      ALL_FAULT_KINDS.length,
    );
    expect(outcome.facts.documents.length, report).toBeGreaterThan(50);
  },
);
