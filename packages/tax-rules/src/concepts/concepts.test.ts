import { describe, expect, it } from 'vitest';
import { CATEGORIES } from '../categories.ts';
import { classify } from '../classification/classify.ts';
import { normalizeText } from '../text/normalize.ts';
import { CONCEPTS } from './index.ts';

describe('the concept table', () => {
  it.each(CONCEPTS)('$id wins over every other concept for its own wordings', ({ id, examples }) => {
    expect(examples.map((detail) => classify({ detail, amount: 1n, boxes: [], topes: [] }).rule)).toEqual(
      examples.map(() => id),
    );
  });

  it('has one entry per id', () => {
    const ids = CONCEPTS.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('reaches every category', () => {
    expect(new Set(CONCEPTS.map(({ category }) => category))).toEqual(new Set(CATEGORIES));
  });

  it('writes its terms as texts are normalised, or they would never match', () => {
    const terms = CONCEPTS.flatMap(({ patterns, without }) => [
      ...patterns.flat(),
      ...(without ?? []),
    ]).flatMap((term) => term.split('|'));
    expect(terms.filter((term) => normalizeText(term) !== term.replace(/\.$/, ''))).toEqual([]);
  });

  it('begins every pattern with a term of two letters or a whole word, which the index needs', () => {
    const first = CONCEPTS.flatMap(({ patterns }) =>
      patterns.flatMap((pattern) => (pattern[0] ?? '').split('|')),
    );
    expect(first.filter((term) => (term.split(' ')[0] ?? '').length < 2 && !/^\S(\.| )/.test(term))).toEqual(
      [],
    );
  });

  it('names only boxes of Form 210 and topes 1 to 5, and its law', () => {
    const odd = CONCEPTS.filter(
      ({ boxes, topes, articles, source }) =>
        boxes.some((box) => !((box >= 28 && box <= 141) || [297, 355, 356].includes(box))) ||
        topes.some((tope) => tope < 1 || tope > 5) ||
        articles.length === 0 ||
        source === '',
    );
    expect(odd).toEqual([]);
  });
});
