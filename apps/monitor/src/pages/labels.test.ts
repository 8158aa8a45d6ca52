import { describe, expect, it } from 'vitest';
import { formatDateTime, formatDuration, queueLabel } from './labels.ts';

describe('what people read', () => {
  it.each([
    [0, '0 s'],
    [59_400, '59 s'],
    [60_000, '1 min'],
    [3_599_000, '59 min'],
    [3_600_000, '1 h'],
    [7_500_000, '2 h 5 min'],
    [86_400_000, '1 d'],
    [356_400_000, '4 d 3 h'],
    [-5, '0 s'],
  ])('%i ms is %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });

  it('times are Colombian wherever the server is', () => {
    expect(formatDateTime(new Date('2026-08-13T03:04:05Z'))).toMatch(/^12 de ago.* 22:04:05$/);
  });

  it('a queue that is not ours keeps its name', () => {
    expect([queueLabel('parse'), queueLabel('constructor')]).toEqual(['Lectura de reportes', 'constructor']);
  });
});
