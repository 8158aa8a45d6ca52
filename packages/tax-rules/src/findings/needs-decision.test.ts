import { describe, expect, it } from 'vitest';
import type { Row } from '../testing/review.ts';
import { info, only, review } from '../testing/review.ts';

describe("another person's name", () => {
  const named = (reportedName: string) => ({ detail: 'Servicios (5004)', reportedName });

  it.each([
    'CAMILO ANDRÉS PEÑA NÚÑEZ',
    'PE\uFFFDA N\uFFFD\uFFFDEZ CAMILO',
    'peña  camilo',
    'Núñez, Camilo A.',
    '',
  ])('"%s" can be the taxpayer', (name) => {
    expect(only('another_name', [named(name)])).toEqual([]);
  });

  it.each([
    ['PEÑA ROJAS LAURA', 'warning'],
    ['ROJAS DÍAZ LAURA', 'critical'],
    ['PERA NUNES KAMILO', 'critical'],
  ])('"%s" cannot: %s', (name, severity) => {
    expect(only('another_name', [named(name)])).toMatchObject([{ severity, entries: [1], params: { name } }]);
  });

  it('does not count particles as shared words', () => {
    expect(
      only('another_name', [named('DE LA CRUZ ANA')], { taxpayerName: 'DE LA TORRE LUIS' }),
    ).toHaveLength(1);
  });

  it('accepts a one-word name that matches', () => {
    expect(only('another_name', [named('CAMILO')])).toEqual([]);
  });

  it('is told once per name', () => {
    const found = only('another_name', [named('ROJAS LAURA'), named('DÍAZ ANA'), named('ROJAS LAURA')]);
    expect(found.map(({ entries }) => entries)).toEqual([[1, 3], [2]]);
  });
});

describe('joint holders', () => {
  it.each<Row>([
    { detail: 'Saldo cuentas bancarias (Titular Secundario)' },
    {
      detail: 'Saldo cuentas bancarias',
      additionalInformation: info('Tipo de titular', '*2* Titular secundario'),
    },
    { detail: 'Valor avalúo catastral (1476)', additionalInformation: info('Número Propietarios', '2') },
    {
      detail: 'Valor avalúo catastral (1476)',
      additionalInformation: info('Porcentaje de Participación', '33.33'),
    },
  ])('are asked for their share: %j', (row) => {
    expect(only('joint_holder', [row])).toMatchObject([{ severity: 'warning', entries: [1] }]);
  });

  it.each<Row>([
    { detail: 'Saldo cuentas bancarias (Titular Principal)' },
    {
      detail: 'Valor avalúo catastral (1476)',
      additionalInformation: info('Porcentaje de Participación', '100.00'),
    },
    { detail: 'Valor avalúo catastral (1476)', additionalInformation: info('Número Propietarios', 'n/a') },
    // A holding in a company is the person's own.
    {
      detail: 'Valor total de la inversión, aporte o derecho social (1010)',
      additionalInformation: info('Porcentaje de Participación', '3.5'),
    },
  ])('are not seen in %j', (row) => {
    expect(only('joint_holder', [row])).toEqual([]);
  });
});

describe('signs', () => {
  it('an overdraft is told as debt', () => {
    expect(only('negative_balance', [{ detail: 'Saldo cuentas bancarias', amount: -40n }])).toMatchObject([
      { severity: 'info', params: { amount: '-40' } },
    ]);
  });

  it('any other negative amount is told as odd', () => {
    const rows = [{ detail: 'Pagos por salarios (2276)', amount: -40n }];
    expect(only('negative_amount', rows)).toHaveLength(1);
    expect(only('negative_balance', rows)).toEqual([]);
  });

  it('positive amounts are not', () => {
    const codes = review([{ detail: 'Saldo cuentas bancarias' }, { detail: 'Cuentas por pagar' }]).map(
      ({ code }) => code,
    );
    expect(codes).toEqual([]);
  });
});

describe('what a person decides', () => {
  const health = { detail: 'Aportes obligatorios a salud (2276)' };

  it('health contributions beside a pension', () => {
    expect(only('health_on_pensions', [health, { detail: 'Mesadas pensionales' }])).toMatchObject([
      { entries: [1, 2] },
    ]);
    expect(only('health_on_pensions', [health, { detail: 'Pagos por salarios' }])).toEqual([]);
  });

  it('how long a sold fixed asset was held', () => {
    expect(only('fixed_asset_holding', [{ detail: 'Compra de activos fijos (5046)' }])).toMatchObject([
      { articles: ['300', '314'] },
    ]);
  });

  it('fees with costs or without', () => {
    expect(
      only('fees_choice', [{ detail: 'Honorarios (5002)' }, { detail: 'Servicios (5004)' }]),
    ).toMatchObject([{ entries: [1, 2] }]);
  });

  it('what an unknown wording is, once for each', () => {
    const found = only('unknown_concept', [
      { detail: 'Zzz' },
      { detail: 'Yyy' },
      { detail: 'Zzz', amount: 5n },
    ]);
    expect(found.map(({ params }) => params)).toEqual([
      { detail: 'Zzz', amount: '1005' },
      { detail: 'Yyy', amount: '1000' },
    ]);
  });

  it('nothing, once a person has classified it', () => {
    expect(only('unknown_concept', [{ detail: 'Zzz', category: 'fees_income' }])).toEqual([]);
  });

  it('whether a category taken from the codes alone is right', () => {
    expect(only('classified_by_codes', [{ detail: 'Zzz', boxes: [132] }])).toMatchObject([{ entries: [1] }]);
  });

  it('which of support documents and reported payments is larger', () => {
    const row = { detail: 'Documentos soporte de adquisiciones a no obligados a facturar', topes: [1] };
    expect(only('support_documents_overlap', [row])).toMatchObject([{ severity: 'warning' }]);
  });
});
