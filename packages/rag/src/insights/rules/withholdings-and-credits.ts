import { aboutEntries, ids, INCOME_CATEGORIES, share, total, type Rule } from '../context.ts';
import { DONATION_CREDIT, DONATION_CREDIT_CAP_BASIS_POINTS } from '../legal-values.ts';
import { formatPesos, percent, reporters, rows } from '../phrases.ts';

const withholdingsCredit = aboutEntries(
  'withholdings_credit',
  ({ inCategory }) => inCategory('withholdings'),
  (entries) => ({
    kind: 'recommendation',
    severity: 'info',
    title: 'Reste todas sus retenciones',
    body: `Le informan retenciones por ${formatPesos(total(entries))} de ${new Set(entries.map((entry) => entry.reporterNit)).size} informante(s). Se restan del impuesto a cargo.`,
    action: 'Pida el certificado de cada retenedor: el reporte no lo reemplaza.',
    amount: total(entries),
    box: 132,
    cites: ['et-373', 'et-374', 'et-381'],
    confidence: 'high',
  }),
);

const withholdingWithoutIncome: Rule = {
  codes: ['withholding_without_income'],
  find({ inCategory }) {
    const payers = new Set(inCategory(...INCOME_CATEGORIES).map((entry) => entry.reporterNit));
    const orphans = inCategory('withholdings').filter(
      (entry) => entry.amount > 0n && !payers.has(entry.reporterNit),
    );
    if (orphans.length === 0) return [];
    return [
      {
        code: 'withholding_without_income',
        kind: 'warning',
        severity: 'warning',
        title: 'Hay retenciones sin el ingreso que las causó',
        body: `${reporters(orphans)} informa retenciones por ${formatPesos(total(orphans))} (${rows(orphans)}) pero ningún ingreso. Puede faltar un ingreso que debe declarar.`,
        action: 'Pida a cada retenedor el certificado con el pago y el concepto; declare ambos.',
        amount: total(orphans),
        box: 132,
        entryIds: ids(orphans),
        cites: ['et-373', 'et-381', 'et-647'],
        confidence: 'medium',
      },
    ];
  },
};

const incomeWithoutWithholding: Rule = {
  codes: ['income_without_withholding'],
  find({ inCategory }) {
    const withheld = new Set(inCategory('withholdings').map((entry) => entry.reporterNit));
    const bare = inCategory('fees_income', 'capital_income').filter(
      (entry) => entry.amount > 0n && !withheld.has(entry.reporterNit),
    );
    if (bare.length === 0) return [];
    return [
      {
        code: 'income_without_withholding',
        kind: 'information',
        severity: 'info',
        title: 'Ingresos sin retención informada',
        body: `${reporters(bare)} informa ingresos por ${formatPesos(total(bare))} sin retención. Puede que no la hubiera, o que falte informarla.`,
        action:
          'Revise sus certificados: si le retuvieron y no aparece, reste la retención con el certificado.',
        amount: total(bare),
        box: 132,
        entryIds: ids(bare),
        cites: ['et-374', 'et-381'],
        confidence: 'low',
      },
    ];
  },
};

const priorCreditBalance = aboutEntries(
  'prior_credit_balance',
  ({ ofConcept }) => ofConcept('prior_return.credit_balance').filter((entry) => entry.amount > 0n),
  (entries) => ({
    kind: 'recommendation',
    severity: 'info',
    title: 'Tiene un saldo a favor del año anterior',
    body: `Su declaración anterior muestra un saldo a favor de ${formatPesos(total(entries))}. Puede restarlo este año si no lo pidió en devolución ni lo compensó.`,
    action: 'Confirme en la declaración anterior y en la cuenta de la DIAN que el saldo sigue disponible.',
    amount: total(entries),
    box: 131,
    cites: ['et-815', 'et-850', 'et-854'],
    confidence: 'medium',
  }),
);

const donations = aboutEntries(
  'donation_credit',
  ({ ofConcept }) => ofConcept('credits.donations'),
  (entries) => ({
    kind: 'recommendation',
    severity: 'info',
    title: `Descuente el ${percent(DONATION_CREDIT.basisPoints)} de sus donaciones`,
    body:
      `Le informan donaciones por ${formatPesos(total(entries))}. Si la entidad está calificada, el ${percent(DONATION_CREDIT.basisPoints)} ` +
      `(${formatPesos(share(total(entries), DONATION_CREDIT.basisPoints))}) se resta del impuesto, sin pasar del ${percent(DONATION_CREDIT_CAP_BASIS_POINTS)} del impuesto a cargo.`,
    action:
      'Pida a la entidad la certificación de la donación y de su calificación en el régimen tributario especial.',
    amount: share(total(entries), DONATION_CREDIT.basisPoints),
    box: 123,
    cites: ['et-257', 'et-258'],
    confidence: 'medium',
  }),
);

const foreignTax = aboutEntries(
  'foreign_tax_credit',
  ({ ofConcept }) => ofConcept('credits.foreign_tax'),
  (entries) => ({
    kind: 'recommendation',
    severity: 'warning',
    title: 'Descuente el impuesto pagado en el exterior',
    body: `Le informan ${formatPesos(total(entries))} de impuestos pagados en el exterior. Se descuentan sin pasar del impuesto que esas rentas causan en Colombia.`,
    action:
      'Guarde el certificado o la declaración del otro país; revise además si debe presentar la declaración de activos en el exterior.',
    amount: total(entries),
    box: 122,
    cites: ['et-254', 'et-9', 'et-607'],
    confidence: 'medium',
  }),
);

export const WITHHOLDING_AND_CREDIT_RULES: readonly Rule[] = [
  withholdingsCredit,
  withholdingWithoutIncome,
  incomeWithoutWithholding,
  priorCreditBalance,
  donations,
  foreignTax,
];
