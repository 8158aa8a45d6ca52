import { describe, expect, it } from 'vitest';
import type { Row } from '../testing/review.ts';
import { info, only } from '../testing/review.ts';

describe('severance', () => {
  const employer = { detail: 'Cesantías consignadas al fondo de cesantías (2276)', amount: 5_000n };
  const fund = {
    detail: 'Valor total de las cesantías abonadas en el periodo',
    amount: 5_100n,
    reporterNit: '800333444',
  };

  it('told by employer and fund is flagged with both amounts', () => {
    expect(only('severance_reported_twice', [employer, fund])).toEqual([
      {
        code: 'severance_reported_twice',
        severity: 'warning',
        entries: [1, 2],
        params: { employerAmount: '5000', fundAmount: '5100' },
        articles: ['27', '206'],
      },
    ]);
  });

  it.each([[[employer]], [[fund]]])('told by one of them is not', (rows) => {
    expect(only('severance_reported_twice', rows)).toEqual([]);
  });
});

describe('voluntary savings', () => {
  const employer = { detail: 'Aportes a cuentas AFC (2276)', amount: 700n };

  it('told by employer and bank are flagged, also when the amounts differ', () => {
    const bank = { detail: 'Aportes a cuentas AFC (1022)', amount: 650n, reporterNit: '800333444' };
    expect(only('voluntary_savings_reported_twice', [employer, bank])).toMatchObject([
      { entries: [1, 2], params: { amount: '1350' } },
    ]);
  });

  it('of the same amount by two reporters without a format number are flagged', () => {
    const rows = ['800333444', '800555666'].map((reporterNit) => ({
      detail: 'Aportes a cuentas AFC',
      amount: 700n,
      reporterNit,
    }));
    expect(only('voluntary_savings_reported_twice', rows)).toHaveLength(1);
  });

  it('of two employers are not', () => {
    expect(
      only('voluntary_savings_reported_twice', [
        employer,
        { ...employer, amount: 800n, reporterNit: '800555666' },
      ]),
    ).toEqual([]);
  });
});

describe('yields', () => {
  const total = { detail: 'Valor Total Rendimientos pagados', amount: 900n };
  const holder = { detail: 'CDT Rendimientos Pagados (1020)', amount: 450n };

  it('in total and per holder by one reporter are flagged', () => {
    expect(only('total_beside_holders', [holder, total])).toMatchObject([
      { severity: 'warning', params: { totalAmount: '900', holdersAmount: '450' } },
    ]);
  });

  it.each([[[total]], [[holder, holder]], [[total, { ...holder, reporterNit: '800333444' }]]])(
    'otherwise are not',
    (rows) => {
      expect(only('total_beside_holders', rows)).toEqual([]);
    },
  );
});

describe('duplicate candidates', () => {
  const row = { detail: 'Honorarios (5002)', amount: 8_000n };

  it('share reporter, wording and amount, whatever the case and spaces', () => {
    const found = only('duplicate_candidate', [row, { ...row, detail: 'HONORARIOS  (5002)' }, row]);
    expect(found).toMatchObject([
      { severity: 'warning', entries: [1, 2, 3], params: { amount: '8000', times: 3 } },
    ]);
  });

  it.each([
    [{ ...row, amount: 8_001n }],
    [{ ...row, reporterNit: '800333444' }],
    [{ ...row, detail: 'Servicios (5004)' }],
    [{ ...row, detail: 'Honorarios (2276)' }],
  ])('need all three', (other) => {
    expect(only('duplicate_candidate', [row, other])).toEqual([]);
  });

  it('weigh less when each has its own account', () => {
    const rows = ['1', '2'].map((account) => ({
      ...row,
      additionalInformation: info('Número de Cuenta', account),
    }));
    expect(only('duplicate_candidate', rows)).toMatchObject([{ severity: 'info' }]);
  });

  it('are not looked for among zeros', () => {
    expect(
      only('duplicate_candidate', [
        { ...row, amount: 0n },
        { ...row, amount: 0n },
      ]),
    ).toEqual([]);
  });
});

describe('a property valued twice', () => {
  const cadastral = { detail: 'Valor avalúo catastral (1476)', amount: 300n };
  const base = { detail: 'Base del impuesto predial (1476)', amount: 310n };

  it('counts by the greater, with the share reported', () => {
    const share = info('Porcentaje de Participación', '50,00');
    expect(
      only('property_valued_twice', [{ ...cadastral, additionalInformation: share }, base]),
    ).toMatchObject([
      {
        params: { cadastralValue: '300', taxBase: '310', greater: '310', sharePercent: 50 },
        articles: ['277'],
      },
    ]);
    expect(only('property_valued_twice', [{ ...cadastral, amount: 320n }, base])).toMatchObject([
      { params: { greater: '320' } },
    ]);
  });

  it('is told apart by its registry number', () => {
    const of = (row: Row, number: string) => ({ ...row, additionalInformation: info('Matricula', number) });
    expect(only('property_valued_twice', [of(cadastral, '50N-1'), of(base, '50N-2')])).toEqual([]);
    expect(only('property_valued_twice', [of(cadastral, '50N-1'), of(base, '50N-1')])).toHaveLength(1);
    expect(only('property_valued_twice', [of(cadastral, '0'), base])).toHaveLength(1);
  });

  it('needs both values from one municipality', () => {
    expect(only('property_valued_twice', [cadastral, { ...base, reporterNit: '800333444' }])).toEqual([]);
    expect(only('property_valued_twice', [cadastral, cadastral])).toEqual([]);
  });
});
