import { describe, expect, test } from 'vitest';
import { fold, rootOf, stem, termsOf } from './words.ts';

describe('words', () => {
  test('accents and capitals go, ñ stays', () => {
    expect(fold('AÑO Gravable, exención')).toBe('año gravable, exencion');
  });

  test('invisible characters do not hide a word', () => {
    expect(fold('re\u200bnta')).toBe('renta');
  });

  test.each([
    ['declaracion', 'declarar'],
    ['exención', 'exenciones'],
    ['retencion', 'retenciones'],
    ['dividendo', 'dividendos'],
  ])('%s and %s are one term, with or without accents', (first, second) => {
    expect(stem(fold(first))).toBe(stem(fold(second)));
  });

  test.each([
    ['devolvieron', 'devolución'],
    ['revoquen', 'revocatoria'],
  ])('%s and %s have one root', (first, second) => {
    expect(rootOf(stem(fold(first)))).toBe(rootOf(stem(fold(second))));
  });

  test('articles and amounts stay whole', () => {
    expect(termsOf('el artículo 336-1 y 1.400 UVT')).toEqual(['articul', '336-1', '1400', 'uvt']);
  });
});
