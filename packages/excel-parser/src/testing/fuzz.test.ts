import { describe, expect, it } from 'vitest';
import { fuzz, fuzzFile } from './fuzz.ts';

describe('damaged files', () => {
  it('are read or refused with a reason, never anything else', { timeout: 120_000 }, async () => {
    const { endings, faults } = await fuzz({ files: 500, seed: 20_260_728 });
    expect(faults).toEqual([]);
    // Both endings occur often: the damage is neither harmless nor total.
    expect(endings['read']).toBeGreaterThan(25);
    expect(endings['corrupt_workbook']).toBeGreaterThan(100);
  });

  it('are the same for the same seed', () => {
    expect(fuzzFile(7).equals(fuzzFile(7))).toBe(true);
    expect(fuzzFile(7).equals(fuzzFile(8))).toBe(false);
  });
});
