import { expect, test } from 'vitest';
import { bareArticle, linksOf, slugOf } from './articles.ts';

test.each([
  ['592', '592'],
  ['336-1', '336-1'],
  ['485-1-2', '485-1-2'],
  ['art-336-1-estimacion-de-costos-2', '336-1'],
  ['Artículo 206', '206'],
  ['libro-6-adicionado', 'libro-6-adicionado'],
  ['1.6.1.13.2.15', '1.6.1.13.2.15'],
  ['art-adicional-incentivos', 'art-adicional-incentivos'],
  ['Formulario 210', 'Formulario 210'],
])('the bare number of %s is %s', (given, bare) => {
  expect(bareArticle(given)).toBe(bare);
});

test('a text links to the articles it names, ranges too, but not to itself', () => {
  expect(linksOf('Según los artículos 407 a 409, y el artículo 12 de este Estatuto.', '12')).toEqual(['407', '408', '409']);
});

test('any name becomes an id', () => {
  expect(slugOf('Año  Nuevo (segunda ed.)')).toBe('ano-nuevo-segunda-ed');
  expect(slugOf('¿?')).toBe('sin-nombre');
});
