import type { BoxKind, BoxUnit } from '../types.ts';

/** A box of the form and the rule that fills it. */
export interface BoxDefinition {
  readonly box: number;
  readonly kind: BoxKind;
  readonly unit: BoxUnit;
  readonly label: string;
  readonly rule: string;
  readonly article: string;
  /** Numeral, paragraph or inciso within the article, in Spanish. */
  readonly place?: string;
}

type Row = readonly [box: number, kind: BoxKind, rule: string, law: string, label: string];

const LABOUR = 'rentas de trabajo';
const FEES = 'rentas de trabajo con costos';
const CAPITAL = 'rentas de capital';
const NON_LABOUR = 'rentas no laborales';

/**
 * Boxes of Form 210 of taxable years 2023 to 2025 (Res. DIAN 000044 and 000120 of 2024, compiled in 000227
 * of 2025).
 */
const ROWS: readonly Row[] = [
  [
    28,
    'computed',
    'general.e_invoice_purchases',
    '336 num. 5',
    'Uno por ciento de compras con factura electrónica',
  ],
  [29, 'input', 'patrimony.gross', '261', 'Total patrimonio bruto'],
  [30, 'input', 'patrimony.debts', '283', 'Deudas'],
  [31, 'computed', 'patrimony.net', '282', 'Total patrimonio líquido'],
  [32, 'adjusted', 'labour.gross', '103', `Ingresos brutos (${LABOUR})`],
  [33, 'adjusted', 'labour.non_income', '55', `Ingresos no constitutivos de renta (${LABOUR})`],
  [34, 'computed', 'labour.net', '336 num. 2', `Renta líquida (${LABOUR})`],
  [35, 'adjusted', 'labour.voluntary_savings', '126-1', `Aportes voluntarios AFC, FVP y AVC (${LABOUR})`],
  [36, 'adjusted', 'labour.other_exempt', '206 num. 10', `Otras rentas exentas (${LABOUR})`],
  [37, 'computed', 'labour.exempt', '336 num. 3', `Total rentas exentas (${LABOUR})`],
  [38, 'adjusted', 'labour.housing_interest', '119', `Intereses de vivienda (${LABOUR})`],
  [39, 'adjusted', 'labour.other_deductions', '387', `Otras deducciones imputables (${LABOUR})`],
  [40, 'computed', 'labour.deductions', '336 num. 3', `Total deducciones imputables (${LABOUR})`],
  [
    41,
    'computed',
    'labour.limited',
    '336 num. 3',
    `Rentas exentas y deducciones imputables limitadas (${LABOUR})`,
  ],
  [42, 'computed', 'labour.ordinary', '336 num. 3', `Renta líquida ordinaria (${LABOUR})`],
  [43, 'input', 'fees.gross', '103', `Ingresos brutos (${FEES})`],
  [44, 'adjusted', 'fees.non_income', '55', `Ingresos no constitutivos de renta (${FEES})`],
  [45, 'adjusted', 'fees.costs', '336 num. 4', `Costos y deducciones procedentes (${FEES})`],
  [46, 'computed', 'fees.net', '336 num. 4', `Renta líquida (${FEES})`],
  [47, 'adjusted', 'fees.voluntary_savings', '126-1', `Aportes voluntarios AFC, FVP y AVC (${FEES})`],
  [48, 'input', 'fees.other_exempt', '336 num. 3', `Otras rentas exentas (${FEES})`],
  [49, 'computed', 'fees.exempt', '336 num. 3', `Total rentas exentas (${FEES})`],
  [50, 'adjusted', 'fees.housing_interest', '119', `Intereses de vivienda (${FEES})`],
  [51, 'adjusted', 'fees.other_deductions', '387', `Otras deducciones imputables (${FEES})`],
  [52, 'computed', 'fees.deductions', '336 num. 3', `Total deducciones imputables (${FEES})`],
  [
    53,
    'computed',
    'fees.limited',
    '336 num. 3',
    `Rentas exentas y deducciones imputables limitadas (${FEES})`,
  ],
  [54, 'computed', 'fees.exercise', '336 num. 4', `Renta líquida ordinaria del ejercicio (${FEES})`],
  [55, 'computed', 'fees.loss', '330', `Pérdida líquida del ejercicio (${FEES})`],
  [56, 'adjusted', 'fees.loss_compensation', '330', `Compensaciones por pérdidas (${FEES})`],
  [57, 'computed', 'fees.ordinary', '336 num. 4', `Renta líquida ordinaria (${FEES})`],
  [58, 'input', 'capital.gross', '335 num. 2', `Ingresos brutos (${CAPITAL})`],
  [59, 'adjusted', 'capital.non_income', '38', `Ingresos no constitutivos de renta (${CAPITAL})`],
  [60, 'adjusted', 'capital.costs', '336 num. 4', `Costos y deducciones procedentes (${CAPITAL})`],
  [61, 'computed', 'capital.net', '336 num. 4', `Renta líquida (${CAPITAL})`],
  [62, 'input', 'capital.passive', '890', `Rentas líquidas pasivas ECE (${CAPITAL})`],
  [63, 'adjusted', 'capital.voluntary_savings', '126-1', `Aportes voluntarios AFC, FVP y AVC (${CAPITAL})`],
  [64, 'input', 'capital.other_exempt', '336 num. 3', `Otras rentas exentas (${CAPITAL})`],
  [65, 'computed', 'capital.exempt', '336 num. 3', `Total rentas exentas (${CAPITAL})`],
  [66, 'adjusted', 'capital.housing_interest', '119', `Intereses de vivienda (${CAPITAL})`],
  [67, 'adjusted', 'capital.other_deductions', '115', `Otras deducciones imputables (${CAPITAL})`],
  [68, 'computed', 'capital.deductions', '336 num. 3', `Total deducciones imputables (${CAPITAL})`],
  [
    69,
    'computed',
    'capital.limited',
    '336 num. 3',
    `Rentas exentas y deducciones imputables limitadas (${CAPITAL})`,
  ],
  [70, 'computed', 'capital.exercise', '336 num. 4', `Renta líquida ordinaria del ejercicio (${CAPITAL})`],
  [71, 'computed', 'capital.loss', '330', `Pérdida líquida del ejercicio (${CAPITAL})`],
  [72, 'adjusted', 'capital.loss_compensation', '330', `Compensaciones por pérdidas (${CAPITAL})`],
  [73, 'computed', 'capital.ordinary', '336 num. 4', `Renta líquida ordinaria (${CAPITAL})`],
  [74, 'input', 'non_labour.gross', '335 num. 3', `Ingresos brutos (${NON_LABOUR})`],
  [75, 'adjusted', 'non_labour.returns', '26', `Devoluciones, rebajas y descuentos (${NON_LABOUR})`],
  [76, 'adjusted', 'non_labour.non_income', '55', `Ingresos no constitutivos de renta (${NON_LABOUR})`],
  [77, 'adjusted', 'non_labour.costs', '336 num. 4', `Costos y deducciones procedentes (${NON_LABOUR})`],
  [78, 'computed', 'non_labour.net', '336 num. 4', `Renta líquida (${NON_LABOUR})`],
  [79, 'input', 'non_labour.passive', '890', `Rentas líquidas pasivas ECE (${NON_LABOUR})`],
  [
    80,
    'adjusted',
    'non_labour.voluntary_savings',
    '126-1',
    `Aportes voluntarios AFC, FVP y AVC (${NON_LABOUR})`,
  ],
  [81, 'input', 'non_labour.other_exempt', '336 num. 3', `Otras rentas exentas (${NON_LABOUR})`],
  [82, 'computed', 'non_labour.exempt', '336 num. 3', `Total rentas exentas (${NON_LABOUR})`],
  [83, 'adjusted', 'non_labour.housing_interest', '119', `Intereses de vivienda (${NON_LABOUR})`],
  [84, 'adjusted', 'non_labour.other_deductions', '115', `Otras deducciones imputables (${NON_LABOUR})`],
  [85, 'computed', 'non_labour.deductions', '336 num. 3', `Total deducciones imputables (${NON_LABOUR})`],
  [
    86,
    'computed',
    'non_labour.limited',
    '336 num. 3',
    `Rentas exentas y deducciones imputables limitadas (${NON_LABOUR})`,
  ],
  [
    87,
    'computed',
    'non_labour.exercise',
    '336 num. 4',
    `Renta líquida ordinaria del ejercicio (${NON_LABOUR})`,
  ],
  [88, 'computed', 'non_labour.loss', '330', `Pérdida líquida del ejercicio (${NON_LABOUR})`],
  [89, 'adjusted', 'non_labour.loss_compensation', '330', `Compensaciones por pérdidas (${NON_LABOUR})`],
  [90, 'computed', 'non_labour.ordinary', '336 num. 4', `Renta líquida ordinaria (${NON_LABOUR})`],
  [91, 'computed', 'general.net', '336 num. 2', 'Renta líquida cédula general'],
  [92, 'computed', 'general.limited', '336 num. 3', 'Rentas exentas y deducciones imputables limitadas'],
  [93, 'computed', 'general.ordinary', '336', 'Renta líquida ordinaria cédula general'],
  [
    94,
    'adjusted',
    'general.losses_until_2018',
    '330',
    'Compensaciones por pérdidas año gravable 2018 y anteriores',
  ],
  [95, 'adjusted', 'general.presumptive_excess', '189', 'Compensaciones por exceso de renta presuntiva'],
  [96, 'input', 'general.taxable_income', '239-1', 'Rentas gravables'],
  [97, 'computed', 'general.taxable', '336', 'Renta líquida gravable cédula general'],
  [98, 'computed', 'general.presumptive', '188', 'Renta presuntiva'],
  [99, 'input', 'pensions.gross', '337', 'Ingresos brutos por rentas de pensiones del país y del exterior'],
  [100, 'adjusted', 'pensions.non_income', '56', 'Ingresos no constitutivos de renta (pensiones)'],
  [101, 'computed', 'pensions.net', '337', 'Renta líquida (pensiones)'],
  [102, 'computed', 'pensions.exempt', '206 num. 5', 'Rentas exentas de pensiones'],
  [103, 'computed', 'pensions.taxable', '337', 'Renta líquida gravable cédula de pensiones'],
  [104, 'input', 'dividends.until_2016', '49', 'Dividendos y participaciones 2016 y anteriores, y otros'],
  [105, 'adjusted', 'dividends.non_income', '49', 'Ingresos no constitutivos de renta (dividendos)'],
  [106, 'computed', 'dividends.until_2016_taxable', '246-1', 'Renta líquida ordinaria año 2016 y anteriores'],
  [
    107,
    'input',
    'dividends.numeral_3',
    '242 inciso 1',
    '1a. subcédula año 2017 y siguientes, numeral 3 art. 49 E.T.',
  ],
  [
    108,
    'input',
    'dividends.paragraph_2',
    '242 inciso 2',
    '2a. subcédula año 2017 y siguientes, parágrafo 2 art. 49 E.T.',
  ],
  [109, 'input', 'dividends.foreign', '242 inciso 2', 'Dividendos y participaciones recibidas del exterior'],
  [110, 'adjusted', 'dividends.foreign_exempt', '242', 'Rentas exentas de la casilla 109'],
  [
    111,
    'computed',
    'tax.base',
    '331',
    'Renta líquida gravable (cédulas general, de pensiones y de dividendos, art. 241 E.T.)',
  ],
  [112, 'input', 'gains.gross', '299', 'Ingresos por ganancias ocasionales del país y del exterior'],
  [113, 'adjusted', 'gains.costs', '300', 'Costos por ganancias ocasionales'],
  [114, 'adjusted', 'gains.exempt', '307', 'Ganancias ocasionales no gravadas y exentas'],
  [115, 'computed', 'gains.taxable', '300', 'Ganancias ocasionales gravables'],
  [
    116,
    'computed',
    'tax.table',
    '241',
    'Impuesto cédula general, de pensiones y de dividendos y participaciones',
  ],
  [
    117,
    'computed',
    'tax.presumptive',
    '188',
    'Impuesto renta presuntiva, de pensiones y de dividendos y participaciones',
  ],
  [
    118,
    'computed',
    'tax.dividends_paragraph_2',
    '242 inciso 2',
    'Impuesto por dividendos 2017 y siguientes, 2a. subcédula (art. 240 E.T.)',
  ],
  [
    119,
    'computed',
    'tax.dividends_until_2016',
    '246-1',
    'Impuesto por dividendos y participaciones año 2016',
  ],
  [
    120,
    'computed',
    'tax.dividends_foreign',
    '242 inciso 2',
    'Impuesto por dividendos y participaciones recibidas del exterior',
  ],
  [121, 'computed', 'tax.total', '241', 'Total impuesto sobre las rentas líquidas gravables'],
  [122, 'adjusted', 'credits.foreign_tax', '254', 'Descuento por impuestos pagados en el exterior'],
  [123, 'adjusted', 'credits.donations', '258', 'Descuento por donaciones'],
  [
    296,
    'computed',
    'credits.dividends',
    '254-1',
    'Descuento tributario artículo 254-1, renta líquida cedular de dividendos',
  ],
  [
    124,
    'adjusted',
    'credits.dividends_and_others',
    '254-1',
    'Descuento por dividendos, participaciones y otros',
  ],
  [125, 'computed', 'credits.total', '259', 'Total descuentos tributarios'],
  [126, 'computed', 'tax.net', '259', 'Impuesto neto de renta'],
  [127, 'computed', 'tax.gains', '314', 'Impuesto de ganancias ocasionales'],
  [
    128,
    'adjusted',
    'credits.foreign_tax_on_gains',
    '254',
    'Descuento por impuestos pagados en el exterior por ganancias ocasionales',
  ],
  [129, 'computed', 'tax.charge', '241', 'Total impuesto a cargo'],
  [130, 'adjusted', 'payments.prior_advance', '807', 'Anticipo renta liquidado año gravable anterior'],
  [
    131,
    'input',
    'payments.prior_credit',
    '815 lit. a',
    'Saldo a favor del año gravable anterior sin solicitud de devolución',
  ],
  [132, 'input', 'payments.withholdings', '373', 'Retenciones año gravable a declarar'],
  [133, 'computed', 'payments.advance', '807', 'Anticipo renta para el año gravable siguiente'],
  [134, 'computed', 'balance.tax', '807', 'Saldo a pagar por impuesto'],
  [135, 'adjusted', 'balance.penalties', '641', 'Sanciones'],
  [136, 'computed', 'balance.due', '807', 'Total saldo a pagar'],
  [137, 'computed', 'balance.credit', '850', 'Total saldo a favor'],
  [138, 'adjusted', 'general.dependants', '387 par. 2', 'Número de dependientes económicos'],
  [139, 'computed', 'general.dependants_addition', '336 num. 3', 'Adición por dependientes a la casilla 92'],
  [140, 'computed', 'fees.costs_indication', '336-1', 'Superó el tope indicativo del art. 336-1 E.T.'],
  [141, 'input', 'balance.voluntary_contribution', '807', 'Aporte voluntario'],
  [
    297,
    'adjusted',
    'general.e_invoice_base',
    '336 num. 5',
    'Compras con factura electrónica que dan derecho a la deducción',
  ],
  [355, 'adjusted', 'labour.salaries', '103', 'Salarios'],
  [356, 'input', 'labour.fees', '206 par. 5', 'Honorarios sin costos'],
];

const UNITS: ReadonlyMap<number, BoxUnit> = new Map([
  [138, 'count'],
  [140, 'mark'],
]);

export const FORM_210_BOXES: readonly BoxDefinition[] = ROWS.map(([box, kind, rule, law, label]) => {
  const [article = law, ...place] = law.split(' ');
  return {
    box,
    kind,
    unit: UNITS.get(box) ?? 'pesos',
    label,
    rule,
    article,
    ...(place.length > 0 ? { place: place.join(' ') } : {}),
  };
});
