import { Readable } from 'node:stream';
import { openTestDatabase, type MigratedTestDatabase } from '@accountia/db/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadCollection } from '../corpus/load-collection.ts';
import { loadCorpus } from '../corpus/load-corpus.ts';
import { retrieve } from './retrieve.ts';

/** A few articles in words of our own, as a loaded statute has them. */
const STATUTE = [
  [
    '592',
    'Quiénes no están obligados a declarar',
    'No presentan declaración de renta los de menores ingresos. Ver el artículo 594-3.',
  ],
  [
    '594-3',
    'Otros requisitos',
    'Tampoco quien tuvo consignaciones bancarias o compras por encima de la cifra.',
  ],
  ['641', 'Extemporaneidad en la presentación', 'Cada mes o fracción de mes tiene una sanción.'],
  ['643', 'Sanción por no declarar', 'Quien la omite paga un porcentaje.'],
  ['720', 'Recursos contra los actos', 'Procede el recurso de reconsideración dentro de los dos meses.'],
  ['903', 'Creación del régimen simple', 'Se crea el impuesto unificado.'],
  ['904', 'Sujetos pasivos', 'Pueden optar quienes cumplan las condiciones.'],
  ['905', 'Tarifa', 'Depende de la actividad.'],
];

describe('a statute beside the guide', () => {
  let database: MigratedTestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
    const lines = STATUTE.map(([article, title, text]) => JSON.stringify({ article, title, text })).join(
      '\n',
    );
    await loadCorpus(database.db);
    await loadCollection(database.db, {
      collection: 'estatuto-tributario',
      files: [{ name: 'estatuto.jsonl', open: () => Readable.from([Buffer.from(lines)]) }],
    });
  });
  afterAll(async () => {
    await database.dispose();
  });

  const articles = async (query: string, limit = 10) =>
    await retrieve(database.db, { query, limit, distinctArticles: true });

  test('an article has one place, held by the law and not by the guide', async () => {
    const found = await articles('¿quién debe declarar renta?');
    const keys = found.map(({ norm, article }) => `${norm} ${article}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(found.find(({ article }) => article === '592')?.collection).toBe('estatuto-tributario');
    expect((await articles('cesantías exentas')).map(({ collection }) => collection)).toContain('guide');
  });

  test('what people say finds what the law calls it', async () => {
    expect((await articles('multa por presentar tarde'))[0]?.article).toBe('641');
    expect((await articles('¿cómo apelo una liquidación?')).map(({ article }) => article)).toContain('720');
  });

  test('an article is found by what the guide says of it', async () => {
    expect(
      (await articles('topes de tarjeta de crédito para declarar', 5)).map(({ article }) => article),
    ).toContain('594-3');
  });

  test('a title that says nothing is known by those around it', async () => {
    expect((await articles('tarifa del régimen simple', 3)).map(({ article }) => article)).toContain('905');
  });

  test('a title of which every word is said comes before those that are only alike', async () => {
    expect((await articles('¿de cuánto es la sanción por no declarar renta?'))[0]?.article).toBe('643');
  });

  test('an article that is named comes first, in any collection', async () => {
    expect((await articles('¿qué dice el artículo 720 sobre la renta de trabajo?'))[0]?.article).toBe('720');
  });
});
