import { aboutEntries, ids, least, pesosOf, share, total, yearlyUvt, type Rule } from '../context.ts';
import { formatPesos, percent, reporters, uvt } from '../phrases.ts';

/** A saving below this is not worth the paperwork. */
const SAVING_WORTH_TELLING_UVT = 10n; // our own threshold

const raisContributions = aboutEntries(
  'rais_contributions',
  ({ ofConcept }) => ofConcept('voluntary.rais'),
  (entries, { law, year }) => {
    const limit = law.limits.voluntaryRais;
    return {
      kind: 'recommendation',
      severity: 'info',
      title: 'Cotizaciones voluntarias al fondo de pensiones obligatorias: no son renta',
      body:
        `Le informan ${formatPesos(total(entries))} de cotizaciones voluntarias al régimen de ahorro individual. No son ingreso hasta el ` +
        `${percent(limit.basisPoints ?? 0)} del ingreso laboral y ${uvt(limit.uvt ?? 0)} (${formatPesos(pesosOf(limit, year))}), por fuera del límite general.`,
      action: 'Súmelas a los ingresos no constitutivos; si las retira para otro fin, vuelven a ser renta.',
      amount: least(total(entries), pesosOf(limit, year)),
      box: 33,
      cites: ['et-55'],
      confidence: 'medium',
    };
  },
);

const savingsRoom: Rule = {
  codes: ['voluntary_savings_room'],
  find({ inCategory, estimated: { estimate }, law, year }) {
    const work = inCategory('labour_income', 'fees_income');
    if (estimate === null || total(work) <= 0n) return [];
    const limit = law.limits.voluntarySavings;
    const income = estimate.box(32);
    const saved = estimate.box(35);
    const own = least(share(income, limit.basisPoints ?? 0), pesosOf(limit, year)) - saved;
    const room = least(
      own,
      roomInCap(estimate.box, law.limits.generalCap.basisPoints ?? 0, pesosOf(law.limits.generalCap, year)),
    );
    if (room <= 0n) return [];
    const saving = estimate.tax - estimate.taxWith({ plus: { 35: room } });
    if (saving < SAVING_WORTH_TELLING_UVT * law.uvt.value) return [];
    return [
      {
        code: 'voluntary_savings_room',
        kind: 'recommendation',
        severity: 'info',
        title: 'Le queda cupo para ahorrar en AFC o pensiones voluntarias',
        body:
          `Con sus ingresos informados podría haber aportado ${formatPesos(room)} más a cuentas AFC o fondos de pensiones voluntarias ` +
          `(hasta el ${percent(limit.basisPoints ?? 0)} del ingreso y ${uvt(limit.uvt ?? 0)}, dentro del límite general). Solo cuentan los aportes hechos dentro del año.`,
        action: 'Compruebe si aportó y no se lo informaron; si no, téngalo en cuenta para el año en curso.',
        amount: room,
        box: 35,
        entryIds: ids(work),
        cites: ['et-126-1', 'et-126-4', 'et-336-n3'],
        confidence: 'medium',
      },
    ];
  },
};

const COLUMN_BOXES = {
  gross: [32, 43, 58, 74],
  passive: [62, 79],
  notIncome: [33, 44, 59, 76],
  limited: [41, 53, 69, 86],
};

/** What the general cap still admits in the drafted return, in pesos. */
export function roomInCap(box: (number: number) => bigint, basisPoints: number, most: bigint): bigint {
  const sum = (boxes: readonly number[]) => boxes.reduce((added, number) => added + box(number), 0n);
  const base = sum(COLUMN_BOXES.gross) + sum(COLUMN_BOXES.passive) - sum(COLUMN_BOXES.notIncome);
  return least(share(base, basisPoints), most) - sum(COLUMN_BOXES.limited);
}

const DEDUCTIONS_WITH_LIMIT = [
  {
    concept: 'deductions.prepaid_medicine',
    limit: 'prepaidMedicine',
    what: 'medicina prepagada y seguros de salud',
    box: 39,
    cites: ['et-387'],
  },
  {
    concept: 'deductions.housing_interest',
    limit: 'housingInterest',
    what: 'intereses de vivienda',
    box: 38,
    cites: ['et-119'],
  },
  {
    concept: 'deductions.icetex_interest',
    limit: 'icetexInterest',
    what: 'intereses del ICETEX',
    box: 39,
    cites: ['et-119'],
  },
] as const;

const overLimit: readonly Rule[] = DEDUCTIONS_WITH_LIMIT.map(({ concept, limit, what, box, cites }) =>
  aboutEntries(
    'deduction_over_limit',
    ({ ofConcept }) => ofConcept(concept),
    (entries, { law, year }) => {
      const most = pesosOf(law.limits[limit], year);
      const over = total(entries) - most;
      if (over <= 0n) return null;
      return {
        kind: 'warning',
        severity: 'warning',
        title: `Pagó más de lo deducible: ${what}`,
        body: `Le informan ${formatPesos(total(entries))} de ${what} y el límite del año es ${uvt(yearlyUvt(law.limits[limit]))} (${formatPesos(most)}): ${formatPesos(over)} no se pueden restar.`,
        action: 'Reste solo hasta el límite y confirme que el pago no esté informado dos veces.',
        amount: over,
        box,
        cites,
        confidence: 'high',
      };
    },
  ),
);

const loanInterest = aboutEntries(
  'loan_interest_unproven',
  ({ ofConcept }) => ofConcept('deductions.loan_interest'),
  (entries) => ({
    kind: 'recommendation',
    severity: 'info',
    title: 'Intereses de un crédito: averigüe si era de vivienda',
    body:
      `${reporters(entries)} informa ${formatPesos(total(entries))} de intereses sin decir de qué crédito. Solo se deducen si fue para comprar su vivienda ` +
      'o es leasing habitacional; los de consumo o libre inversión no.',
    action: 'Pregunte a la entidad el destino del crédito antes de restarlos.',
    amount: total(entries),
    box: 38,
    cites: ['et-119'],
    confidence: 'low',
  }),
);

const housingInterestMissing: Rule = {
  codes: ['housing_interest_missing'],
  find({ inCategory, ofConcept }) {
    if (ofConcept('deductions.housing_interest').length > 0) return [];
    const mortgages = inCategory('liabilities').filter((entry) =>
      /hipotec|vivienda|habitacional/iu.test(entry.detail),
    );
    if (mortgages.length === 0) return [];
    return [
      {
        code: 'housing_interest_missing',
        kind: 'recommendation',
        severity: 'warning',
        title: 'Tiene un crédito de vivienda y no aparecen sus intereses',
        body: `${reporters(mortgages)} informa un crédito de vivienda con saldo de ${formatPesos(total(mortgages))}, pero no los intereses que pagó, que son deducibles.`,
        action: 'Pida el certificado de intereses y corrección monetaria del año y réstelos.',
        box: 38,
        entryIds: ids(mortgages),
        cites: ['et-119', 'et-387'],
        confidence: 'high',
      },
    ];
  },
};

const eInvoiceBaseMissing: Rule = {
  codes: ['e_invoice_base_missing'],
  find({ inCategory, law }) {
    const limit = law.limits.eInvoicePurchases;
    const purchases = inCategory('purchases');
    if (limit === null || total(purchases) <= 0n || inCategory('e_invoice_benefit').length > 0) return [];
    return [
      {
        code: 'e_invoice_base_missing',
        kind: 'recommendation',
        severity: 'info',
        title: `Compras con factura electrónica: puede faltarle el ${percent(limit.basisPoints ?? 0)}`,
        body:
          `La DIAN registra compras suyas con factura electrónica por ${formatPesos(total(purchases))}, pero el reporte no trae el monto susceptible del beneficio. ` +
          'Las que pagó por medios electrónicos dan la deducción.',
        action:
          'Consulte sus facturas en el sistema de facturación de la DIAN y sume las pagadas con tarjeta o transferencia.',
        amount: total(purchases),
        box: 28,
        entryIds: ids(purchases),
        cites: ['et-336-n5'],
        confidence: 'low',
      },
    ];
  },
};

const donationCap: Rule = {
  codes: ['donation_cap_reached'],
  find({ ofConcept, estimated: { estimate }, law }) {
    const donations = ofConcept('credits.donations');
    if (estimate === null || donations.length === 0) return [];
    const wanted = share(total(donations), law.credits.donationBasisPoints.value);
    const over = wanted - estimate.box(123);
    // Boxes are rounded to the thousand: less than that is no excess.
    if (over < 1000n) return [];
    return [
      {
        code: 'donation_cap_reached',
        kind: 'warning',
        severity: 'warning',
        title: 'El descuento por donaciones no cabe entero este año',
        body:
          `El descuento sería ${formatPesos(wanted)} y el límite es el ${percent(law.credits.donationsCapBasisPoints.value)} del impuesto: con lo reportado caben ` +
          `${formatPesos(estimate.box(123))}. El exceso puede tomarse el año siguiente.`,
        action: 'Guarde los certificados y lleve el exceso a la declaración del año siguiente.',
        amount: over,
        box: 123,
        entryIds: ids(donations),
        cites: ['et-257', 'et-258'],
        confidence: 'medium',
      },
    ];
  },
};

export const UNUSED_BENEFIT_RULES: readonly Rule[] = [
  raisContributions,
  savingsRoom,
  ...overLimit,
  loanInterest,
  housingInterestMissing,
  eInvoiceBaseMissing,
  donationCap,
];
