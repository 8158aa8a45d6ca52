import type { Limit } from '@accountia/tax-rules';
import {
  aboutEntries,
  ids,
  least,
  pesosOf,
  severanceStep,
  share,
  total,
  yearlyUvt,
  type AnalysisContext,
  type Rule,
} from '../context.ts';
import { formatPesos, percent, uvt } from '../phrases.ts';
import type { InsightCode } from '../codes.ts';
import type { RuleInsight } from '../types.ts';

/** Income of the general cédula without what is not taxed: the base of the general cap. */
function netGeneralIncome(context: AnalysisContext): bigint {
  const { inCategory } = context;
  const income = inCategory('labour_income', 'fees_income', 'capital_income', 'non_labour_income');
  return total(income) + severanceOnce(context) - total(inCategory('mandatory_contributions'));
}

/** Severance and voluntary savings are reported by those who pay and by those who receive: each counts once. */
function severanceOnce({ proposal }: AnalysisContext): bigint {
  return proposal.input.facts?.severance ?? 0n;
}

function savingsOnce({ proposal }: AnalysisContext): bigint {
  return [35, 47, 63, 80].reduce((sum, box) => sum + (proposal.input.boxes[box] ?? 0n), 0n);
}

/** What the cap admits and what is claimed: of the drafted return where there is one, else as the report adds up. */
function capUse(context: AnalysisContext): { net: bigint; cap: bigint; wanted: bigint } {
  const { law, year, inCategory, estimated } = context;
  const limit = law.limits.generalCap;
  const capOf = (net: bigint) => least(share(net, limit.basisPoints ?? 0), pesosOf(limit, year));
  const { estimate } = estimated;
  if (estimate !== null) {
    const sum = (...boxes: number[]) => boxes.reduce((added, box) => added + estimate.box(box), 0n);
    const net = sum(32, 43, 58, 62, 74, 79) - sum(33, 44, 59, 76);
    return { net, cap: capOf(net), wanted: sum(37, 40, 49, 52, 65, 68, 82, 85) };
  }
  const net = netGeneralIncome(context);
  const labour = total(inCategory('labour_income')) - total(inCategory('mandatory_contributions'));
  const exemption = law.limits.labourExemption;
  const exempt =
    labour > 0n ? least(share(labour, exemption.basisPoints ?? 0), pesosOf(exemption, year)) : 0n;
  const exemptSeverance = share(severanceOnce(context), severanceStep(context).step?.exemptBasisPoints ?? 0);
  const wanted = exempt + exemptSeverance + savingsOnce(context) + total(inCategory('deductions'));
  return { net, cap: capOf(net), wanted };
}

const generalCap: Rule = {
  codes: ['general_cap_reached', 'general_cap_room'],
  find(context) {
    const { law, year, inCategory } = context;
    const limit = law.limits.generalCap;
    const { net, cap, wanted } = capUse(context);
    if (net <= 0n) return [];
    const candidates = inCategory('voluntary_savings', 'deductions', 'severance');
    // The form rounds each box to the thousand: that much over the cap is none of the taxpayer's doing.
    const reached = wanted > cap + 1000n;
    // Room for what would lower nothing is no advice.
    if (!reached && (wanted >= cap || context.estimated.estimate?.box(116) === 0n)) return [];
    const shared = {
      box: 41,
      entryIds: ids(candidates),
      cites: ['et-336-n3', 'et-332'] as const,
      confidence: limit.provisional ? ('low' as const) : ('medium' as const),
    };
    const limitText =
      `Las rentas exentas y deducciones de la cédula general llegan como máximo al ${percent(limit.basisPoints ?? 0)} del ingreso neto y a ` +
      `${uvt(limit.uvt ?? 0)} (${formatPesos(pesosOf(limit, year))}). Con un ingreso neto informado de ${formatPesos(net)} el límite es ${formatPesos(cap)}.`;
    return reached
      ? [
          {
            code: 'general_cap_reached',
            kind: 'warning',
            severity: 'warning',
            title: 'El límite general de exenciones y deducciones puede quedarle corto',
            body: `${limitText} Lo que aparece en el reporte, con la exención laboral estimada, suma ${formatPesos(wanted)}: ${formatPesos(wanted - cap)} no se podrían restar.`,
            action:
              'No busque más beneficios dentro del límite; aproveche los que van por fuera: dependientes y compras con factura electrónica, si la ley del año los trae.',
            amount: wanted - cap,
            ...shared,
          },
        ]
      : [
          {
            code: 'general_cap_room',
            kind: 'recommendation',
            severity: 'info',
            title: 'Tiene espacio para más deducciones y rentas exentas',
            body: `${limitText} Lo que aparece en el reporte, con la exención laboral estimada, suma ${formatPesos(wanted)}: quedan ${formatPesos(cap - wanted)}.`,
            action:
              'Busque certificados que el reporte no trae: intereses de vivienda, medicina prepagada, dependientes, aportes voluntarios.',
            amount: cap - wanted,
            ...shared,
          },
        ];
  },
};

const voluntarySavings: Rule = {
  codes: ['voluntary_savings', 'voluntary_savings_over_limit'],
  find(context) {
    const { inCategory, ofConcept, law, year } = context;
    const savings = inCategory('voluntary_savings').filter((entry) => !isRais(entry.id));
    const saved = savingsOnce(context);
    if (savings.length === 0 || saved === 0n) return [];
    const income = total(inCategory('labour_income', 'fees_income', 'pension_income'));
    const limit = law.limits.voluntarySavings;
    const most = least(share(income, limit.basisPoints ?? 0), pesosOf(limit, year));
    const over = saved - most;
    const drafts: RuleInsight[] = [
      {
        code: 'voluntary_savings',
        kind: 'recommendation',
        severity: 'info',
        title: 'Reste sus aportes a AFC y pensiones voluntarias',
        body:
          `Le informan aportes voluntarios por ${formatPesos(saved)}. Son renta exenta hasta el ${percent(limit.basisPoints ?? 0)} del ingreso del año y ` +
          `${uvt(limit.uvt ?? 0)} (${formatPesos(pesosOf(limit, year))}), y entran en el límite general.`,
        action:
          'Compruébelos con los certificados de la cuenta AFC o del fondo, y que no los haya retirado antes de cumplir las condiciones.',
        amount: over > 0n && income > 0n ? most : saved,
        box: 35,
        entryIds: ids(savings),
        cites: ['et-126-1', 'et-126-4', 'et-336-n3'],
        confidence: 'medium',
      },
    ];
    if (over > 0n && income > 0n) {
      drafts.push({
        code: 'voluntary_savings_over_limit',
        kind: 'warning',
        severity: 'warning',
        title: 'Los aportes voluntarios pasan de su límite',
        body: `Con ingresos informados por ${formatPesos(income)} pueden restarse hasta ${formatPesos(most)}; los aportes lo superan en ${formatPesos(over)}.`,
        action: 'Confirme si el mismo aporte viene informado dos veces; si no, reste solo hasta el límite.',
        amount: over,
        box: 35,
        entryIds: ids(savings),
        cites: ['et-126-1', 'et-126-4'],
        confidence: 'medium',
      });
    }
    return drafts;

    // Voluntary contributions to the RAIS are not income (art. 55), and have a limit of their own.
    function isRais(id: string): boolean {
      return ofConcept('voluntary.rais').some((entry) => entry.id === id);
    }
  },
};

interface CappedDeduction {
  code: InsightCode;
  concepts: readonly string[];
  limit: (context: AnalysisContext) => Limit;
  title: string;
  /** Completes "Le informan $ … ". */
  what: string;
  action: string;
  box: number;
  cites: RuleInsight['cites'];
}

/** Deductions with a yearly amount of their own, alike but for these data. */
const CAPPED_DEDUCTIONS: readonly CappedDeduction[] = [
  {
    code: 'prepaid_medicine',
    concepts: ['deductions.prepaid_medicine'],
    limit: ({ law }) => law.limits.prepaidMedicine,
    title: 'Medicina prepagada y seguros de salud',
    what: 'pagados por medicina prepagada o seguros de salud',
    action:
      'Pida el certificado anual de la entidad, con los meses pagados y las personas cubiertas: el límite es mensual.',
    box: 39,
    cites: ['et-387', 'et-336-n3'],
  },
  {
    code: 'housing_interest',
    concepts: ['deductions.housing_interest'],
    limit: ({ law }) => law.limits.housingInterest,
    title: 'Intereses de su crédito de vivienda',
    what: 'de intereses de vivienda',
    action: 'Pida al banco el certificado de intereses y confirme que el préstamo fue para su vivienda.',
    box: 38,
    cites: ['et-119', 'et-387'],
  },
  {
    code: 'icetex_interest',
    concepts: ['deductions.icetex_interest'],
    limit: ({ law }) => law.limits.icetexInterest,
    title: 'Intereses de créditos del ICETEX',
    what: 'de intereses de créditos educativos',
    action: 'Pida el certificado del ICETEX: vale para la educación superior del contribuyente.',
    box: 39,
    cites: ['et-119'],
  },
];

const cappedDeductions: readonly Rule[] = CAPPED_DEDUCTIONS.map(
  ({ code, concepts, limit, title, what, action, box, cites }) =>
    aboutEntries(
      code,
      ({ ofConcept }) => ofConcept(...concepts),
      (entries, context) => {
        const most = pesosOf(limit(context), context.year);
        const allowed = least(total(entries), most);
        return {
          kind: 'recommendation',
          severity: 'info',
          title,
          body:
            `Le informan ${formatPesos(total(entries))} ${what}. Se pueden restar hasta ${uvt(yearlyUvt(limit(context)))} al año (${formatPesos(most)}): ` +
            `en su caso hasta ${formatPesos(allowed)}, dentro del límite general.`,
          action,
          amount: allowed,
          box,
          cites,
          confidence: 'medium',
        };
      },
    ),
);

const financialMovementsTax = aboutEntries(
  'financial_movements_tax',
  ({ ofConcept }) => ofConcept('deductions.financial_movements_tax'),
  (entries, { law }) => {
    const rate = law.limits.financialMovementsTax.basisPoints ?? 0;
    return {
      kind: 'recommendation',
      severity: 'info',
      title: `Reste el ${percent(rate)} del gravamen a los movimientos financieros`,
      body: `Pagó ${formatPesos(total(entries))} de gravamen a los movimientos financieros. Es deducible el ${percent(rate)}: ${formatPesos(share(total(entries), rate))}.`,
      action: 'Pida el certificado del gravamen a cada banco.',
      amount: share(total(entries), rate),
      box: 39,
      cites: ['et-115', 'et-872'],
      confidence: 'high',
    };
  },
);

const dependants: Rule = {
  codes: ['dependants'],
  find({ inCategory, law, year, estimated: { estimate } }) {
    const work = inCategory('labour_income', 'fees_income');
    // Without tax on the table there is nothing that a dependant would lower.
    if (total(work) <= 0n || estimate?.box(116) === 0n) return [];
    const outside = law.limits.dependantsOutsideCap;
    const inside = law.limits.dependantsInsideCap;
    const insideText = `hasta el ${percent(inside.basisPoints ?? 0)} del ingreso laboral, máximo ${uvt(inside.uvt ?? 0)} al mes, dentro del límite general`;
    return [
      {
        code: 'dependants',
        kind: 'recommendation',
        severity: 'info',
        title: '¿Tiene personas a cargo?',
        body:
          'El reporte no dice si tiene dependientes: hijos menores o que estudian, cónyuge, padres o hermanos sin ingresos suficientes. ' +
          (outside === null
            ? `Puede restar ${insideText}.`
            : `Puede restar ${uvt(outside.uvt ?? 0)} por cada uno (${formatPesos(pesosOf(outside, year))}), hasta ${outside.maxCount ?? 1}, por fuera del límite general, y además ${insideText}.`),
        action:
          'Reúna registros civiles y, según el caso, certificado de estudios, de contador público o de medicina legal.',
        ...(outside === null ? { box: 39 } : { amount: pesosOf(outside, year), box: 139 }),
        entryIds: [],
        cites: outside === null ? ['et-387-dependientes'] : ['et-336-dependientes', 'et-387-dependientes'],
        confidence: 'medium',
      },
    ];
  },
};

const eInvoiceBenefit = aboutEntries(
  'e_invoice_benefit',
  ({ inCategory }) => inCategory('e_invoice_benefit'),
  (entries, { law, year }) => {
    const limit = law.limits.eInvoicePurchases;
    if (limit === null || total(entries) <= 0n) return null;
    const benefit = least(share(total(entries), limit.basisPoints ?? 0), pesosOf(limit, year));
    return {
      kind: 'recommendation',
      severity: 'info',
      title: `Deduzca el ${percent(limit.basisPoints ?? 0)} de sus compras con factura electrónica`,
      body:
        `La DIAN informa compras susceptibles del beneficio por ${formatPesos(total(entries))}. Puede deducir el ${percent(limit.basisPoints ?? 0)}, ` +
        `hasta ${uvt(limit.uvt ?? 0)} (${formatPesos(pesosOf(limit, year))}): ${formatPesos(benefit)}, por fuera del límite general.`,
      action:
        'Confirme que las facturas estén a su nombre, pagadas por medios electrónicos en el año y no usadas como costo u otro beneficio.',
      amount: benefit,
      box: 28,
      cites: ['et-336-n5'],
      confidence: 'high',
    };
  },
);

export const DEDUCTION_AND_SAVING_RULES: readonly Rule[] = [
  generalCap,
  voluntarySavings,
  ...cappedDeductions,
  financialMovementsTax,
  dependants,
  eInvoiceBenefit,
];
