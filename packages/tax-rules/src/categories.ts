/** What a reported fact is for the return. Every amount of a report belongs to exactly one. */
export const CATEGORIES = [
  'labour_income',
  'fees_income',
  'pension_income',
  'capital_income',
  'non_labour_income',
  'dividends',
  'occasional_gains',
  'mandatory_contributions',
  'voluntary_savings',
  'severance',
  'deductions',
  'tax_credits',
  'assets',
  'liabilities',
  'withholdings',
  'card_spending',
  'deposits_investments',
  'purchases',
  'e_invoice_benefit',
  'prior_return',
  'reference',
  'unclassified',
] as const;

export type Category = (typeof CATEGORIES)[number];

const LABELS: Readonly<Record<Category, string>> = {
  labour_income: 'Ingresos laborales',
  fees_income: 'Honorarios, servicios y comisiones',
  pension_income: 'Pensiones',
  capital_income: 'Rentas de capital',
  non_labour_income: 'Rentas no laborales',
  dividends: 'Dividendos y participaciones',
  occasional_gains: 'Ganancias ocasionales',
  mandatory_contributions: 'Aportes obligatorios a salud y pensión',
  voluntary_savings: 'Ahorro voluntario (AFC, FVP, AVC)',
  severance: 'Cesantías e intereses de cesantías',
  deductions: 'Deducciones',
  tax_credits: 'Descuentos tributarios',
  assets: 'Patrimonio (bienes y derechos)',
  liabilities: 'Deudas',
  withholdings: 'Retenciones en la fuente',
  card_spending: 'Consumos con tarjeta',
  deposits_investments: 'Consignaciones e inversiones',
  purchases: 'Compras y consumos',
  e_invoice_benefit: 'Compras con factura electrónica (beneficio del 1 %)',
  prior_return: 'Datos de la declaración anterior',
  reference: 'Informativo (no se suma)',
  unclassified: 'Por clasificar',
};

/** The category's name for people, in Colombian Spanish. */
export function categoryLabel(category: Category): string {
  return LABELS[category];
}
