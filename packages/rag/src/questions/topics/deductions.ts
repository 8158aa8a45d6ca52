import { formatPesos, type Limit, limitInPesos } from '@accountia/tax-rules';
import { percent, uvt } from '../../insights/phrases.ts';
import { yearlyUvt } from '../../insights/context.ts';
import type { Book } from '../book.ts';
import { aboutEntries, advice, type EntryTopic, statement, type Topic } from './topic.ts';

interface DeductionTopic extends Pick<EntryTopic, 'id' | 'asks' | 'cites'> {
  rules: readonly string[];
  /** `medicina prepagada y seguros de salud` */
  what: string;
  /** The yearly limit, when it is one of an amount. */
  limit?(law: NonNullable<Book['law']>): Limit | null;
  /** What proves it and what else must hold. */
  proof: string;
  insights: readonly string[];
}

/** A payment that lowers the income: whether one may, how much was reported, up to what, and what proves it. */
function deduction({ rules, what, limit, proof, insights, ...topic }: DeductionTopic): Topic {
  const reported = aboutEntries({
    ...topic,
    select: (book) => book.ofRule(...rules),
    some: (sum, book) => `En ${book.year} le reportaron ${sum} por ${what}:`,
    none: (book) =>
      `Nadie le reportó pagos por ${what} en ${book.year}. Si los hizo, puede informarlos con su soporte.`,
  });
  return {
    ...topic,
    say(book) {
      const most = book.law === null ? null : (limit?.(book.law) ?? null);
      const pesos = most === null ? undefined : limitInPesos(most, book.year);
      const up =
        most === null || pesos === undefined
          ? ''
          : `, hasta ${shareOf(most)}${uvt(yearlyUvt(most))} al año (${formatPesos(pesos)} en ${book.year})`;
      const told = advice(book, insights);
      return [
        statement(`Sí se puede restar lo pagado por ${what}${up}, dentro de los límites de ley. ${proof}`),
        ...reported.say(book),
        ...told,
      ];
    },
  };
}

/** `el 30 % del ingreso y ` where the law sets a share beside the amount. */
function shareOf({ basisPoints, of }: Limit): string {
  return basisPoints === undefined || of?.endsWith('income') !== true
    ? ''
    : `el ${percent(basisPoints)} del ingreso y `;
}

const prepaidMedicine = deduction({
  id: 'prepaid_medicine',
  asks: [
    'medicina prepagada',
    'prepagad',
    'plan complementario',
    'poliza|seguro salud',
    'deduc|restar medicina|prepagada|salud',
  ],
  cites: ['et-387', 'et-336-n3'],
  rules: ['deductions.prepaid_medicine'],
  what: 'medicina prepagada y seguros de salud',
  limit: (law) => law.limits.prepaidMedicine,
  proof:
    'Se prueba con el certificado de la entidad, y cubre al declarante, su cónyuge, hijos y dependientes.',
  insights: ['prepaid_medicine'],
});

const housingInterest = deduction({
  id: 'housing_interest',
  asks: [
    'interes vivienda|hipotec|leasing',
    'hipotec',
    'credito vivienda',
    'leasing habitacional',
    'deduc|restar vivienda|hipoteca',
  ],
  cites: ['et-119', 'et-387', 'et-336-n3'],
  rules: ['deductions.housing_interest'],
  what: 'intereses de vivienda',
  limit: (law) => law.limits.housingInterest,
  proof: 'Se prueba con el certificado del banco; si el crédito es de varios, solo cuenta su parte.',
  insights: ['housing_interest'],
});

const icetex = deduction({
  id: 'icetex',
  asks: ['icetex', 'interes|credito educativo|educacion|estudio|universidad'],
  cites: ['et-119', 'et-336-n3'],
  rules: ['deductions.icetex_interest'],
  what: 'intereses de créditos educativos del Icetex',
  limit: (law) => law.limits.icetexInterest,
  proof: 'Se prueba con el certificado del Icetex.',
  insights: ['icetex_interest'],
});

const movementsTax = deduction({
  id: 'financial_movements_tax',
  asks: ['gmf', '4x1000', '4 1000|mil', 'cuatro mil', 'gravamen movimiento'],
  cites: ['et-115'],
  rules: ['deductions.financial_movements_tax'],
  what: 'gravamen a los movimientos financieros (4 por mil), en un 50 %',
  proof: 'Se prueba con el certificado del banco.',
  insights: ['financial_movements_tax'],
});

const savings = deduction({
  id: 'voluntary_savings',
  asks: [
    'afc',
    'avc',
    'fvp',
    'pension voluntaria',
    'aporte voluntario',
    'ahorro voluntario|construccion',
    'fondo voluntario|voluntarias',
  ],
  cites: ['et-126-4', 'et-126-1', 'et-55'],
  rules: ['voluntary.'],
  what: 'aportes voluntarios (AFC, pensión voluntaria, AVC, RAIS)',
  limit: (law) => law.limits.voluntarySavings,
  proof:
    'Empleador y entidad pueden reportar el mismo aporte: cuenta una vez. Retirarlo antes de tiempo hace perder el beneficio.',
  insights: ['voluntary_savings_over_limit', 'voluntary_savings', 'voluntary_savings_reported_twice'],
});

const invoices: Topic = aboutEntries({
  id: 'e_invoices',
  asks: [
    'factura electronica',
    'facturas',
    'factura',
    'uno ciento',
    '1 ciento|compras|factura',
    'beneficio factura',
  ],
  cites: ['et-336-n5'],
  select: (book) => book.inCategory('e_invoice_benefit'),
  some: (sum, book) =>
    `En ${book.year} le reportaron ${sum} en compras con factura electrónica. Puede restar el 1 % de las que pagó por medios electrónicos, hasta el límite de ley:`,
  none: (book) => `El reporte no trae compras con factura electrónica en ${book.year}.`,
  insights: ['e_invoice_benefit'],
});

const dependants: Topic = {
  id: 'dependants',
  asks: [
    'dependiente',
    'hijos',
    'hijo',
    'persona cargo',
    'conyuge|esposa|esposo|padres|mama|papa deduc|dependiente|restar',
  ],
  cites: ['et-336-dependientes', 'et-387-dependientes', 'et-387-1'],
  say: (book) => [
    statement(
      'El reporte no dice quién depende de usted: hay que informarlo. Por los dependientes que cumplan los requisitos se resta una parte del ingreso.',
    ),
    ...advice(book, ['dependants']),
  ],
};

const rentPaid: Topic = {
  id: 'rent_paid',
  asks: ['deduc|restar|descontar arriendo|arrendamiento|alquiler', 'arriendo|alquiler que pago'],
  cites: ['et-119', 'et-336-n3'],
  say: () => [
    statement(
      'El arriendo que paga por su vivienda no se puede restar: la ley no lo trae entre las deducciones. Sí se pueden restar los intereses de un crédito o leasing de vivienda, dentro de los límites.',
    ),
  ],
};

const donations: Topic = aboutEntries({
  id: 'donations',
  asks: ['donacion', 'done|donar|donado|donaciones'],
  cites: ['et-257', 'et-258'],
  select: (book) => book.ofRule('credits.donations'),
  some: (sum, book) => `En ${book.year} le reportaron donaciones por ${sum}:`,
  none: (book) => `Nadie le reportó donaciones en ${book.year}.`,
  insights: ['donation_credit'],
});

const contributions: Topic = aboutEntries({
  id: 'contributions',
  asks: ['aporte obligatorio|salud|pension', 'seguridad social', 'eps', 'aportes'],
  cites: ['et-55', 'et-56'],
  select: (book) => book.inCategory('mandatory_contributions'),
  some: (sum, book) =>
    `De aportes obligatorios a salud y pensión le reportaron ${sum} en ${book.year}; no son ingreso:`,
  none: (book) => `Nadie le reportó aportes obligatorios a salud ni pensión en ${book.year}.`,
  insights: ['mandatory_contributions', 'health_on_pensions'],
});

const everything: Topic = {
  id: 'deductions',
  general: true,
  asks: [
    'deduc',
    'deducciones',
    'restar',
    'rentas exentas',
    'exent',
    'pagar menos',
    'ahorrar impuesto',
    'bajar impuesto',
    'beneficio tributario',
    'descuento tributario',
    'recomend|aconsej',
    'consejo',
  ],
  cites: ['et-336-n3', 'et-387', 'et-206-n10'],
  say(book) {
    const found = book.insights(
      'prepaid_medicine',
      'housing_interest',
      'icetex_interest',
      'dependants',
      'e_invoice_benefit',
      'voluntary_savings',
      'financial_movements_tax',
      'labour_exemption',
      'donation_credit',
      'general_cap_room',
      'general_cap_reached',
    );
    if (found.length === 0)
      return [
        statement(
          'El análisis de la declaración no encontró deducciones en lo reportado. Informe las que tenga con su soporte.',
        ),
      ];
    return [
      statement('Según el análisis de la declaración, puede mirar esto:'),
      ...found
        .slice(0, 6)
        .flatMap((insight) => advice({ ...book, insights: () => [insight] }, [insight.code])),
    ];
  },
};

export const DEDUCTION_TOPICS: readonly Topic[] = [
  prepaidMedicine,
  housingInterest,
  icetex,
  movementsTax,
  savings,
  invoices,
  dependants,
  rentPaid,
  donations,
  contributions,
  everything,
];
