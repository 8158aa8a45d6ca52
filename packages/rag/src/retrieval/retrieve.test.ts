import { openTestDatabase, type MigratedTestDatabase } from '@accountia/db/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadCorpus } from '../corpus/load-corpus.ts';
import { retrieve } from './retrieve.ts';

describe('retrieval', () => {
  let database: MigratedTestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
    await loadCorpus(database.db);
  });
  afterAll(async () => {
    await database.dispose();
  });

  const idsFor = async (query: string, limit = 3, year = 2025) =>
    (await retrieve(database.db, { query, year, limit })).map((passage) => passage.id);

  test.each([
    ['art. 206 num 10', 'et-206-n10'],
    ['artículo 241', 'et-241'],
    ['336-1', 'et-336-1'],
    ['¿quién está obligado a declarar renta?', 'et-592'],
    ['cuánto puedo restar por dependientes', 'et-336-dependientes'],
    ['4x1000', 'et-115'],
    ['se me pasó la fecha, ¿cuánto es la sanción?', 'et-641'],
    ['mi cuenta es conjunta con mi hermana', 'et-263'],
    ['límite de medicina prepagada', 'et-387'],
    ['intereses de crédito hipotecario', 'et-119'],
    ['como declaro los intereses del cdt', 'et-38'],
    ['avalúo catastral o predial', 'et-277'],
    ['recibí una herencia', 'et-302'],
    ['no estoy obligado pero me retuvieron, ¿puedo declarar?', 'et-6'],
    ['mi patrimonio creció mucho', 'et-236'],
    ['1% de compras con factura electrónica', 'et-336-n5'],
    ['cesantías exentas', 'et-206-n4'],
    ['anticipo primer año', 'et-807'],
    ['cuenta en dólares', 'et-269'],
    ['le debo a un amigo sin papeles', 'et-283'],
    ['beneficio de auditoría', 'et-689-3'],
    ['¿hasta cuándo puedo pedir la devolución?', 'et-854'],
    ['aportes a AFC', 'et-126-4'],
    ['exógena', 'et-631'],
    ['plazo para declarar', 'dur-1.6.1.13.2.15'],
  ])('«%s» finds %s among the first six', async (query, id) => {
    expect(await idsFor(query, 6)).toContain(id);
  });

  test('accents in the query change nothing', async () => {
    expect(await idsFor('exención de pensión')).toEqual(await idsFor('exencion de pension'));
  });

  test('a range of articles gives them all', async () => {
    expect((await idsFor('artículos 330 a 333', 10)).toSorted()).toEqual([
      'et-330',
      'et-331',
      'et-332',
      'et-333',
    ]);
  });

  test('only law in force in the year is given', async () => {
    expect(await idsFor('tarifa de ganancias ocasionales', 10, 2022)).toContain('et-314.v2019');
    expect(await idsFor('tarifa de ganancias ocasionales', 10, 2022)).not.toContain('et-314');
    expect(await idsFor('tarifa de ganancias ocasionales', 10, 2025)).not.toContain('et-314.v2019');
  });

  test('a question the corpus does not answer gives nothing', async () => {
    expect(await idsFor('receta de arepas de huevo')).toEqual([]);
    expect(await idsFor('capital de Francia')).toEqual([]);
    expect(await idsFor('¿? ...')).toEqual([]);
    expect(await idsFor('artículo 999')).toEqual([]);
  });

  test('text that looks like a query language or SQL is only text', async () => {
    await expect(
      retrieve(database.db, { query: `cesantías & ! | :* ') ; drop table passages --`, limit: 3 }),
    ).resolves.not.toEqual([]);
    expect(await idsFor('artículo 592')).toContain('et-592');
  });

  test('the limit is kept, and a wrong request is refused', async () => {
    expect(await idsFor('declaración de renta y patrimonio', 2)).toHaveLength(2);
    for (const request of [
      { query: ' ', limit: 3 },
      { query: 'a'.repeat(501), limit: 3 },
      { query: 'cesantías', limit: 0 },
      { query: 'cesantías', limit: 51 },
    ]) {
      await expect(retrieve(database.db, request)).rejects.toMatchObject({ code: 'query_invalid' });
    }
  });
});
