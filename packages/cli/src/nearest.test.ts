import { expect, test } from 'vitest';
import { editDistance, nearest } from './nearest.ts';

test('the distance counts insertions, deletions, substitutions and swaps', () => {
  expect(editDistance('parse', 'parse')).toBe(0);
  expect(editDistance('pars', 'parse')).toBe(1);
  expect(editDistance('parsee', 'parse')).toBe(1);
  expect(editDistance('parce', 'parse')).toBe(1);
  expect(editDistance('prase', 'parse')).toBe(1);
  expect(editDistance('', 'parse')).toBe(5);
});

test('the nearest candidate is the one with the fewest slips, and none when all are far', () => {
  expect(nearest('stauts', ['start', 'status', 'test'])).toBe('status');
  expect(nearest('helth', ['clean', 'health'])).toBe('health');
  expect(nearest('xylophone', ['clean', 'health'])).toBeNull();
  expect(nearest('x', [])).toBeNull();
});
