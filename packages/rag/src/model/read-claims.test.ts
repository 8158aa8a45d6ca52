import { describe, expect, test } from 'vitest';
import { readClaims, unsupportedClaims } from './read-claims.ts';

const read = (text: string) => readClaims(text).map(({ kind, value }) => `${kind} ${value}`);

describe('figures and references of a text', () => {
  test.each([
    ['Son $ 1.234.567.', ['money 1234567']],
    ['unos 5 millones de pesos', ['money 5000000']],
    ['2,5 millones', ['money 2500000']],
    ['30 mil pesos', ['money 30000']],
    ['el 50,88 % de 790 UVT', ['percent 50.88', 'uvt 790']],
    ['25 por ciento', ['percent 25']],
    ['casillas 43 y 45', ['box 43', 'box 45']],
    ['el código R132', ['box 132']],
    ['artículos 206, 336-1 y 387', ['article 206', 'article 336-1', 'article 387']],
    ['art. 241', ['article 241']],
    ['Ley 2277 de 2022', ['norm ley 2277', 'number 2022']],
    ['sentencia C-120', ['norm sentencia c-120']],
    ['el 16 de septiembre de 2026', ['date 09-16', 'number 2026']],
    ['2026-09-16', ['date 09-16', 'number 2026']],
    ['el año 2025', ['number 2025']],
    ['veinte millones', ['word veinte', 'word millones']],
    ['el doble', ['word doble']],
    ['una sola vez', []],
  ])('«%s»', (text, claims) => {
    expect(read(text)).toEqual(claims);
  });
});

describe('support by the facts', () => {
  const facts = readClaims(
    'El límite es $ 39.341.210 (790 UVT), casilla 36, artículo 206, vence 2026-09-16.',
  );

  test.each([
    'Puede restar hasta $ 39.341.210 en la casilla 36.',
    'El tope es de 790 UVT según el artículo 206.',
    'Vence el 16 de septiembre de 2026.',
    'Son 39.341.210 en total.',
  ])('«%s» is supported', (text) => {
    expect(unsupportedClaims(text, facts)).toEqual([]);
  });

  test.each([
    ['Puede restar hasta $ 39.341.211.', '$ 39.341.211'],
    ['El tope es de $ 790.', '$ 790'],
    ['Vea el artículo 790.', 'articulo 790'],
    ['Va en la casilla 37.', 'casilla 37'],
    ['Vence el 17 de septiembre.', '17 de septiembre'],
    ['Puede ahorrar el 10 %.', '10 %'],
    ['Son cuarenta millones.', 'cuarenta'],
    ['Lo dice la Ley 9999.', 'ley 9999'],
  ])('«%s» is not', (text, offending) => {
    expect(unsupportedClaims(text, facts).map((made) => made.text)).toContain(offending);
  });
});
