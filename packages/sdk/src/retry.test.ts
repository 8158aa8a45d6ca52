import { expect, test } from 'vitest';
import { backoffMs, parseRetryAfter, pause } from './retry.ts';

test('the delay doubles up to a limit and loses at most half of itself to chance', () => {
  expect([0, 1, 2].map((attempt) => backoffMs(attempt, 250, () => 1))).toEqual([250, 500, 1_000]);
  expect(backoffMs(0, 250, () => 0)).toBe(125);
  expect(backoffMs(30, 250, () => 1)).toBe(8_000);
});

test('Retry-After holds seconds or a date', () => {
  const now = Date.parse('2026-08-12T15:00:00Z');
  expect(parseRetryAfter('7', now)).toBe(7_000);
  expect(parseRetryAfter('Wed, 12 Aug 2026 15:00:30 GMT', now)).toBe(30_000);
  expect(parseRetryAfter('Wed, 12 Aug 2026 14:00:00 GMT', now)).toBe(0);
  for (const nothing of [null, '', '  ', 'soon']) expect(parseRetryAfter(nothing, now)).toBeUndefined();
});

test('a pause ends with its signal, before and during', async () => {
  await expect(pause(60_000, AbortSignal.abort(new Error('before')))).rejects.toThrow('before');
  const abort = new AbortController();
  const waiting = pause(60_000, abort.signal);
  abort.abort(new Error('during'));
  await expect(waiting).rejects.toThrow('during');
});
