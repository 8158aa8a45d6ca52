import { aboutEntries, ids, share, total, totalOwed, type Rule } from '../context.ts';
import { formatPesos, reporters, rows } from '../phrases.ts';

const bankBalances = aboutEntries(
  'bank_balances',
  ({ ofConcept }) =>
    ofConcept(
      'assets.bank_balance',
      'assets.cdt_balance',
      'assets.fund_balance',
      'assets.voluntary_savings_balance',
    ).filter((entry) => entry.category === 'assets'),
  (entries) => ({
    kind: 'recommendation',
    severity: 'info',
    title: 'Saldos en bancos, CDT y fondos al 31 de diciembre',
    body: `Le informan saldos por ${formatPesos(total(entries))} (${reporters(entries)}). Van en el patrimonio por su saldo del último día del año.`,
    action:
      'Pida el certificado o extracto de cada entidad al 31 de diciembre y agregue las cuentas que el reporte no trae.',
    amount: total(entries),
    box: 29,
    cites: ['et-268', 'et-261', 'et-271'],
    confidence: 'high',
  }),
);

const debts = aboutEntries(
  'debts_need_proof',
  ({ inCategory }) => inCategory('liabilities'),
  (entries) => ({
    kind: 'recommendation',
    severity: 'warning',
    title: 'Deudas: réstelas solo con soporte',
    body: `Le informan deudas por ${formatPesos(totalOwed(entries))} (${reporters(entries)}). Disminuyen el patrimonio líquido si existían el 31 de diciembre y se pueden probar.`,
    action:
      'Pida a cada acreedor el certificado del saldo al 31 de diciembre; un préstamo entre particulares necesita documento de fecha cierta.',
    amount: totalOwed(entries),
    box: 30,
    cites: ['et-283', 'et-282', 'et-771-5'],
    confidence: 'high',
  }),
  'any',
);

const receivables = aboutEntries(
  'receivables_are_assets',
  ({ ofConcept }) => ofConcept('assets.receivables'),
  (entries) => ({
    kind: 'information',
    severity: 'info',
    title: 'Lo que otros le deben es un activo suyo',
    body: `${reporters(entries)} informa que le debía ${formatPesos(total(entries))} al cierre del año. Para usted es una cuenta por cobrar.`,
    action:
      'Confirme con el informante si seguía pendiente el 31 de diciembre y si el ingreso ya lo declaró.',
    amount: total(entries),
    box: 29,
    cites: ['et-270', 'et-261'],
    confidence: 'medium',
  }),
);

const vehicles = aboutEntries(
  'vehicle_value',
  ({ ofConcept }) => ofConcept('assets.vehicle'),
  (entries) => ({
    kind: 'recommendation',
    severity: 'info',
    title: 'Vehículos: declare el costo fiscal, no el avalúo',
    body: `El reporte trae avalúos de vehículos por ${formatPesos(total(entries))} (${rows(entries)}). El valor patrimonial es, en principio, lo que le costaron.`,
    action: 'Busque la factura o el contrato de compra; si ya no lo tenía el 31 de diciembre, el traspaso.',
    amount: total(entries),
    box: 29,
    cites: ['et-267'],
    confidence: 'medium',
  }),
);

const shares = aboutEntries(
  'shares_at_cost',
  ({ ofConcept }) => ofConcept('assets.shares', 'assets.securities'),
  (entries) => ({
    kind: 'recommendation',
    severity: 'info',
    title: 'Acciones y aportes: por su costo fiscal',
    body: `Le informan inversiones en sociedades o títulos por ${formatPesos(total(entries))} (${reporters(entries)}). Se declaran por su costo fiscal, no por su precio de mercado.`,
    action: 'Pida el certificado de la sociedad o del depósito de valores y guarde el documento de compra.',
    amount: total(entries),
    box: 29,
    cites: ['et-272'],
    confidence: 'high',
  }),
);

const growth: Rule = {
  codes: ['patrimony_growth_unexplained', 'patrimony_growth'],
  find({ ofConcept, input, inCategory }) {
    const prior = ofConcept('prior_return.declared_patrimony');
    const now = input.topes['2'];
    const before = prior.reduce((most, entry) => (entry.amount > most ? entry.amount : most), 0n);
    if (prior.length === 0 || now === undefined || now <= before) return [];
    const grown = now - before;
    const debtsNow = totalOwed(inCategory('liabilities'));
    const income =
      input.topes['1'] ??
      total(
        inCategory(
          'labour_income',
          'fees_income',
          'pension_income',
          'capital_income',
          'non_labour_income',
          'dividends',
          'occasional_gains',
        ),
      );
    const unexplained = grown > income + debtsNow;
    return [
      {
        code: unexplained ? 'patrimony_growth_unexplained' : 'patrimony_growth',
        kind: unexplained ? 'warning' : 'information',
        severity: unexplained ? 'critical' : 'info',
        title: unexplained
          ? 'Su patrimonio creció más que sus ingresos informados'
          : 'Su patrimonio creció: guarde la explicación',
        body:
          `El patrimonio bruto informado es ${formatPesos(now)} y el declarado el año anterior ${formatPesos(before)}: aumentó ${formatPesos(grown)}. ` +
          `Los ingresos informados suman ${formatPesos(income)}` +
          (debtsNow > 0n ? ` y las deudas ${formatPesos(debtsNow)}.` : '.') +
          (unexplained
            ? ' Un aumento del patrimonio líquido que no se explica puede gravarse como renta.'
            : ' Si el aumento del patrimonio líquido se explica con rentas, deudas o valorizaciones, no hay renta por comparación.'),
        action:
          'Explique el aumento con valorizaciones de avalúos, deudas nuevas, herencias, ventas o bienes que antes no declaró, y guarde las pruebas.',
        amount: grown,
        box: 31,
        entryIds: ids(prior),
        cites: unexplained ? ['et-236', 'et-237', 'et-239-1'] : ['et-236', 'et-237'],
        confidence: 'low',
      },
    ];
  },
};

const drop: Rule = {
  codes: ['patrimony_drop'],
  find({ ofConcept, input }) {
    const prior = ofConcept('prior_return.declared_patrimony');
    const now = input.topes['2'];
    const before = prior.reduce((most, entry) => (entry.amount > most ? entry.amount : most), 0n);
    if (now === undefined || before === 0n || now >= share(before, DROP_WORTH_TELLING_BASIS_POINTS))
      return [];
    return [
      {
        code: 'patrimony_drop',
        kind: 'warning',
        severity: 'warning',
        title: 'El patrimonio reportado es mucho menor que el declarado el año anterior',
        body: `Declaró ${formatPesos(before)} y ahora los terceros suman ${formatPesos(now)}: ${formatPesos(before - now)} menos. O vendió bienes, y entonces hay una ganancia por declarar, o el reporte no los trae.`,
        action:
          'Compare bien por bien con la declaración anterior; declare las ventas y mantenga lo que todavía tiene.',
        amount: before - now,
        box: 29,
        entryIds: ids(prior),
        cites: ['et-261', 'et-300', 'et-648'],
        confidence: 'medium',
      },
    ];
  },
};

/** Share of last year's patrimony under which goods must have left it, or the report lacks them. */
const DROP_WORTH_TELLING_BASIS_POINTS = 8000; // our own threshold

const debtsAboveAssets: Rule = {
  codes: ['debts_above_assets'],
  find({ inCategory }) {
    const debts = inCategory('liabilities');
    const owned = total(inCategory('assets'));
    const owed = totalOwed(debts);
    if (owed <= owned) return [];
    return [
      {
        code: 'debts_above_assets',
        kind: 'warning',
        severity: 'warning',
        title: 'Le informan más deudas que bienes',
        body: `Las deudas suman ${formatPesos(owed)} y los activos ${formatPesos(owned)}. Casi siempre falta en el patrimonio lo que se compró con el préstamo.`,
        action: 'Busque qué compró con cada deuda y agréguelo al patrimonio bruto.',
        amount: owed - owned,
        box: 29,
        entryIds: ids(debts),
        cites: ['et-261', 'et-282', 'et-283'],
        confidence: 'medium',
      },
    ];
  },
};

const severanceBalance = aboutEntries(
  'severance_balance',
  ({ ofConcept }) => ofConcept('severance.fund_balance'),
  (entries) => ({
    kind: 'recommendation',
    severity: 'info',
    title: 'El saldo en el fondo de cesantías es patrimonio, no ingreso',
    body: `${reporters(entries)} informa un saldo de ${formatPesos(total(entries))} al 31 de diciembre. Va en el patrimonio; ingreso es solo lo consignado o pagado en el año.`,
    action: 'Inclúyalo en el patrimonio bruto por el valor que certifica el fondo.',
    amount: total(entries),
    box: 29,
    cites: ['et-27', 'et-261'],
    confidence: 'high',
  }),
);

const crypto = aboutEntries(
  'crypto_assets',
  ({ ofConcept }) => ofConcept('assets.crypto'),
  (entries) => ({
    kind: 'warning',
    severity: 'warning',
    title: 'Criptoactivos: declárelos por su costo',
    body: `${reporters(entries)} informa criptoactivos por ${formatPesos(total(entries))}. Se declaran en el patrimonio por lo que costaron; venderlos o cambiarlos por otros realiza una utilidad o una pérdida.`,
    action: 'Descargue de la plataforma el historial de compras y ventas y calcule el costo de lo que queda.',
    amount: total(entries),
    box: 29,
    cites: ['et-261', 'et-267'],
    confidence: 'medium',
  }),
);

export const PATRIMONY_RULES: readonly Rule[] = [
  bankBalances,
  debts,
  debtsAboveAssets,
  receivables,
  vehicles,
  shares,
  crypto,
  severanceBalance,
  growth,
  drop,
];
