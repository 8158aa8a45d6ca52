import { describe, expect, test } from 'vitest';
import { timeSince } from './dead-runs.ts';
import { UsageError } from './errors.ts';

describe('--since', () => {
  const now = new Date('2026-08-12T15:00:00Z');

  test.each([
    ['90m', '2026-08-12T13:30:00.000Z'],
    ['12h', '2026-08-12T03:00:00.000Z'],
    ['3d', '2026-08-09T15:00:00.000Z'],
    ['2026-08-01', '2026-08-01T00:00:00.000Z'],
    ['2026-08-01T10:00:00-05:00', '2026-08-01T15:00:00.000Z'],
  ])('%s is %s', (text, time) => {
    expect(timeSince(text, now).toISOString()).toBe(time);
  });

  test.each(['', '12', '3w', 'yesterday', '-1d', '2026-13-01', '12/08/2026'])('%s is refused', (text) => {
    expect(() => timeSince(text, now)).toThrow(UsageError);
  });
});
