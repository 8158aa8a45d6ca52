import type { TopeComparison } from '@accountia/tax-rules';
import { ids, total, type AnalysisContext, type Rule } from '../context.ts';
import { NEAR_LIMIT_PERCENT } from '../legal-values.ts';
import { formatPesos, uvt } from '../phrases.ts';
import type { RuleInsight } from '../types.ts';

/** Each total of DIAN that obliges to file, or nearly does. */
const topes: Rule = {
  codes: [
    'tope_income_exceeded',
    'tope_patrimony_exceeded',
    'tope_cards_exceeded',
    'tope_deposits_exceeded',
    'tope_purchases_exceeded',
    'tope_income_near',
    'tope_patrimony_near',
    'tope_cards_near',
    'tope_deposits_near',
    'tope_purchases_near',
  ],
  find: (context) =>
    context.topes
      .filter((tope) => tope.reported && (tope.exceeded || tope.percentOfLimit >= NEAR_LIMIT_PERCENT))
      .map((tope) => (tope.exceeded ? exceeded(tope, context) : near(tope, context))),
};

function exceeded(tope: TopeComparison, context: AnalysisContext): RuleInsight {
  const doubt = tope.nearEdge
    ? ` Está a menos de 500 pesos del límite, que la DIAN publica redondeado en ${formatPesos(tope.roundedLimit)}.`
    : '';
  return {
    code: `tope_${tope.key}_exceeded`,
    kind: 'warning',
    severity: 'critical',
    title: `Debe declarar: ${lower(tope.label)} sobre el tope`,
    body:
      `El tope ${tope.number} del reporte (${lower(tope.label)}) suma ${formatPesos(tope.amount)} y el límite del año gravable ${context.year} ` +
      `es ${formatPesos(tope.limit)} (${uvt(tope.limitUvt)}). Basta con un tope para quedar obligado a declarar.${doubt}`,
    action: ACTIONS[tope.key],
    amount: tope.amount,
    entryIds: behind(tope, context),
    cites: [`et-${tope.article}`, 'et-591'],
    confidence: tope.nearEdge ? 'medium' : 'high',
  };
}

function near(tope: TopeComparison, context: AnalysisContext): RuleInsight {
  return {
    code: `tope_${tope.key}_near`,
    kind: 'warning',
    severity: 'warning',
    title: `Cerca del tope: ${lower(tope.label)}`,
    body:
      `El tope ${tope.number} del reporte (${lower(tope.label)}) suma ${formatPesos(tope.amount)}; faltan ${formatPesos(tope.limit - tope.amount)} ` +
      `para el límite de ${formatPesos(tope.limit)} (${uvt(tope.limitUvt)}). El reporte cambia cuando los terceros corrigen, y puede faltar información.`,
    action: `Sume lo que el reporte no trae antes de concluir que no debe declarar. ${ACTIONS[tope.key]}`,
    amount: tope.amount,
    entryIds: behind(tope, context),
    cites: [`et-${tope.article}`],
    confidence: 'high',
  };
}

function behind(tope: TopeComparison, { input }: AnalysisContext): string[] {
  return ids(input.entries.filter((entry) => entry.topes.includes(tope.number)));
}

const ACTIONS: Readonly<Record<TopeComparison['key'], string>> = {
  income: 'Compruebe los ingresos con los certificados de ingresos y retenciones y los de cada pagador.',
  patrimony: 'Compruebe el valor de cada bien al 31 de diciembre con extractos, escrituras y certificados.',
  cards: 'Compruebe los consumos con el certificado anual de cada tarjeta.',
  deposits: 'Compruebe los movimientos con los extractos y aparte los traslados entre cuentas propias.',
  purchases: 'Compruebe las compras con sus facturas electrónicas y descuente las que no son suyas.',
};

const vatResponsible: Rule = {
  codes: ['vat_responsible'],
  find: ({ obligation, ofConcept }) =>
    obligation.reasons.some((reason) => reason.code === 'vat_responsible')
      ? [
          {
            code: 'vat_responsible',
            kind: 'warning',
            severity: 'critical',
            title: 'Debe declarar: es responsable del IVA',
            body: 'El RUT lo muestra como responsable del IVA. Quien lo es al cierre del año debe declarar renta aunque no llegue a ningún tope.',
            action:
              'Revise sus responsabilidades en el RUT; si ya no lo es, actualícelo y guarde la constancia del retiro.',
            entryIds: ids(ofConcept('reference.rut_responsibility')),
            cites: ['et-592', 'et-437-p3'],
            confidence: 'high',
          },
        ]
      : [],
};

const notObliged: Rule = {
  codes: ['not_obliged', 'obligation_unknown'],
  find({ obligation, topes: compared, year }) {
    // A total at the very edge is told with its doubt by the rule of the topes.
    if (obligation.obligated === true || compared.some((tope) => tope.exceeded)) return [];
    const missing = compared.filter((tope) => !tope.reported).map((tope) => lower(tope.label));
    const certain = obligation.obligated === false;
    return [
      {
        code: certain ? 'not_obliged' : 'obligation_unknown',
        kind: 'information',
        severity: 'info',
        title: certain
          ? 'Según el reporte, no está obligado a declarar'
          : 'Con el reporte no alcanza para saber si debe declarar',
        body:
          `Ningún total informado por la DIAN obliga a declarar el año gravable ${year}.` +
          (missing.length > 0 ? ` El reporte no trae: ${missing.join(', ')}.` : '') +
          (certain
            ? ''
            : ' Falta saber, además, si es responsable del IVA o si hay cifras cerca del límite.'),
        action:
          'Confirme en el RUT que no es responsable del IVA y sume los ingresos y bienes que nadie reportó.',
        entryIds: [],
        cites: ['et-592', 'et-594-3', 'et-593'],
        confidence: certain ? 'medium' : 'low',
      },
    ];
  },
};

const voluntaryReturn: Rule = {
  codes: ['voluntary_return'],
  find({ obligation, inCategory, estimated: { estimate } }) {
    const withholdings = inCategory('withholdings');
    if (obligation.obligated === true || total(withholdings) <= 0n) return [];
    // Who would have to pay by filing is better off without.
    if (estimate?.box(137) === 0n) return [];
    return [
      {
        code: 'voluntary_return',
        kind: 'recommendation',
        severity: 'info',
        title: 'Podría declarar voluntariamente y recuperar retenciones',
        body:
          `Le retuvieron ${formatPesos(total(withholdings))}. Si no está obligado, puede declarar de forma voluntaria: ` +
          'la declaración tiene efectos legales y un saldo a favor puede pedirse en devolución.',
        action:
          'Pida los certificados de retención y compare el impuesto que resulta con lo retenido antes de presentarla.',
        amount: total(withholdings),
        box: 132,
        entryIds: ids(withholdings),
        cites: ['et-6', 'et-594-2', 'et-850'],
        confidence: obligation.obligated === false ? 'high' : 'medium',
      },
    ];
  },
};

function lower(label: string): string {
  return label.charAt(0).toLowerCase() + label.slice(1);
}

export const FILING_OBLIGATION_RULES: readonly Rule[] = [topes, vatResponsible, notObliged, voluntaryReturn];
