import type { InsightCode } from '../codes.ts';
import { ids, least, pesosOf, yearlyIncome, total, INCOME_CATEGORIES } from '../context.ts';
import { roomInCap } from '../rules/unused-benefits.ts';
import {
  CORRECTION,
  FIRST_MONTH_LATE,
  FOREIGN_ASSETS_LATE,
  MINIMUM_IF_OBLIGED,
  PATRIMONY_TAX,
  penaltyInAmount,
} from './penalties.ts';
import { PESO_BY_PESO, riskOf, savingBy, savingOf, unknownRisk, unknownSaving, type Worth } from './worth.ts';

export type { Worth };

/** More than any pay: no severance is exempt with it. */
const GREATEST_PAY = 1_000_000_000_000n;
const NONE = 0n;

/** What each kind of insight is worth. Null: it says how things are, and there is nothing to gain or lose by it. */
export const IMPACTS: Readonly<Record<InsightCode, Worth | null>> = {
  tope_income_exceeded: FIRST_MONTH_LATE,
  tope_patrimony_exceeded: FIRST_MONTH_LATE,
  tope_cards_exceeded: FIRST_MONTH_LATE,
  tope_deposits_exceeded: FIRST_MONTH_LATE,
  tope_purchases_exceeded: FIRST_MONTH_LATE,
  tope_income_near: MINIMUM_IF_OBLIGED,
  tope_patrimony_near: MINIMUM_IF_OBLIGED,
  tope_cards_near: MINIMUM_IF_OBLIGED,
  tope_deposits_near: MINIMUM_IF_OBLIGED,
  tope_purchases_near: MINIMUM_IF_OBLIGED,
  vat_responsible: FIRST_MONTH_LATE,
  not_obliged: null,
  obligation_unknown: MINIMUM_IF_OBLIGED,
  voluntary_return: {
    from: 'draft',
    kind: 'saving',
    basis: 'Saldo a favor (casilla 137) del borrador con lo reportado.',
    work: (estimate) => estimate.box(137),
  },
  due_date: FIRST_MONTH_LATE,
  late_filing_penalty: FIRST_MONTH_LATE,
  filing_overdue: penaltyInAmount(
    'Extemporaneidad hasta el día del análisis (arts. 639 y 641), sin reducción ni intereses.',
  ),
  non_filing_penalty: penaltyInAmount(
    'Sobre la mayor entre las consignaciones y los ingresos que informa la DIAN (art. 643).',
  ),
  correction_penalty: CORRECTION,
  advance_payment: null,
  audit_benefit: null,
  estimated_balance_due: null,
  estimated_credit_balance: PESO_BY_PESO,
  several_employers: {
    from: 'draft',
    kind: 'risk',
    basis:
      'Saldo a pagar por impuesto (casilla 134) del borrador con lo reportado: lo que las retenciones no cubren.',
    work: (estimate) => estimate.box(134),
    silentWhenNothing: true,
  },
  contributions_missing: unknownSaving('el reporte no dice cuánto aportó.'),
  labour_exemption: savingOf('la exención', () => ({ facts: { labourExemption: false } })),
  general_cap_reached: null,
  general_cap_room: savingBy('si llenara todo el espacio del límite', (_insight, estimate, { law, year }) => {
    const { generalCap } = law.limits;
    return {
      plus: { 39: roomInCap(estimate.box, generalCap.basisPoints ?? 0, pesosOf(generalCap, year)) },
    };
  }),
  mandatory_contributions: savingOf('los aportes', () => ({
    boxes: { 33: NONE, 44: NONE, 59: NONE, 76: NONE, 100: NONE },
  })),
  rais_contributions: savingOf('esas cotizaciones', () => ({ facts: { voluntaryRais: NONE } })),
  pension_exempt: savingOf('la exención', (_insight, estimate) => ({ plus: { 96: estimate.box(102) } })),
  pension_taxable: null,
  pension_refund: unknownSaving('falta saber a cuántos meses corresponde el pago.'),
  fees_costs_or_exemption: unknownSaving(
    'depende de los costos que pueda probar; el borrador toma la exención.',
  ),
  severance_exempt: savingOf('la parte exenta', () => ({ facts: { averageMonthlyIncome: GREATEST_PAY } })),
  severance_balance: null,
  food_vouchers_not_income: riskOf('si se sumaran al salario', ({ amount = NONE }) => ({
    plus: { 32: amount },
  })),
  state_support: savingBy('al restarlos', ({ amount = NONE }) => ({ plus: { 33: amount } })),
  voluntary_savings: savingOf('los aportes', () => ({ boxes: { 35: NONE, 47: NONE, 63: NONE, 80: NONE } })),
  voluntary_savings_over_limit: null,
  voluntary_savings_room: savingBy('con esos aportes', ({ amount = NONE }) => ({ plus: { 35: amount } })),
  prepaid_medicine: savingOf('la deducción', () => ({ facts: { prepaidMedicine: NONE } })),
  housing_interest: savingOf('la deducción', () => ({ facts: { housingInterest: NONE } })),
  housing_interest_missing: unknownSaving('el reporte no dice cuánto pagó de intereses.'),
  loan_interest_unproven: savingBy('si el crédito es de vivienda', () => ({
    decisions: { loanInterest: 'home_loan' },
  })),
  icetex_interest: savingOf('la deducción', () => ({ facts: { icetexInterest: NONE } })),
  deduction_over_limit: null,
  financial_movements_tax: savingOf('la deducción', () => ({ facts: { financialMovementsTax: NONE } })),
  dependants: savingBy('con un dependiente', () => ({ facts: { dependants: 1 } })),
  e_invoice_benefit: savingOf('la deducción', () => ({ facts: { eInvoicePurchases: NONE } })),
  e_invoice_base_missing: savingBy(
    'si pagó todas esas compras por medios electrónicos',
    ({ amount = NONE }) => ({
      facts: { eInvoicePurchases: amount },
    }),
  ),
  inflationary_yield: savingOf('esa parte de los rendimientos', () => ({ facts: { financialYields: NONE } })),
  rent_costs: unknownSaving('depende de los costos del inmueble que pueda probar.'),
  rent_without_property: unknownRisk(
    'falta el valor del inmueble; omitir activos tiene la sanción por inexactitud más alta (art. 648).',
  ),
  dividends_by_type: {
    ...savingBy('si los que no dicen su origen son del numeral 3', () => ({
      decisions: { dividends: 'numeral_3' },
    })),
    silentWhenNothing: true,
  } as Worth,
  dividend_credit: {
    from: 'draft',
    kind: 'saving',
    basis: 'Descuento del borrador (casilla 296), sin pasar del impuesto (casilla 121).',
    work: (estimate) => least(estimate.box(296), estimate.box(121)),
  },
  foreign_dividends: {
    from: 'draft',
    kind: 'risk',
    basis: 'Impuesto de la casilla 120 del borrador, antes de descontar lo pagado en el exterior.',
    work: (estimate) => estimate.box(120),
    silentWhenNothing: true,
  },
  foreign_income: unknownSaving('falta el impuesto que pagó en el otro país, que se descuenta.'),
  foreign_tax_credit: {
    from: 'draft',
    kind: 'saving',
    basis: 'Descuento del borrador (casilla 122), sin pasar del impuesto.',
    work: (estimate) => estimate.box(122),
  },
  foreign_assets: unknownRisk('falta saber si el reporte trae todos los activos del exterior.'),
  foreign_assets_return: FOREIGN_ASSETS_LATE,
  crypto_assets: unknownRisk('faltan el costo y las ventas del año.'),
  residence_to_confirm: unknownRisk('el impuesto de un no residente se liquida en otro formulario.'),
  vat_threshold_reached: unknownRisk('falta saber qué parte de los ingresos está gravada con IVA.'),
  vat_threshold_near: null,
  simple_regime: null,
  simple_regime_option: unknownSaving('depende de la actividad, el municipio y el margen.'),
  patrimony_tax: PATRIMONY_TAX,
  patrimony_tax_near: null,
  occasional_gains: {
    from: 'draft',
    kind: 'risk',
    basis:
      'Impuesto de ganancias ocasionales (casilla 127) del borrador, sin los costos que aún no se informan.',
    work: (estimate) => estimate.box(127),
    silentWhenNothing: true,
  },
  fixed_asset_sale: unknownSaving('falta el costo fiscal de lo que vendió.'),
  home_sale_exemption: savingBy(
    'como máximo, si toda la venta fuera utilidad exenta',
    ({ amount = NONE }) => ({
      facts: { homeSaleGain: amount },
    }),
  ),
  fixed_asset_withholding: PESO_BY_PESO,
  lottery_prize: null,
  inheritance_or_gift: savingBy('con la exención de un heredero', ({ amount = NONE }) => ({
    facts: { inheritance: amount },
  })),
  life_insurance: savingOf('la exención', () => ({ facts: { lifeInsurance: NONE } })),
  insurance_indemnity: savingBy('si todo es daño emergente', ({ amount = NONE }) => ({
    plus: { 76: amount },
  })),
  third_party_income: savingBy('si ya está en sus otros ingresos', ({ amount = NONE }) => ({
    plus: { 74: -amount },
  })),
  sales_income: unknownSaving('depende del costo de la mercancía que pueda probar.'),
  non_labour_income: savingBy('si no es ingreso suyo', ({ amount = NONE }) => ({ plus: { 74: -amount } })),
  bank_balances: null,
  debts_need_proof: unknownRisk(
    'depende del impuesto que bajen; incluir deudas que no existen tiene la sanción por inexactitud más alta (art. 648).',
  ),
  debts_above_assets: unknownRisk('falta el valor de los bienes que no aparecen.'),
  receivables_are_assets: null,
  partner_loan: unknownRisk('faltan el tiempo del préstamo y la DTF del año anterior.'),
  vehicle_value: null,
  shares_at_cost: null,
  patrimony_growth_unexplained: riskOf(
    'si lo que no se explica se grava como renta',
    ({ amount = NONE }, _estimate, context) => ({
      plus: { 96: atLeastZero(amount - yearlyIncome(context)) },
    }),
  ),
  patrimony_growth: null,
  patrimony_drop: unknownRisk('falta saber si los bienes se vendieron y por cuánto.'),
  spending_above_income: riskOf('si la diferencia fuera ingreso', ({ amount = NONE }) => ({
    plus: { 74: amount },
  })),
  deposits_above_income: riskOf('si la diferencia fuera ingreso', ({ amount = NONE }) => ({
    plus: { 74: amount },
  })),
  yields_without_balance: unknownRisk(
    'falta el saldo; omitir activos tiene la sanción por inexactitud más alta (art. 648).',
  ),
  withholdings_credit: PESO_BY_PESO,
  withholding_without_income: unknownRisk('falta el ingreso que la causó.'),
  withholding_above_income: penaltyInAmount(
    'La retención que no podría restar si el certificado no la trae.',
  ),
  income_without_withholding: unknownSaving('falta saber si le retuvieron.'),
  prior_credit_balance: PESO_BY_PESO,
  prior_advance: PESO_BY_PESO,
  donation_credit: {
    from: 'draft',
    kind: 'saving',
    basis: 'Descuento del borrador (casilla 123), dentro del límite del impuesto.',
    work: (estimate) => estimate.box(123),
  },
  donation_cap_reached: null,
  another_name: riskOf('si son del contribuyente', ({ entryIds }) => ({
    decisions: { entries: entryIds.map((id) => ({ id, use: 'include' as const })) },
  })),
  duplicate_candidate: {
    ...savingBy('al contar el hecho una sola vez', ({ entryIds }) => ({
      decisions: { entries: entryIds.slice(1).map((id) => ({ id, use: 'exclude' as const })) },
    })),
    silentWhenNothing: true,
  } as Worth,
  severance_reported_twice: savingOf('contarlas una sola vez', () => ({ decisions: { severance: 'sum' } })),
  voluntary_savings_reported_twice: {
    from: 'draft',
    kind: 'risk',
    basis:
      'El impuesto que dejaría de pagar si lo restara dos veces: es lo que tendría que devolver, con sanción.',
    work: (estimate) => estimate.tax - estimate.taxWith({ decisions: { voluntarySavings: 'sum' } }),
    silentWhenNothing: true,
  },
  total_beside_holders: savingOf('contarlos una sola vez', () => ({ decisions: { yieldTotals: 'sum' } })),
  property_valued_twice: null,
  support_documents_overlap: riskOf('si no estuvieran en los demás ingresos', () => ({
    decisions: { supportDocuments: 'include' },
  })),
  joint_holder: unknownSaving('falta su participación en el producto.'),
  health_on_pensions: null,
  unknown_concept: unknownRisk('falta saber qué es lo informado.'),
  classified_by_codes: null,
  negative_amount: null,
  negative_balance: null,
  six_month_average: null,
  thresholds_are_not_income: null,
  tope_difference: {
    from: 'draft',
    kind: 'risk',
    basis:
      'Lo que subiría el impuesto del borrador si faltan ingresos por la diferencia entre el total de la DIAN y las filas.',
    work: (estimate, { entryIds }, context) => {
      const rows = new Set(entryIds);
      const income = new Set(ids(context.inCategory(...INCOME_CATEGORIES)));
      const reported = context.input.topes['1'];
      const counted = context.input.entries.filter((entry) => rows.has(entry.id));
      // Only the total of income leads to tax.
      if (reported === undefined || !counted.some((entry) => income.has(entry.id) && entry.topes.includes(1)))
        return 0n;
      const missing = reported - total(counted);
      return missing > 0n ? estimate.taxWith({ plus: { 74: missing } }) - estimate.tax : 0n;
    },
    silentWhenNothing: true,
  },
};

function atLeastZero(amount: bigint): bigint {
  return amount > 0n ? amount : 0n;
}
