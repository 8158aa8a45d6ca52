import {
  aboutEntries,
  ids,
  least,
  pesosOf,
  severanceIncome,
  severanceStep,
  share,
  total,
  type Rule,
} from '../context.ts';
import { formatPesos, percent, rows, uvt } from '../phrases.ts';

const labourExemption: Rule = {
  codes: ['labour_exemption'],
  find({ inCategory, ofConcept, law, year }) {
    // What the State gives for studies is not income at all.
    const supports = new Set(ids(ofConcept('labour.state_support')));
    const payments = inCategory('labour_income').filter((entry) => !supports.has(entry.id));
    const contributions = inCategory('mandatory_contributions');
    const base = total(payments) - total(contributions);
    if (base <= 0n) return [];
    const limit = law.limits.labourExemption;
    const rate = limit.basisPoints ?? 0;
    const most = least(share(base, rate), pesosOf(limit, year));
    return [
      {
        code: 'labour_exemption',
        kind: 'recommendation',
        severity: 'info',
        title: `Exención del ${percent(rate)} de sus pagos laborales`,
        body:
          `El ${percent(rate)} de los pagos laborales está exento, hasta ${uvt(limit.uvt ?? 0)} al año (${formatPesos(pesosOf(limit, year))}). ` +
          `Con pagos por ${formatPesos(total(payments))} y aportes obligatorios por ${formatPesos(total(contributions))} puede llegar a ` +
          `${formatPesos(most)}, antes de restar deducciones y otras rentas exentas, que la disminuyen.`,
        action:
          'Pida al empleador el certificado de ingresos y retenciones (formulario 220) y calcúlela al final de la depuración.',
        amount: most,
        box: 36,
        entryIds: ids(payments),
        cites: ['et-206-n10', 'et-336-n3', 'et-378'],
        confidence: limit.provisional ? 'low' : 'medium',
      },
    ];
  },
};

const mandatoryContributions = aboutEntries(
  'mandatory_contributions',
  ({ inCategory }) => inCategory('mandatory_contributions'),
  (entries) => ({
    kind: 'recommendation',
    severity: 'info',
    title: 'Reste los aportes obligatorios a salud y pensión',
    body:
      `Le descontaron ${formatPesos(total(entries))} de aportes obligatorios. No son renta y se restan completos, sin entrar en el límite ` +
      'de exenciones y deducciones, en la casilla del ingreso que los originó: 33 salario, 44 honorarios con costos, 59 o 76 otras rentas, 100 pensión.',
    action:
      'Compruebe el valor con el certificado de ingresos y retenciones o las planillas de seguridad social.',
    amount: total(entries),

    cites: ['et-55', 'et-56'],
    confidence: 'high',
  }),
);

const pensionExempt = aboutEntries(
  'pension_exempt',
  ({ ofConcept, inCategory }) => {
    const refunds = new Set(ids(ofConcept('pension.refunds')));
    return inCategory('pension_income').filter((entry) => !refunds.has(entry.id));
  },
  (entries, { law, year }) => {
    const limit = law.limits.exemptPension;
    const most = pesosOf(limit, year);
    const exempt = least(total(entries), most);
    return {
      kind: 'recommendation',
      severity: 'info',
      title: 'Parte exenta de la pensión',
      body:
        `Recibió pensiones por ${formatPesos(total(entries))}. Está exento lo que no pase de ${uvt(limit.uvt ?? 0)} por mes ` +
        `(${formatPesos(most)} en doce mesadas), así que hasta ${formatPesos(exempt)} no pagarían impuesto. El ingreso se informa igual en la casilla 99.`,
      action: 'Use el certificado del pagador de la pensión y confirme cuántas mesadas recibió.',
      amount: exempt,
      box: 102,
      cites: ['et-206-n5', 'et-337'],
      confidence: 'medium',
    };
  },
);

const feesChoice = aboutEntries(
  'fees_costs_or_exemption',
  ({ inCategory }) => inCategory('fees_income'),
  (entries, { law, year }) => {
    const indication = law.limits.costsIndication;
    // Before Ley 2277 the choice followed other rules that the corpus does not hold.
    if (indication === null) return null;
    const rate = indication.basisPoints ?? 0;
    const exemption = law.limits.labourExemption;
    return {
      kind: 'recommendation',
      severity: 'warning',
      title: 'Honorarios y servicios: elija entre costos o exención',
      body:
        `Le informan ${formatPesos(total(entries))} de honorarios, servicios o comisiones. Si son servicios personales suyos, puede restar costos y gastos ` +
        `(casillas 43 y 45) o tomar la exención del ${percent(exemption.basisPoints ?? 0)} hasta ${formatPesos(pesosOf(exemption, year))} ` +
        `(casilla 32), no ambas. Si los costos pasan del ${percent(rate)} del ingreso (${formatPesos(share(total(entries), rate))}) hay que marcar la casilla 140.`,
      action:
        'Reúna las facturas electrónicas, la nómina electrónica y las planillas; calcule las dos opciones antes de escoger.',
      amount: total(entries),
      box: 43,
      cites: ['et-336-n4', 'et-336-1', 'et-107', 'et-771-2'],
      confidence: 'high',
    };
  },
);

const severanceExempt: Rule = {
  codes: ['severance_exempt'],
  find(context) {
    const { law } = context;
    const severance = severanceIncome(context);
    // Employer and fund report the same money: it counts once.
    const counted = context.proposal.input.facts?.severance ?? 0n;
    if (severance.length === 0 || counted === 0n) return [];
    const { averages, average, step } = severanceStep(context);
    const steps = law.severanceSteps.value;
    const fullyExemptUpTo = steps[0]?.upToUvt ?? 0;
    return [
      {
        code: 'severance_exempt',
        kind: 'recommendation',
        severity: 'info',
        title: 'Cesantías: qué parte está exenta',
        body:
          `El reporte trae cesantías e intereses por ${formatPesos(counted)}. Están exentas por completo si su ingreso promedio de los ` +
          `últimos seis meses no pasa de ${uvt(fullyExemptUpTo)} (${formatPesos(BigInt(fullyExemptUpTo) * law.uvt.value)} al mes).` +
          (step === undefined
            ? ' El reporte no trae ese promedio.'
            : ` Le informan un promedio de ${formatPesos(average)}: la parte exenta es el ${percent(step.exemptBasisPoints)}, antes del límite general.`),
        action:
          'Confirme el promedio y los valores pagados o consignados en el certificado de ingresos y retenciones.',
        amount: counted,
        box: 36,
        entryIds: ids([...severance, ...averages]),
        cites: ['et-206-n4', 'et-27', 'et-336-n3'],
        confidence: step === undefined ? 'low' : 'medium',
      },
    ];
  },
};

const foodVouchers = aboutEntries(
  'food_vouchers_not_income',
  ({ ofConcept }) => ofConcept('labour.food_within_limit'),
  (entries) => ({
    kind: 'information',
    severity: 'info',
    title: 'Pagos de alimentación dentro del límite: no son ingreso',
    body: `En ${rows(entries)} hay ${formatPesos(total(entries))} informados como pagos por alimentación hasta el límite mensual, que no son ingreso del trabajador; lo que lo exceda sí lo es.`,
    action: 'Confirme en el certificado de ingresos y retenciones que no estén sumados al salario.',
    amount: total(entries),
    cites: ['et-387-1'],
    confidence: 'high',
  }),
);

export const LABOUR_AND_PENSION_RULES: readonly Rule[] = [
  labourExemption,
  mandatoryContributions,
  pensionExempt,
  feesChoice,
  severanceExempt,
  foodVouchers,
];
