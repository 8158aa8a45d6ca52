import { aboutEntries, ids, pesosOf, total, type Rule } from '../context.ts';
import { formatPesos, percent, reporters, rows, uvt } from '../phrases.ts';

const pensionTaxable = aboutEntries(
  'pension_taxable',
  ({ ofConcept }) => ofConcept('pension.payments'),
  (entries, { law, year }) => {
    const limit = law.limits.exemptPension;
    const taxed = total(entries) - pesosOf(limit, year);
    if (taxed <= 0n) return null;
    return {
      kind: 'warning',
      severity: 'warning',
      title: 'Una parte de su pensión paga impuesto',
      body: `Recibió ${formatPesos(total(entries))} y la exención llega a ${uvt(limit.uvt ?? 0)} por mes, ${formatPesos(pesosOf(limit, year))} en doce mesadas: ${formatPesos(taxed)} entran a la base, menos los aportes a salud.`,
      action: 'Confirme las mesadas recibidas; con trece o catorce el límite se calcula mes por mes.',
      amount: taxed,
      box: 103,
      cites: ['et-206-n5', 'et-337'],
      confidence: 'medium',
    };
  },
);

const pensionRefund = aboutEntries(
  'pension_refund',
  ({ ofConcept }) => ofConcept('pension.refunds'),
  (entries, { law }) => ({
    kind: 'recommendation',
    severity: 'warning',
    title: 'Devolución de saldos o indemnización sustitutiva: exenta por meses',
    body:
      `Le informan ${formatPesos(total(entries))}. No es una mesada: la exención de ${uvt(law.limits.exemptPension.uvt ?? 0)} se multiplica por los meses ` +
      'a los que corresponde el pago, así que suele quedar exenta entera.',
    action: 'Pida al fondo el número de meses o semanas cotizadas y úselo para calcular la parte exenta.',
    amount: total(entries),
    box: 102,
    cites: ['et-206-n5'],
    confidence: 'medium',
  }),
);

const stateSupport = aboutEntries(
  'state_support',
  ({ ofConcept }) => ofConcept('labour.state_support'),
  (entries) => ({
    kind: 'recommendation',
    severity: 'info',
    title: 'Apoyos del Estado para estudiar: no son renta',
    body: `Le informan ${formatPesos(total(entries))} de apoyos económicos (${rows(entries)}). Los no reembolsables o condonados con recursos públicos para programas educativos no son renta.`,
    action:
      'Declárelos como ingreso y réstelos como no constitutivos; si el apoyo no es educativo, es renta.',
    amount: total(entries),
    box: 33,
    cites: ['et-46'],
    confidence: 'medium',
  }),
);

const insuranceIndemnity = aboutEntries(
  'insurance_indemnity',
  ({ ofConcept }) => ofConcept('non_labour.insurance_claims'),
  (entries) => ({
    kind: 'recommendation',
    severity: 'warning',
    title: 'Indemnización de un seguro: separe el daño emergente',
    body:
      `${reporters(entries)} informa ${formatPesos(total(entries))} por siniestros. Lo que repone el bien (daño emergente) no es renta si lo invierte ` +
      'en bienes iguales o semejantes; lo que reemplaza ganancias (lucro cesante) sí lo es.',
    action: 'Con la liquidación del siniestro separe las dos partes y guarde la compra del bien repuesto.',
    amount: total(entries),
    box: 76,
    cites: ['et-45', 'et-335'],
    confidence: 'medium',
  }),
);

const thirdPartyIncome = aboutEntries(
  'third_party_income',
  ({ ofConcept }) => ofConcept('non_labour.third_party_income'),
  (entries) => ({
    kind: 'warning',
    severity: 'warning',
    title: 'Ingresos que un tercero recibió para usted',
    body:
      `${reporters(entries)} informa que recibió y le distribuyó ${formatPesos(total(entries))}. Es el ingreso de su negocio o contrato, del mismo tipo que este: ` +
      'puede estar también en lo que usted facturó.',
    action:
      'Pida la certificación del mandato con ingresos, costos y retenciones, y declárelos una sola vez.',
    amount: total(entries),
    box: 74,
    cites: ['et-26', 'et-335'],
    confidence: 'low',
  }),
);

export const SALES_CONCEPTS = [
  'non_labour.goods_sold',
  'non_labour.card_sales',
  'non_labour.e_invoiced_sales',
];

const salesIncome = aboutEntries(
  'sales_income',
  ({ ofConcept }) => ofConcept(...SALES_CONCEPTS),
  (entries) => ({
    kind: 'recommendation',
    severity: 'warning',
    title: 'Ventas de su negocio: reste el costo de lo vendido',
    body:
      `Le informan ventas por ${formatPesos(total(entries))} (${rows(entries)}). Son rentas no laborales con derecho a costos; las ventas con tarjeta ` +
      'y con factura electrónica pueden ser las mismas.',
    action: 'Declare las ventas una sola vez y reste los costos y gastos que tengan soporte.',
    amount: total(entries),
    box: 74,
    cites: ['et-335', 'et-107', 'et-771-2'],
    confidence: 'medium',
  }),
);

const foreignDividends = aboutEntries(
  'foreign_dividends',
  ({ ofConcept }) => ofConcept('dividends.foreign'),
  (entries, { law }) => ({
    kind: 'warning',
    severity: 'warning',
    title: 'Dividendos del exterior: tienen tarifa propia',
    body:
      `Le informan ${formatPesos(total(entries))} de dividendos de sociedades extranjeras. Pagan el ${percent(law.dividends.value.paragraph2RateBasisPoints)} ` +
      'y no entran a la tabla general; el impuesto pagado afuera se puede descontar.',
    action: 'Pida el certificado de la sociedad o del corredor y el del impuesto retenido en el otro país.',
    amount: total(entries),
    box: 109,
    cites: ['et-242', 'et-254', 'et-9'],
    confidence: 'high',
  }),
);

const several: Rule = {
  codes: ['foreign_income'],
  find({ inCategory, ofConcept }) {
    const dividends = new Set(ids(ofConcept('dividends.foreign')));
    const abroad = inCategory(
      'labour_income',
      'fees_income',
      'pension_income',
      'capital_income',
      'non_labour_income',
    ).filter((entry) => isAbroad(entry.detail) && !dividends.has(entry.id) && entry.amount > 0n);
    if (abroad.length === 0) return [];
    return [
      {
        code: 'foreign_income',
        kind: 'warning',
        severity: 'warning',
        title: 'Recibió ingresos del exterior',
        body: `Le informan ${formatPesos(total(abroad))} del exterior (${rows(abroad)}). Un residente declara sus rentas de todo el mundo, en la cédula que les toque, convertidas a la tasa de cambio de la fecha.`,
        action: 'Reúna los soportes del pago y de lo retenido en el otro país para descontarlo.',
        amount: total(abroad),
        entryIds: ids(abroad),
        cites: ['et-9', 'et-254'],
        confidence: 'medium',
      },
    ];
  },
};

/** Whether a wording says that it comes from, or lies, outside the country. */
export function isAbroad(detail: string): boolean {
  return /\bexterior\b|extranjer/iu.test(detail);
}

export const SPECIAL_INCOME_RULES: readonly Rule[] = [
  pensionTaxable,
  pensionRefund,
  stateSupport,
  insuranceIndemnity,
  thirdPartyIncome,
  salesIncome,
  foreignDividends,
  several,
];
