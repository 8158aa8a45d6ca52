import { formatPesos, KNOWN_YEARS, roundLimit, uvtToPesos } from '@accountia/tax-rules';
import { percent, uvt } from '../../insights/phrases.ts';
import type { Book } from '../book.ts';
import { boxFact, dueDateFact, filingFact, topeFact, topeSentence } from '../facts.ts';
import type { Statement } from '../types.ts';
import { advice, statement, type Topic } from './topic.ts';

const CALENDAR_RULE = 'dur-1.6.1.13.2.15';

const mustFile: Topic = {
  id: 'must_file',
  asks: [
    'oblig declar|renta|presenta',
    'obligad',
    'oblig',
    'debo|tengo|toca|necesito|deber|hay declar|presentar',
    'declarante',
    'soy declar',
    'por declar',
    'declaro renta',
  ],
  cites: ['et-592', 'et-594-3', 'et-593'],
  say(book) {
    const fact = filingFact(book);
    if (fact === null) return [statement(unknownYear(book))];
    const due = book.obligation?.obligated === false ? null : dueDateFact(book);
    return [
      statement(
        fact.text,
        fact,
        ...book.topes.filter(({ exceeded, nearEdge }) => exceeded || nearEdge).map(topeFact),
      ),
      ...(due === null ? [] : [statement(due.text, due), ...late(book)]),
      ...(book.obligation?.obligated === false ? advice(book, ['voluntary_return']) : []),
    ];
  },
};

const dueDate: Topic = {
  id: 'due_date',
  asks: [
    'venc',
    'plazo',
    'cuando declar|present|pag*|venc',
    'fecha declar|limite|present|pag*|venc',
    'fecha',
    'hasta cuando',
    'ultimo dia',
  ],
  cites: [CALENDAR_RULE, 'et-579'],
  say(book) {
    const due = dueDateFact(book);
    if (due === null)
      return [
        statement(
          'No se puede decir cuándo vence: se necesitan los dos últimos dígitos del NIT o la cédula y el calendario de ese año.',
        ),
      ];
    const must = book.obligation?.obligated;
    const filing = filingFact(book);
    if (must === true) return [statement(due.text, due), ...late(book)];
    return [
      statement(due.text, due),
      statement(
        must === false
          ? 'Ese plazo es para quien declara: según el reporte no está obligado, aunque puede hacerlo voluntariamente si le conviene.'
          : 'Antes confirme si está obligado a declarar: con lo reportado no se puede asegurar.',
        filing,
      ),
    ];
  },
};

const notFiling: Topic = {
  id: 'not_filing',
  asks: [
    'pasa no|tarde declar|present|pag*',
    'si no|tarde declar|present',
    'no declar',
    'sancion|multa|sancionan no|tarde|declar',
    'sancion|multa|sancionan',
    'extempora',
    'declar tarde',
    'intereses|interes mora',
  ],
  cites: ['et-641', 'et-643', 'et-639', 'et-634'],
  say(book) {
    const { law, obligation, year } = book;
    if (law === null || obligation === null) return [statement(unknownYear(book))];
    const filing = filingFact(book);
    const said: Statement[] = [];
    if (obligation.obligated === false) {
      said.push(
        statement(
          'Según lo que reportaron los terceros no está obligado a declarar: si es así, no declarar no tiene sanción.',
          filing,
        ),
      );
    } else {
      said.push(
        statement(
          obligation.obligated === true
            ? 'Está obligado a declarar: si no lo hace, la DIAN puede sancionarlo por no declarar y liquidar el impuesto por usted.'
            : 'Con lo reportado no se puede asegurar si debe declarar; si resulta obligado y no lo hace a tiempo, hay sanción.',
          filing,
        ),
      );
    }
    const due = dueDateFact(book);
    if (due !== null && obligation.obligated !== false) said.push(statement(due.text, due), ...late(book));
    const { lateFiling, minimumUvt } = law.penalties;
    const minimum = KNOWN_YEARS.includes(year + 1)
      ? ` (${formatPesos(roundLimit(uvtToPesos(minimumUvt.value, year + 1)))} si se liquida en ${year + 1})`
      : '';
    said.push(
      statement(
        `Declarar tarde, antes de que la DIAN emplace, cuesta por cada mes o fracción el ${percent(lateFiling.value.taxPerMonthBasisPoints)} del impuesto a cargo, ` +
          `o el ${percent(lateFiling.value.incomePerMonthBasisPoints)} de los ingresos brutos si no hay impuesto, y nunca menos de ` +
          `${uvt(minimumUvt.value)}${minimum}. Si además debe impuesto, corren intereses de mora.`,
        boxFact(book, 129),
        filing,
      ),
    );
    return said;
  },
};

const topes: Topic = {
  id: 'topes',
  asks: ['tope', 'topes', 'limite declar', 'pase|supere|excedi tope|limite', 'cuanto falta tope|limite'],
  cites: ['et-592', 'et-594-3'],
  say(book) {
    if (book.topes.length === 0) return [statement(unknownYear(book))];
    return [
      statement(
        `Estos son los cinco topes del año gravable ${book.year}, con los totales que trae el reporte de la DIAN:`,
      ),
      ...book.topes.map((tope) => statement(`• ${topeSentence(tope)}`, topeFact(tope))),
    ];
  },
};

/** What the due date does not say once it is past. Nobody tells us whether the return was filed. */
function late(book: Book): Statement[] {
  if (book.obligation?.obligated !== true || book.due === null || book.due.date >= book.asked.today)
    return [];
  return [
    statement(
      'Ese plazo ya pasó: si no ha declarado, hágalo cuanto antes, pues la sanción crece con cada mes o fracción.',
    ),
  ];
}

function unknownYear({ year }: Book): string {
  return `No se conocen los valores de ley del año gravable ${year}, así que no se puede responder para ese año.`;
}

export const OBLIGATION_TOPICS: readonly Topic[] = [mustFile, dueDate, notFiling, topes];
