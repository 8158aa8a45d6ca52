import { describe, expect, test } from 'vitest';
import { understandQuery } from './understand-query.ts';

describe('articles in a query', () => {
  test.each([
    ['artículo 241', ['241']],
    ['art. 206 num 10', ['206']],
    ['ARTÍCULO 336-1 del E.T.', ['336-1']],
    ['arts. 330 a 333', ['330', '331', '332', '333']],
    ['artículos 592-594', ['592', '593', '594']],
    ['artículos 592, 593 y 594-3', ['592', '593', '594-3']],
    ['241', ['241']],
    ['40-1', ['40-1']],
    ['cédula terminada en 27', []],
    ['25% de los pagos', []],
    ['1.400 UVT de ingresos', []],
    ['año gravable 2025', []],
  ])('«%s» asks for %j', (query, articles) => {
    expect(understandQuery(query).articles).toEqual(articles);
  });
});

describe('ideas in a query', () => {
  const phrases = (query: string) =>
    understandQuery(query).concepts.map((concept) => concept.phrases.map((phrase) => phrase.text));

  test('an abbreviation is searched as the law words it', () => {
    expect(phrases('¿cuánto resto del 4x1000?')).toEqual([
      ['4x1000', 'gmf', 'cuatro por mil', 'movimientos financieros'],
      ['resto'],
      ['del'],
    ]);
  });

  test('the longest expression is one idea', () => {
    expect(phrases('intereses de vivienda')).toHaveLength(1);
  });

  test('accents and capitals make no difference', () => {
    expect(understandQuery('EXÓGENA')).toEqual(understandQuery('exogena'));
  });

  test('a numeral is looked for as a phrase', () => {
    expect(phrases('art. 206 numeral 4')).toEqual([['numeral 4']]);
  });

  test('a question of fillers has no idea in it', () => {
    expect(
      understandQuery('¿qué dice el estatuto tributario?').concepts.flatMap((concept) => concept.domain),
    ).not.toContain(true);
  });
});
