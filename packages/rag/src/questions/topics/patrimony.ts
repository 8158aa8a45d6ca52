import { formatPesos } from '@accountia/tax-rules';
import { total, totalOwed } from '../../insights/context.ts';
import { boxFact, categoryFact, topeFact } from '../facts.ts';
import type { Statement } from '../types.ts';
import type { Book } from '../book.ts';
import {
  aboutEntries,
  advice,
  listed,
  statement,
  type Topic,
  whoReported,
  whatWasReported,
} from './topic.ts';

const patrimony: Topic = {
  id: 'patrimony',
  asks: ['patrimoni', 'bienes', 'activos', 'riqueza'],
  cites: ['et-261', 'et-263', 'et-282', 'et-283'],
  say(book) {
    const assets = book.inCategory('assets');
    const said: Statement[] = [...ofDraft(book)];
    const tope = book.topes.find(({ number }) => number === 2);
    if (tope?.reported && book.about.length === 0)
      said.push(
        statement(
          `La DIAN muestra un patrimonio bruto de ${formatPesos(tope.amount)} al 31 de diciembre de ${book.year}.`,
          topeFact(tope),
        ),
      );
    if (assets.length === 0)
      return [...said, statement(`En el reporte no hay bienes a su nombre en ${book.year}.`)];
    const property = book.ofRule('assets.cadastral_value', 'assets.property_tax_base');
    said.push(
      statement(
        `Según ${whatWasReported(book)}, sus bienes suman ${formatPesos(total(assets))}` +
          `${property.length > 1 ? ', aunque un mismo inmueble puede venir por su avalúo y por su base de predial, y se declara una sola vez' : ''}:`,
        categoryFact('assets', assets),
      ),
      ...listed(assets),
      statement(
        'Lo que nadie reportó (otros inmuebles, vehículos, efectivo, bienes en el exterior) también se declara.',
      ),
    );
    return said;
  },
};

/** Gross, debts and net of the newest draft: a person may have completed there what nobody reported. */
function ofDraft(book: Book): Statement[] {
  const [gross, debts, net] = [29, 30, 31].map((box) => boxFact(book, box));
  if (!gross || !debts || !net || book.about.length > 0) return [];
  return [
    statement(
      `Según el borrador (versión ${book.asked.draft?.version}), su patrimonio bruto es ${formatPesos(gross.amount ?? 0n)} (casilla 29), ` +
        `sus deudas ${formatPesos(debts.amount ?? 0n)} (casilla 30) y su patrimonio líquido ${formatPesos(net.amount ?? 0n)} (casilla 31).`,
      gross,
      debts,
      net,
    ),
  ];
}

const debts: Topic = {
  id: 'debts',
  asks: [
    'deuda',
    'pasivo',
    'prestamo',
    'debo banco|tarjeta|credito|bancos',
    'cuanto debo banco|tarjeta|credito|bancos',
    'credito hipotecario|banco',
    'sobregiro',
    'obligaciones financieras',
  ],
  cites: ['et-283', 'et-282'],
  say(book) {
    const entries = book.inCategory('liabilities');
    if (entries.length === 0)
      return [
        statement(
          `Nadie le reportó deudas a 31 de diciembre de ${book.year}. Las que tenga y pueda probar se restan del patrimonio.`,
        ),
      ];
    return [
      statement(
        `Según ${whatWasReported(book)}, sus deudas suman ${formatPesos(totalOwed(entries))}:`,
        categoryFact('liabilities', entries),
      ),
      ...listed(entries),
      ...advice(book, ['debts_need_proof']),
    ];
  },
};

const accounts = aboutEntries({
  id: 'accounts',
  asks: [
    'saldo cuenta|banco|ahorros|corriente',
    'saldos',
    'cuenta ahorro|bancaria|corriente',
    'cuentas',
    'cdt',
    'fondo inversion',
    'ahorros',
  ],
  cites: ['et-268', 'et-261', 'et-271'],
  select: (book) => book.ofRule('assets.bank_balance', 'assets.cdt_balance', 'assets.fund_balance'),
  some: (sum, book) => `Saldos en cuentas, CDT y fondos a 31 de diciembre de ${book.year}: ${sum}, así:`,
  none: (book) => `Nadie le reportó saldos en cuentas, CDT ni fondos a 31 de diciembre de ${book.year}.`,
  insights: ['bank_balances'],
});

const property = aboutEntries({
  id: 'property',
  asks: ['casa|apartamento|inmueble|lote|finca', 'avaluo', 'predial', 'vivienda valor|declar|patrimon'],
  cites: ['et-277', 'et-261'],
  select: (book) => book.ofRule('assets.cadastral_value', 'assets.property_tax_base'),
  some: (sum, book) =>
    `De inmuebles le reportaron en ${book.year} valores que suman ${sum}; el mismo inmueble puede venir dos veces y se declara una:`,
  none: (book) =>
    `Nadie le reportó inmuebles en ${book.year}. Si los tiene, se declaran aunque no estén en el reporte.`,
  insights: ['property_valued_twice'],
});

const vehicles = aboutEntries({
  id: 'vehicles',
  asks: ['vehiculo', 'carro|moto|motocicleta|automovil'],
  cites: ['et-267', 'et-261'],
  select: (book) => book.ofRule('assets.vehicle'),
  some: (sum, book) => `De vehículos le reportaron ${sum} en ${book.year}:`,
  none: (book) =>
    `Nadie le reportó vehículos en ${book.year}. Si tiene, se declaran aunque no estén en el reporte.`,
  insights: ['vehicle_value'],
});

/** Spending and deposits count for the obligation and are no income: that is what people ask about them. */
function movements(
  given: Pick<Topic, 'id' | 'asks'> & {
    tope: number;
    what: string;
    category: 'card_spending' | 'deposits_investments' | 'purchases';
  },
): Topic {
  const { tope: number, what, category, ...topic } = given;
  return {
    ...topic,
    cites: ['et-594-3', 'et-26'],
    say(book) {
      const entries = book.inCategory(category);
      if (entries.length === 0) return [statement(`Nadie le reportó ${what} en ${book.year}.`)];
      const tope = book.topes.find((candidate) => candidate.number === number);
      return [
        statement(
          `En ${what}, ${whoReported(book)} ${formatPesos(total(entries))} en ${book.year}:`,
          categoryFact(category, entries),
        ),
        ...listed(entries),
        statement('Esto no es un ingreso: solo cuenta para saber si debe declarar.'),
        ...(tope === undefined || book.about.length > 0
          ? []
          : [
              statement(
                `Para la DIAN son ${formatPesos(tope.amount)}; el tope es ${formatPesos(tope.limit)} y ${tope.exceeded ? 'lo supera' : 'no lo supera'}.`,
                topeFact(tope),
              ),
            ]),
      ];
    },
  };
}

const cards = movements({
  id: 'card_spending',
  asks: ['tarjeta', 'gast|consum tarjeta', 'tarjeta credito'],
  tope: 3,
  what: 'consumos con tarjeta',
  category: 'card_spending',
});
const deposits = movements({
  id: 'deposits',
  asks: ['consigna', 'deposit', 'inversion', 'movimiento', 'entro cuenta|cuentas', 'transferencia'],
  tope: 4,
  what: 'consignaciones, depósitos e inversiones',
  category: 'deposits_investments',
});
const purchases = movements({
  id: 'purchases',
  asks: ['compras', 'consumos', 'compre', 'cuanto gaste', 'gastos'],
  tope: 5,
  what: 'compras y consumos',
  category: 'purchases',
});

export const PATRIMONY_TOPICS: readonly Topic[] = [
  patrimony,
  debts,
  accounts,
  property,
  vehicles,
  cards,
  deposits,
  purchases,
];
