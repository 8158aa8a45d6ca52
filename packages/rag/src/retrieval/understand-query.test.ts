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
    ['artículos 592 a 594-3', ['592', '593', '594', '594-1', '594-2', '594-3']],
    ['el 771-5 del estatuto', ['771-5']],
    ['206 E.T.', ['206']],
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
  const ideas = (query: string) =>
    understandQuery(query).concepts.map((concept) => concept.wordings.map(({ terms }) => terms.join(' ')));

  test('an abbreviation is searched as the law words it', () => {
    expect(ideas('¿cuánto resto del 4x1000?')[0]).toEqual(
      expect.arrayContaining(['4x1000', 'gmf', 'gravam movimient financier']),
    );
  });

  test('the longest expression is one idea', () => {
    expect(ideas('intereses de vivienda')).toHaveLength(1);
  });

  test('accents and capitals make no difference', () => {
    expect(understandQuery('EXÓGENA')).toEqual(understandQuery('exogena'));
  });

  test('a question of fillers has no idea in it', () => {
    expect(understandQuery('¿qué dice la ley? gracias').concepts).toEqual([]);
  });

  test('a question that other laws answer is told from one about the statute', () => {
    expect(understandQuery('multa por exceso de velocidad').outside).toBe(true);
    expect(understandQuery('multa por declarar tarde').outside).toBe(false);
  });
});
