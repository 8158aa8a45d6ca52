import { describe, expect, test } from 'vitest';
import { declaration, EVERYTHING } from '../testing/declarations.ts';
import { openBook } from './book.ts';
import { chooseTopics } from './choose-topics.ts';
import { askedOf, draftOf } from './testing/asked.ts';
import { TOPICS } from './topics/index.ts';

const ASKED = askedOf(declaration(EVERYTHING), {
  draft: draftOf({
    29: 300_000_000n,
    30: 3_000_000n,
    31: 297_000_000n,
    126: 5_000_000n,
    132: 2_000_000n,
    136: 3_000_000n,
    137: 0n,
  }),
});
const BOOK = openBook(ASKED);
const topicsOf = (question: string) => chooseTopics(question, BOOK).topics.map(({ id }) => id);
const saidOf = (question: string) => {
  const { topics, book } = chooseTopics(question, BOOK);
  return topics.flatMap((topic) => topic.say(book));
};

describe('a question', () => {
  test.each([
    ['¿Cuánto me retuvieron?', 'withholdings'],
    ['cuanta retencion en la fuente tengo', 'withholdings'],
    ['¿Estoy obligado a declarar?', 'must_file'],
    ['¿Debo declarar renta?', 'must_file'],
    ['me toca declarar?', 'must_file'],
    ['¿Cuándo vence mi declaración?', 'due_date'],
    ['¿Hasta cuándo tengo plazo?', 'due_date'],
    ['¿Cuánto debo?', 'balance'],
    ['¿cuánto tengo que pagar de impuesto?', 'balance'],
    ['¿Tengo saldo a favor?', 'balance'],
    ['¿Qué pasa si no declaro?', 'not_filing'],
    ['¿Cuál es la sanción por extemporaneidad?', 'not_filing'],
    ['¿Qué topes superé?', 'topes'],
    ['¿Cuánto gané por salarios?', 'salaries'],
    ['¿Cuánto me pagó mi empleador?', 'salaries'],
    ['¿Cuánto recibí de honorarios?', 'fees'],
    ['¿Qué rendimientos financieros tuve?', 'capital_income'],
    ['¿Cuánto me entró por arriendos?', 'capital_income'],
    ['¿Me reportaron dividendos?', 'dividends'],
    ['¿Tuve ganancias ocasionales?', 'occasional_gains'],
    ['¿Cuáles fueron mis ingresos?', 'all_income'],
    ['cuanto gané este año', 'all_income'],
    ['¿Cuál es mi patrimonio?', 'patrimony'],
    ['¿Qué deudas tengo?', 'debts'],
    ['¿Cuánto le debo al banco?', 'debts'],
    ['¿Cuál es el saldo de mis cuentas?', 'accounts'],
    ['¿Cómo declaro mi carro?', 'vehicles'],
    ['¿Qué avalúo tiene mi casa?', 'property'],
    ['¿Cuánto gasté con tarjeta de crédito?', 'card_spending'],
    ['¿Cuánto me consignaron?', 'deposits'],
    ['¿Puedo deducir la medicina prepagada?', 'prepaid_medicine'],
    ['¿Puedo restar los intereses de la hipoteca?', 'housing_interest'],
    ['¿Sirve el crédito del Icetex?', 'icetex'],
    ['¿Y el 4x1000?', 'financial_movements_tax'],
    ['¿Cuánto puedo ahorrar en AFC?', 'voluntary_savings'],
    ['¿Cuánto me sirven las facturas electrónicas?', 'e_invoices'],
    ['¿Puedo meter a mis hijos como dependientes?', 'dependants'],
    ['¿Puedo deducir el arriendo?', 'rent_paid'],
    ['¿Qué puedo deducir?', 'deductions'],
    ['¿Cuánto aporté a seguridad social?', 'contributions'],
    ['¿Por qué salen cesantías dos veces?', 'severance'],
    ['¿Hay datos repetidos?', 'repeated'],
    ['¿Qué debo revisar?', 'to_review'],
    ['¿Qué quedó sin clasificar?', 'unclassified'],
    ['¿Quién me reportó?', 'reporter'],
    ['¿Cuánto es el anticipo?', 'advance'],
  ])('%s is about %s alone', (question, topic) => {
    expect(topicsOf(question)).toEqual([topic]);
  });

  test.each(['¿Quién ganó el mundial?', 'hola', '¿Cuál es la capital de Francia?', 'xyz'])(
    '%s is about none',
    (question) => {
      expect(topicsOf(question)).toEqual([]);
    },
  );

  test('of two things is answered for both', () => {
    expect(topicsOf('¿Cuánto me retuvieron y cuándo vence?').toSorted()).toEqual([
      'due_date',
      'withholdings',
    ]);
  });

  test('that names a reporter is answered with the entries of that one', () => {
    const { topics, book } = chooseTopics('¿Qué me reportó el Banco del Altiplano?', BOOK);
    expect(topics.map(({ id }) => id)).toEqual(['reporter']);
    expect(new Set(book.entries.map(({ reporterNit }) => reporterNit))).toEqual(new Set(['860777222']));
    const withheld = chooseTopics('¿Cuánto me retuvo Confecciones Andinas?', BOOK);
    expect(withheld.topics.map(({ id }) => id)).toEqual(['withholdings']);
    expect(withheld.book.inCategory('withholdings').map(({ amount }) => amount)).toEqual([1_900_000n]);
  });

  test('that says what reporters are called as well is not about one of them', () => {
    expect(chooseTopics('¿Por qué salen cesantías dos veces?', BOOK).book.about).toEqual([]);
  });
});

describe('what is said', () => {
  test.each([
    ['¿Cuánto me retuvieron?', '$ 1.990.000', 'category withholdings'],
    ['¿Cuánto debo?', '$ 3.000.000 (casilla 136)', 'box 136'],
    ['¿Cuál es mi patrimonio?', '$ 297.000.000 (casilla 31)', 'box 31'],
    ['¿Cuánto gané por salarios?', '$ 84.000.000', 'category labour_income'],
    ['¿Estoy obligado a declarar?', 'Sí está obligado', 'tope 1'],
    ['¿Cuándo vence?', '16 de septiembre de 2026', `due_date ${ASKED.id}`],
    [
      '¿Por qué salen cesantías dos veces?',
      'el empleador ($ 7.000.000) y el fondo ($ 7.000.000)',
      'category severance',
    ],
  ])('to %s holds %s and rests on %s', (question, text, fact) => {
    const said = saidOf(question);
    expect(said.map((statement) => statement.text).join(' ')).toContain(text);
    expect(said.flatMap(({ facts }) => facts.map(({ kind, id }) => `${kind} ${id}`))).toContain(fact);
  });

  test('of an empty declaration never breaks and never invents a sum', () => {
    const empty = openBook(askedOf(declaration([], { topes: {} })));
    for (const topic of TOPICS) {
      const text = topic
        .say(empty)
        .map((statement) => statement.text)
        .join(' ');
      expect([topic.id, text]).toEqual([topic.id, expect.not.stringMatching(/undefined|null|NaN|\[object/)]);
    }
  });

  test('of a day that is past says so', () => {
    const past = openBook({ ...ASKED, today: '2026-12-01' });
    const text = chooseTopics('¿Cuándo vence?', past)
      .topics.flatMap((topic) => topic.say(past))
      .map((statement) => statement.text)
      .join(' ');
    expect(text).toContain('venció el 16 de septiembre de 2026');
    expect(text).toContain('Ese plazo ya pasó');
  });

  test('of a reporter whose name lost letters is said with its whole name', () => {
    const [first, second] = ASKED.entries.filter(({ reporterNit }) => reporterNit === '860777222');
    const book = openBook({
      ...ASKED,
      entries: [{ ...first!, reporterName: 'BANCO DEL ALT\u{FFFD}PLANO S.A.' }, second!],
    });
    expect(new Set(book.entries.map(({ reporterName }) => reporterName))).toEqual(
      new Set(['BANCO DEL ALTIPLANO S.A.']),
    );
  });
});
