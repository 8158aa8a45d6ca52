import type { Category } from '@accountia/tax-rules';
import { categoryFact } from '../facts.ts';
import type { AskedEntry, Statement } from '../types.ts';
import { formatPesos } from '@accountia/tax-rules';
import { total } from '../../insights/context.ts';
import type { Book } from '../book.ts';
import { boxFact, topeFact } from '../facts.ts';
import { aboutEntries, statement, type Topic, whoReported, whatWasReported } from './topic.ts';

const salaries = aboutEntries({
  id: 'salaries',
  asks: [
    'salari',
    'sueldo',
    'gan*|pag*|ingres salari|sueldo|nomina|laboral',
    'nomina',
    'laboral',
    'empleador',
    'prima|primas',
    'trabajo gan*|ingres|pag*',
  ],
  cites: ['et-103', 'et-206-n10'],
  select: (book) => book.inCategory('labour_income'),
  some: (sum, book) => `Por salarios y otros pagos laborales, ${whoReported(book)} ${sum} en ${book.year}:`,
  none: (book) => `Nadie le reportó salarios ni otros pagos laborales en ${book.year}.`,
  fact: (entries) => categoryFact('labour_income', entries),
  insights: ['labour_exemption'],
});

const fees = aboutEntries({
  id: 'fees',
  asks: [
    'honorario',
    'comision',
    'prestacion servicio',
    'independiente',
    'freelance',
    'contrat servicio',
    'servicios gan*|pag*|ingres|report',
  ],
  cites: ['et-336-1', 'et-103', 'et-383'],
  select: (book) => book.inCategory('fees_income'),
  some: (sum, book) => `Por honorarios, servicios y comisiones, ${whoReported(book)} ${sum} en ${book.year}:`,
  none: (book) => `Nadie le reportó honorarios, servicios ni comisiones en ${book.year}.`,
  fact: (entries) => categoryFact('fees_income', entries),
  insights: ['fees_costs_or_exemption'],
});

const pensions = aboutEntries({
  id: 'pensions',
  asks: ['pension recib|pag*|gan*|ingres|exent|jubil', 'mesada', 'pensionad', 'jubila'],
  cites: ['et-206-n5', 'et-337'],
  select: (book) => book.inCategory('pension_income'),
  some: (sum, book) => `Por pensiones le reportaron ${sum} en ${book.year}:`,
  none: (book) => `Nadie le reportó pagos de pensión en ${book.year}.`,
  fact: (entries) => categoryFact('pension_income', entries),
  insights: ['pension_exempt'],
});

const capital = aboutEntries({
  id: 'capital_income',
  asks: [
    'rendimiento',
    'intereses gan*|recib|ingres|banco|cdt|cuenta',
    'arriendo|arrendamiento|arrendar|alquiler',
    'renta capital',
    'regalia',
    'cdt gan*|rend*|renta|interes',
  ],
  cites: ['et-38', 'et-335'],
  select: (book) => book.inCategory('capital_income'),
  some: (sum, book) =>
    `Por rentas de capital (rendimientos, intereses, arriendos), ${whoReported(book)} ${sum} en ${book.year}:`,
  none: (book) => `Nadie le reportó rendimientos, intereses ni arriendos en ${book.year}.`,
  fact: (entries) => categoryFact('capital_income', entries),
  insights: ['inflationary_yield', 'rent_costs'],
});

const dividends = aboutEntries({
  id: 'dividends',
  asks: ['dividendo', 'participacion utilidad', 'utilidades'],
  cites: ['et-242', 'et-49'],
  select: (book) => book.inCategory('dividends'),
  some: (sum, book) => `Por dividendos y participaciones, ${whoReported(book)} ${sum} en ${book.year}:`,
  none: (book) => `Nadie le reportó dividendos en ${book.year}.`,
  fact: (entries) => categoryFact('dividends', entries),
  insights: ['dividends_by_type', 'dividend_credit'],
});

const occasionalGains = aboutEntries({
  id: 'occasional_gains',
  asks: [
    'ganancia ocasional',
    'ganancias ocasionales',
    'vend casa|apartamento|carro|inmueble|lote|moto',
    'herencia',
    'loteria|rifa|premio',
    'donacion recib',
  ],
  cites: ['et-300', 'et-314', 'et-311-1', 'et-302'],
  select: (book) => book.inCategory('occasional_gains'),
  some: (sum, book) => `Por ganancias ocasionales, ${whoReported(book)} ${sum} en ${book.year}:`,
  none: (book) =>
    `Nadie le reportó ganancias ocasionales (venta de activos, herencias, premios) en ${book.year}. Si las tuvo, debe declararlas aunque no estén en el reporte.`,
  fact: (entries) => categoryFact('occasional_gains', entries),
  insights: [
    'fixed_asset_sale',
    'inheritance_or_gift',
    'lottery_prize',
    'life_insurance',
    'occasional_gains',
  ],
});

const INCOME: readonly Category[] = [
  'labour_income',
  'fees_income',
  'pension_income',
  'capital_income',
  'non_labour_income',
  'dividends',
  'occasional_gains',
];

/** Income of all kinds: by category, and DIAN's own total beside it. */
const allIncome: Topic = {
  id: 'all_income',
  general: true,
  asks: [
    'ingres',
    'cuanto gan*',
    'gane|ganado|ganancias',
    'gan* ano',
    'total gan*|ingres',
    'ingresos brutos',
  ],
  cites: ['et-26', 'et-592'],
  say(book) {
    const groups = INCOME.map((category) => [category, book.inCategory(category)] as const).filter(
      ([, entries]) => entries.length > 0,
    );
    if (groups.length === 0) return [statement(`Nadie le reportó ingresos en ${book.year}.`)];
    const sum = total(groups.flatMap(([, entries]) => entries));
    return [
      statement(`Según ${whatWasReported(book)}, sus ingresos de ${book.year} suman ${formatPesos(sum)}:`),
      ...groups.map(([category, entries]) => ofCategory(category, entries)),
      ...severanceBeside(book),
      ...dianTotal(book, sum),
    ];
  },
};

function ofCategory(category: Category, entries: readonly AskedEntry[]): Statement {
  const fact = categoryFact(category, entries);
  return statement(`• ${fact.text}`, fact);
}

function severanceBeside(book: Book): Statement[] {
  const entries = book.inCategory('severance');
  if (entries.length === 0) return [];
  return [
    statement(
      `Las cesantías van aparte (${formatPesos(total(entries))} en lo reportado): empleador y fondo informan la misma cesantía, y se cuenta una sola vez.`,
      categoryFact('severance', entries),
    ),
  ];
}

function dianTotal(book: Book, sum: bigint): Statement[] {
  const tope = book.topes.find(({ number }) => number === 1);
  if (tope === undefined || !tope.reported || book.about.length > 0) return [];
  return [
    statement(
      tope.amount === sum
        ? 'Coincide con el total de ingresos brutos que muestra la DIAN.'
        : `La DIAN muestra ${formatPesos(tope.amount)} como ingresos brutos; la suma de las filas no tiene por qué coincidir, pues ese total sigue sus propias reglas.`,
      topeFact(tope),
      boxFact(book, 91),
    ),
  ];
}

export const INCOME_TOPICS: readonly Topic[] = [
  salaries,
  fees,
  pensions,
  capital,
  dividends,
  occasionalGains,
  allIncome,
];
