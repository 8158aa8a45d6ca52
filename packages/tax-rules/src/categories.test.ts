import { expect, it } from 'vitest';
import { CATEGORIES, categoryLabel } from './categories.ts';

it('every category has its own Spanish label', () => {
  const labels = CATEGORIES.map(categoryLabel);
  expect(new Set(labels).size).toBe(CATEGORIES.length);
  expect(labels.every((label) => label.trim() !== '' && !label.includes('_'))).toBe(true);
});
