import { describe, expect, test } from 'vitest';
import { readClaims, unsupportedClaims } from './read-claims.ts';

const read = (text: string) => readClaims(text).map(({ kind, value }) => `${kind} ${value}`);

describe('figures and references of a text', () => {
  test.each([
    ['Son $ 1.234.567.', ['money 1234567']],
    ['Son $1.234,50', ['money 1234.5']],
    ['Son $ 1,234,567.50', ['money 1234567.5']],
    ['Son $ 69 718 600', ['money 69718600']],
    ['Son $ 69\u00a0718\u00a0600', ['money 69718600']],
    ['Son ＄１２３', ['money 123']],
    ['-$ 250.000', ['money 250000']],
    ['COP 5.000', ['money 5000']],
    ['unos 5 millones de pesos', ['money 5000000']],
    ['2,5 millones', ['money 2500000']],
    ['1.5 millones', ['money 1500000']],
    ['$ 5M', ['money 5000000']],
    ['3 mil millones', ['money 3000000000']],
    ['30 mil pesos', ['money 30000']],
    ['tres millones de pesos', ['money 3000000']],
    ['veinte millones', ['number 20000000']],
    ['un millón y medio', ['number 1500000']],
    ['dos millones trescientos cuarenta y cinco mil seiscientos', ['number 2345600']],
    ['mil millones', ['number 1000000000']],
    ['US$ 500', ['foreign 500']],
    ['500 dólares', ['foreign 500']],
    ['el 50,88 % de 790 UVT', ['percent 50.88', 'uvt 790']],
    ['25 por ciento', ['percent 25']],
    ['veinticinco por ciento', ['percent 25']],
    ['el uno por ciento', ['percent 1']],
    ['el 4 por mil', ['rate 4']],
    ['el 4x1000', ['rate 4']],
    ['mil trescientas cuarenta UVT', ['uvt 1340']],
    ['1.340 unidades de valor tributario', ['uvt 1340']],
    ['casillas 43 y 45', ['box 43', 'box 45']],
    ['casilla n.º 36', ['box 36']],
    ['casilla treinta y seis', ['box 36']],
    ['el renglón 36', ['box 36']],
    ['el código R132', ['box 132']],
    ['artículos 206, 336-1 y 387', ['article 206', 'article 336-1', 'article 387']],
    ['artículo doscientos seis', ['article 206']],
    ['art. 206 num. 10', ['article 206', 'part num 10']],
    ['artículo 387, literal b', ['article 387', 'part lit b']],
    ['el parágrafo 5', ['part par 5']],
    ['art. 241', ['article 241']],
    ['Ley 2277 de 2022', ['norm ley 2277/2022']],
    ['Decretos 1625 de 2016', ['norm decreto 1625/2016']],
    ['Resolución número 000162', ['norm resolucion 162']],
    ['sentencia C-120', ['norm sentencia c-120']],
    ['el Código Penal', ['norm codigo penal']],
    ['el 16 de septiembre de 2026', ['date 2026-09-16']],
    ['2026-09-16', ['date 2026-09-16']],
    ['16/09/2026', ['date 2026-09-16']],
    ['en septiembre de 2026', ['month 2026-09']],
    ['el año 2025', ['number 2025']],
    ['tiene 65 años', ['time 65 ano']],
    ['en sesenta días hábiles', ['time 60 dia']],
    ['el Título IV', ['ordinal 4']],
    ['el tope III', ['ordinal 3']],
    ['el 3.er empleador', ['ordinal 3']],
    ['el segundo empleador', ['ordinal 2']],
    ['2.º', ['ordinal 2']],
    ['1/3 del total', ['code 1/3']],
    ['1e6', ['code 1e6']],
    ['llame al 3 0 0 1 2 3', ['number 300123']],
    ['el doble', ['word doble']],
    ['la cuarta parte', ['word cuarta parte']],
    ['una sola vez', []],
    ['lo que reportó un tercero, en primer lugar', []],
  ])('«%s»', (text, claims) => {
    expect(read(text)).toEqual(claims);
  });
});

describe('support by the facts', () => {
  const facts = readClaims(
    'El límite es $ 39.341.210 (790 UVT), casilla 36, artículo 206 numeral 10, Ley 2277 de 2022, vence 2026-09-16. Desde 2025.',
  );

  test.each([
    'Puede restar hasta $ 39.341.210 en la casilla 36.',
    'El tope es de 790 UVT según el numeral 10 del artículo 206.',
    'Vence el 16 de septiembre de 2026.',
    'Vence el 16 de septiembre.',
    'Vence en septiembre de 2026.',
    'Lo dice la Ley 2277.',
    'Son 39.341.210 en total.',
    'Son setecientas noventa UVT.',
  ])('«%s» is supported', (text) => {
    expect(unsupportedClaims(text, facts)).toEqual([]);
  });

  test.each([
    ['Puede restar hasta $ 39.341.211.', '$ 39.341.211'],
    ['El tope es de $ 790.', '$ 790'],
    ['Vea el artículo 790.', 'articulo 790'],
    ['Va en la casilla 37.', 'casilla 37'],
    ['Vence el 17 de septiembre.', '17 de septiembre'],
    ['Vence el 16 de septiembre de 2025.', '16 de septiembre de 2025'],
    ['Puede ahorrar el 10 %.', '10 %'],
    ['Son cuarenta millones.', '40000000'],
    ['Lo dice la Ley 9999.', 'ley 9999'],
    ['Lo dice la Ley 2277 de 2025.', 'ley 2277 de 2025'],
    ['Lo dice el numeral 9 del artículo 206.', 'numeral 9'],
  ])('«%s» is not', (text, offending) => {
    expect(unsupportedClaims(text, facts).map((made) => made.text)).toContain(offending);
  });
});

describe('any figure of which one digit is altered', () => {
  /** Ways in which facts and answers write a figure; `#` is where it goes. */
  const WAYS: [pattern: string, digits: number, grouped: boolean][] = [
    ['Debe pagar $ # por ello', 8, true],
    ['Debe pagar $# por ello', 5, false],
    ['son # pesos', 7, true],
    ['son # UVT', 4, true],
    ['es el # %', 2, false],
    ['es el 19,# %', 2, false],
    ['va en la casilla #', 2, false],
    ['según el artículo #', 3, false],
    ['según el art. 336-#', 2, false],
    ['según el numeral # del artículo 206', 2, false],
    ['según la Ley # de 2022', 4, false],
    ['según la Ley 2277 de #', 4, false],
    ['según el Decreto # de 2016', 4, false],
    ['según la sentencia C-#', 3, false],
    ['vence el 1# de agosto de 2026', 1, false],
    ['vence el 12 de agosto de #', 4, false],
    ['en el año #', 4, false],
    ['tiene # años', 2, false],
    ['en # días', 2, false],
    ['por #,5 millones', 2, false],
    ['hay # filas', 3, false],
  ];

  test.each(WAYS)('in «%s» is caught', (pattern, digits, grouped) => {
    let seed = digits * 7_919 + pattern.length;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * below);
    };
    for (let round = 0; round < 60; round += 1) {
      const figure = Array.from(
        { length: digits },
        (_, index) => random(index === 0 ? 9 : 10) + (index === 0 ? 1 : 0),
      );
      const write = (values: readonly number[]) => {
        const text = values.join('');
        return pattern.replace('#', grouped ? text.replace(/\B(?=(\d{3})+$)/g, '.') : text);
      };
      const said = write(figure);
      const facts = readClaims(said);
      expect(unsupportedClaims(said, facts)).toEqual([]);
      for (const place of figure.keys()) {
        const altered = figure.with(place, (figure[place]! + 1 + random(8)) % 10);
        // 019 and 19 are one number.
        if (altered[0] === 0 || Number(altered.join('')) === Number(figure.join(''))) continue;
        expect([said, write(altered), unsupportedClaims(write(altered), facts).length > 0]).toEqual([
          said,
          write(altered),
          true,
        ]);
      }
    }
  });
});
