import type { FactName, MoneyFact } from './facts.ts';
import { PENALTY_REDUCTIONS } from './facts.ts';

export type FactKind =
  | { readonly kind: 'pesos' }
  | { readonly kind: 'count'; readonly minimum: number; readonly maximum: number }
  | { readonly kind: 'flag' }
  | { readonly kind: 'date' }
  | { readonly kind: 'digits'; readonly length: number }
  | { readonly kind: 'choice'; readonly options: readonly string[] };

/** How a fact is asked for. Texts in Spanish, for the person who answers. */
export type FactField = FactKind & {
  readonly title: string;
  /** Why it is asked and what it changes. */
  readonly reason: string;
  /** What is taken for granted when it is missing. */
  readonly whenMissing: string;
  /** Articles of the Estatuto Tributario. */
  readonly articles: readonly string[];
};

const PESOS = { kind: 'pesos' } as const;
const FLAG = { kind: 'flag' } as const;
const DATE = { kind: 'date' } as const;

/** Every fact that `draftReturn` takes, in the order in which to ask. */
export const FACT_FIELDS: Readonly<Record<FactName, FactField>> = {
  resident: {
    ...FLAG,
    title: 'Residente fiscal en Colombia',
    reason: 'El formulario 210 es de residentes; quien no lo es declara en el formulario 110.',
    whenMissing: 'Se toma como residente fiscal en Colombia.',
    articles: ['9', '10'],
  },
  dependants: {
    kind: 'count',
    minimum: 0,
    maximum: 50,
    title: 'Número de dependientes',
    reason:
      'Cada dependiente permite restar 72 UVT, hasta cuatro, por fuera del límite del 40 %; y, a quien tiene relación laboral, el 10 % de sus ingresos dentro del límite.',
    whenMissing: 'No se informaron dependientes: se toma ninguno.',
    articles: ['336', '387'],
  },
  dependantsTenPercent: {
    ...FLAG,
    title: 'Toma la deducción del 10 % por dependientes',
    reason: 'Póngalo en falso si la casilla 39 ya la incluye o si no la va a pedir.',
    whenMissing:
      'Con dependientes y relación laboral se toma la deducción del 10 % de los ingresos laborales.',
    articles: ['387'],
  },
  monthsWorked: {
    kind: 'count',
    minimum: 1,
    maximum: 12,
    title: 'Meses trabajados en el año',
    reason: 'Los límites de 32 UVT por dependientes y 16 UVT por salud son por mes.',
    whenMissing: 'Se toman doce meses trabajados.',
    articles: ['387'],
  },
  labourExemption: {
    ...FLAG,
    title: 'Toma la renta exenta del 25 %',
    reason: 'Póngalo en falso si la casilla 36 ya incluye el 25 % de las rentas de trabajo.',
    whenMissing: 'Se calcula el 25 % exento de las rentas de trabajo y se suma a la casilla 36.',
    articles: ['206'],
  },
  severance: {
    ...PESOS,
    title: 'Cesantías e intereses incluidos en la casilla 32',
    reason: 'Tienen su propia exención según el ingreso promedio, y no entran en la base del 25 % exento.',
    whenMissing: 'No se informaron cesantías dentro de la casilla 32: se toma cero.',
    articles: ['206', '27'],
  },
  averageMonthlyIncome: {
    ...PESOS,
    title: 'Ingreso mensual promedio de los últimos seis meses',
    reason: 'De él depende la parte exenta de las cesantías.',
    whenMissing:
      'No se informó el promedio de los últimos seis meses: se toma el mayor posible, como si todo el ingreso laboral del año se hubiera recibido en ellos.',
    articles: ['206'],
  },
  exemptIncomeOutsideCap: {
    ...PESOS,
    title: 'Rentas de trabajo exentas sin límite del 40 %',
    reason:
      'Las de los numerales 6 a 9 del art. 206 y las primas del art. 206-1 no se someten al límite del art. 336.',
    whenMissing: 'Se toma cero: ninguna renta exenta queda por fuera del límite.',
    articles: ['206', '206-1'],
  },
  voluntaryRais: {
    ...PESOS,
    title: 'Cotizaciones voluntarias al RAIS',
    reason: 'No son renta hasta el 25 % del ingreso laboral y 2.500 UVT; se suman a la casilla 33.',
    whenMissing: 'Se toma cero.',
    articles: ['55'],
  },
  housingInterest: {
    ...PESOS,
    title: 'Intereses de crédito de vivienda pagados',
    reason: 'Son deducibles hasta 1.200 UVT, con el certificado de la entidad.',
    whenMissing: 'No se informaron intereses de vivienda: se toma cero.',
    articles: ['119', '387'],
  },
  prepaidMedicine: {
    ...PESOS,
    title: 'Medicina prepagada y seguros de salud pagados',
    reason: 'Son deducibles hasta 16 UVT por mes.',
    whenMissing: 'No se informaron pagos de salud: se toma cero.',
    articles: ['387'],
  },
  icetexInterest: {
    ...PESOS,
    title: 'Intereses de préstamos del ICETEX',
    reason: 'Son deducibles hasta 100 UVT.',
    whenMissing: 'Se toma cero.',
    articles: ['119'],
  },
  financialMovementsTax: {
    ...PESOS,
    title: 'Gravamen a los movimientos financieros pagado (4x1000)',
    reason: 'La mitad es deducible, con certificado del banco.',
    whenMissing: 'Se toma cero.',
    articles: ['115'],
  },
  eInvoicePurchases: {
    ...PESOS,
    title: 'Compras con factura electrónica pagadas por medio electrónico',
    reason: 'El 1 % es deducible, hasta 240 UVT, por fuera del límite del 40 %; no las que ya son costo.',
    whenMissing: 'No se informaron compras con factura electrónica: se toma cero.',
    articles: ['336'],
  },
  financialYields: {
    ...PESOS,
    title: 'Rendimientos financieros incluidos en la casilla 58',
    reason: 'Su parte inflacionaria no es renta y va a la casilla 59.',
    whenMissing: 'No se informaron rendimientos de entidades vigiladas: toda la casilla 58 queda gravada.',
    articles: ['38', '40-1'],
  },
  costs: {
    ...PESOS,
    title: 'Costos de los honorarios y servicios',
    reason: 'Reemplazan la casilla 45; quien los resta no toma el 25 % exento sobre ese ingreso.',
    whenMissing: 'No se informaron costos de honorarios: se toma cero.',
    articles: ['336'],
  },
  capitalCosts: {
    ...PESOS,
    title: 'Costos de las rentas de capital',
    reason: 'Predial, administración o reparaciones de lo arrendado; reemplazan la casilla 60.',
    whenMissing: 'No se informaron costos de las rentas de capital: se toma cero.',
    articles: ['336', '107'],
  },
  nonLabourCosts: {
    ...PESOS,
    title: 'Costos de las rentas no laborales',
    reason: 'Reemplazan la casilla 77.',
    whenMissing: 'No se informaron costos de las rentas no laborales: se toma cero.',
    articles: ['336', '107'],
  },
  pensionMonths: {
    kind: 'count',
    minimum: 1,
    maximum: 600,
    title: 'Meses de pensión',
    reason:
      'Están exentas 1.000 UVT por mes; en una indemnización sustitutiva, por cada mes al que corresponda.',
    whenMissing: 'Se toman doce meses de pensión.',
    articles: ['206'],
  },
  lotteryPrizes: {
    ...PESOS,
    title: 'Loterías, rifas y apuestas incluidas en la casilla 112',
    reason: 'Se gravan al 20 %, no al 15 %.',
    whenMissing: 'Se toma cero: toda la ganancia ocasional se grava con la tarifa general.',
    articles: ['304', '317'],
  },
  homeSaleGain: {
    ...PESOS,
    title: 'Utilidad en la venta de la vivienda de habitación',
    reason:
      'Están exentas 5.000 UVT si todo el dinero va a una cuenta AFC para otra vivienda o al crédito de la vendida.',
    whenMissing: 'Se toma cero: la utilidad de la vivienda queda gravada.',
    articles: ['311-1'],
  },
  lifeInsurance: {
    ...PESOS,
    title: 'Indemnizaciones de seguros de vida incluidas en la casilla 112',
    reason: 'Están exentas las primeras 3.250 UVT.',
    whenMissing: 'Se toma cero.',
    articles: ['303-1'],
  },
  inheritedHome: {
    ...PESOS,
    title: 'Vivienda de habitación del causante recibida',
    reason: 'Están exentas las primeras 13.000 UVT.',
    whenMissing: 'Se toma cero.',
    articles: ['307'],
  },
  inheritedProperty: {
    ...PESOS,
    title: 'Otros inmuebles del causante recibidos',
    reason: 'Están exentas las primeras 6.500 UVT.',
    whenMissing: 'Se toma cero.',
    articles: ['307'],
  },
  inheritance: {
    ...PESOS,
    title: 'Porción conyugal, herencia o legado recibido',
    reason: 'Están exentas las primeras 3.250 UVT de cada heredero, legatario o cónyuge.',
    whenMissing: 'Se toma cero.',
    articles: ['307'],
  },
  otherGifts: {
    ...PESOS,
    title: 'Donaciones y legados de quien no es causante ni cónyuge',
    reason: 'Está exento el 20 %, hasta 1.625 UVT.',
    whenMissing: 'Se toma cero.',
    articles: ['307'],
  },
  donations: {
    ...PESOS,
    title: 'Donaciones certificadas a entidades del régimen especial',
    reason: 'Dan un descuento del 25 % de lo donado, hasta el 25 % del impuesto; reemplazan la casilla 123.',
    whenMissing: 'No se informaron donaciones certificadas: se toma cero.',
    articles: ['257', '258'],
  },
  foreignIncome: {
    ...PESOS,
    title: 'Renta líquida del exterior que pagó impuesto afuera',
    reason: 'El descuento no puede pasar del impuesto colombiano sobre esas mismas rentas.',
    whenMissing: 'No se informó la renta del exterior: el descuento solo se limita al impuesto total.',
    articles: ['254'],
  },
  firstYearFiling: {
    ...FLAG,
    title: 'Es su primera declaración',
    reason: 'El anticipo del primer año es del 25 %.',
    whenMissing: 'Se toma que ya ha declarado dos veces o más: anticipo del 75 %.',
    articles: ['807'],
  },
  secondYearFiling: {
    ...FLAG,
    title: 'Es su segunda declaración',
    reason: 'El anticipo del segundo año es del 50 %.',
    whenMissing: 'Se toma que ya ha declarado dos veces o más: anticipo del 75 %.',
    articles: ['807'],
  },
  priorNetTax: {
    ...PESOS,
    title: 'Impuesto neto de renta del año anterior',
    reason: 'El anticipo puede calcularse sobre el promedio de los dos años, si es menor.',
    whenMissing: 'No se informó el impuesto neto anterior: el anticipo se calcula solo sobre el de este año.',
    articles: ['807'],
  },
  priorAdvance: {
    ...PESOS,
    title: 'Anticipo liquidado el año anterior',
    reason: 'Es la casilla 133 de la declaración anterior; reemplaza la casilla 130.',
    whenMissing: 'No se informó anticipo del año anterior: se toma cero.',
    articles: ['807'],
  },
  priorNetPatrimony: {
    ...PESOS,
    title: 'Patrimonio líquido del año anterior',
    reason: 'El aumento del patrimonio debe estar justificado por las rentas del año.',
    whenMissing: 'No se informó el patrimonio líquido anterior: no se compara.',
    articles: ['236', '641'],
  },
  nominalValuations: {
    ...PESOS,
    title: 'Valorizaciones nominales del patrimonio',
    reason: 'Avalúos y reajustes aumentan el patrimonio sin ser renta.',
    whenMissing: 'Se toma cero.',
    articles: ['237'],
  },
  incomeTaxPaidInYear: {
    ...PESOS,
    title: 'Impuesto de renta pagado durante el año',
    reason: 'Se resta de las rentas que justifican el aumento del patrimonio.',
    whenMissing: 'Se restan solo las retenciones.',
    articles: ['237'],
  },
  filingDate: {
    ...DATE,
    title: 'Fecha en que se presenta',
    reason: 'Después del plazo hay sanción por extemporaneidad.',
    whenMissing: 'Se toma que se presenta a tiempo.',
    articles: ['641'],
  },
  dueDate: {
    ...DATE,
    title: 'Fecha límite para declarar',
    reason: 'Solo si un decreto cambió el plazo; si no, se calcula con los dos últimos dígitos.',
    whenMissing: 'Se calcula con los dos últimos dígitos del NIT.',
    articles: ['641'],
  },
  idLastTwoDigits: {
    kind: 'digits',
    length: 2,
    title: 'Dos últimos dígitos del NIT, sin dígito de verificación',
    reason: 'De ellos depende la fecha límite.',
    whenMissing: 'No se conoce la fecha límite.',
    articles: ['641'],
  },
  afterSummons: {
    ...FLAG,
    title: 'Hubo emplazamiento por no declarar',
    reason: 'Después del emplazamiento la sanción es el doble y no se reduce.',
    whenMissing: 'Se toma que no hubo emplazamiento.',
    articles: ['642'],
  },
  penaltyReduction: {
    kind: 'choice',
    options: PENALTY_REDUCTIONS,
    title: 'Reducción de la sanción',
    reason:
      'Queda en el 50 % si en los dos años anteriores no se cometió la misma falta, o en el 75 % si no se cometió en el último año, y no hubo emplazamiento.',
    whenMissing: 'No se aplica reducción.',
    articles: ['640'],
  },
  voluntaryFiling: {
    ...FLAG,
    title: 'Declara sin estar obligado',
    reason: 'Quien declara voluntariamente no paga sanción por extemporaneidad.',
    whenMissing: 'Se toma que está obligado a declarar.',
    articles: ['6', '592'],
  },
};

export const FACT_NAMES = Object.keys(FACT_FIELDS) as readonly FactName[];

/** The facts that hold an amount of pesos. */
export const MONEY_FACTS: readonly MoneyFact[] = FACT_NAMES.filter(
  (name): name is MoneyFact => FACT_FIELDS[name].kind === 'pesos',
);
