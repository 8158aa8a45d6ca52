import { formatPesos } from '@accountia/tax-rules';
import { total } from '../../insights/context.ts';
import { reporters } from '../../insights/phrases.ts';
import { boxFact, categoryFact } from '../facts.ts';
import type { Book } from '../book.ts';
import type { Statement } from '../types.ts';
import { advice, listed, statement, type Topic, whatWasReported } from './topic.ts';

const withholdings: Topic = {
  id: 'withholdings',
  asks: [
    'retuv|retien|reten',
    'retenc',
    'retencion fuente',
    'cuanto retuv|reten',
    'descont renta|impuesto|salario|nomina',
  ],
  cites: ['et-373', 'et-374', 'et-381'],
  say(book) {
    const entries = book.inCategory('withholdings');
    if (entries.length === 0)
      return [
        statement(
          `Según el reporte, ${book.about.length === 0 ? 'nadie le hizo' : `${reporters(book.entries)} no le hizo`} retenciones de renta en ${book.year}. Si tiene un certificado que diga otra cosa, vale el certificado.`,
        ),
      ];
    const box = boxFact(book, 132);
    return [
      statement(
        `En ${book.year} le retuvieron ${formatPesos(total(entries))} a título de renta, según ${whatWasReported(book)}:`,
        categoryFact('withholdings', entries),
      ),
      ...listed(entries),
      box === null || book.about.length > 0
        ? statement(
            'Se restan del impuesto en la casilla 132; cada una se prueba con el certificado de retención.',
          )
        : statement(
            `En el borrador (versión ${book.asked.draft?.version}) se restan ${formatPesos(box.amount ?? 0n)} en la casilla 132; cada retención se prueba con su certificado.`,
            box,
          ),
      ...advice(book, ['withholding_without_income']),
    ];
  },
};

/** What leads from the tax to what has to be paid, in the order of the form. */
const PATH = [
  [126, 'impuesto neto de renta'],
  [127, 'impuesto de ganancias ocasionales'],
  [129, 'total impuesto a cargo'],
  [130, 'menos el anticipo que pagó con la declaración anterior'],
  [131, 'menos el saldo a favor del año anterior'],
  [132, 'menos las retenciones'],
  [133, 'más el anticipo del año siguiente'],
  [135, 'más las sanciones'],
] as const;

const balance: Topic = {
  id: 'balance',
  asks: [
    'cuanto debo|impuesto|pagar=',
    'debo pagar=|impuesto|dian|renta',
    'saldo pagar=|cargo',
    'saldo favor',
    'pagar= impuesto|renta|dian',
    'tengo|toca|voy pagar=',
    'tengo que pagar= impuesto|renta',
    'devol|devuelv|devolucion',
    'cuanto tengo|toca|debo pagar= impuesto|renta',
    'impuesto cargo|neto',
  ],
  cites: ['et-241', 'et-807', 'et-850'],
  say(book) {
    const { draft } = book.asked;
    const due = boxFact(book, 136);
    const credit = boxFact(book, 137);
    if (draft === null || due === null || credit === null) return withoutDraft(book);
    const verdict =
      (due.amount ?? 0n) > 0n
        ? statement(
            `Según el borrador (versión ${draft.version}), el total a pagar es ${formatPesos(due.amount ?? 0n)} (casilla 136).`,
            due,
          )
        : (credit.amount ?? 0n) > 0n
          ? statement(
              `Según el borrador (versión ${draft.version}), no debe nada: tiene un saldo a favor de ${formatPesos(credit.amount ?? 0n)} (casilla 137).`,
              credit,
              due,
            )
          : statement(
              `Según el borrador (versión ${draft.version}), no debe nada ni le queda saldo a favor (casillas 136 y 137 en cero).`,
              due,
              credit,
            );
    const steps = PATH.flatMap(([number, words]) => {
      const box = boxFact(book, number);
      return box === null || (box.amount ?? 0n) === 0n
        ? []
        : [statement(`• ${sentence(words)}: ${formatPesos(box.amount ?? 0n)} (casilla ${number}).`, box)];
    });
    return [
      verdict,
      ...(steps.length === 0 ? [] : [statement('Se llega así:'), ...steps]),
      ...(draft.provisional
        ? [statement('El borrador usa valores que todavía no están confirmados para ese año.')]
        : []),
      ...advice(book, ['prior_credit_balance', 'prior_advance']),
    ];
  },
};

function withoutDraft(book: Book): Statement[] {
  const withheld = book.inCategory('withholdings');
  return [
    statement(
      'Todavía no hay un borrador de la declaración guardado, así que no hay un impuesto calculado. Calcule el borrador y pregunte de nuevo.',
    ),
    ...(withheld.length === 0
      ? []
      : [
          statement(
            `Lo que sí se sabe es que le retuvieron ${formatPesos(total(withheld))}, que se restan de lo que resulte a cargo.`,
            categoryFact('withholdings', withheld),
          ),
        ]),
    ...advice(book, ['prior_credit_balance', 'prior_advance', 'advance_payment']),
  ];
}

const advance: Topic = {
  id: 'advance',
  asks: ['anticipo'],
  cites: ['et-807'],
  say(book) {
    const box = boxFact(book, 133);
    return [
      ...(box === null
        ? []
        : [
            statement(
              `En el borrador (versión ${book.asked.draft?.version}), el anticipo para el año siguiente es ${formatPesos(box.amount ?? 0n)} (casilla 133).`,
              box,
            ),
          ]),
      ...advice(book, ['prior_advance', 'advance_payment']),
    ];
  },
};

const priorReturn: Topic = {
  id: 'prior_return',
  asks: ['ano anterior', 'declaracion|renta anterior|pasada', 'saldo favor anterior'],
  cites: ['et-807', 'et-850'],
  say(book) {
    const entries = book.inCategory('prior_return');
    if (entries.length === 0)
      return [statement('El reporte no trae datos de la declaración del año anterior.')];
    return [
      statement('El reporte trae estos datos de la declaración del año anterior:'),
      ...listed(entries),
      ...advice(book, [
        'prior_credit_balance',
        'prior_advance',
        'patrimony_growth_unexplained',
        'patrimony_growth',
      ]),
    ];
  },
};

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export const TAX_TOPICS: readonly Topic[] = [withholdings, balance, advance, priorReturn];
