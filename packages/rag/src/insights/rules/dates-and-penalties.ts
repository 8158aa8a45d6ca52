import { KNOWN_YEARS, uvtToPesos, roundLimit } from '@accountia/tax-rules';
import { ids, yearlyIncome, share, type AnalysisContext, type Rule } from '../context.ts';
import { dueDateOf } from '../deadline.ts';
import { oneMonthLate, penaltyUntil } from '../late-filing.ts';
import { formatPesos, longDate, percent, uvt } from '../phrases.ts';

const FIRST_YEAR_OF_PERMANENT_CALENDAR = 2023;

const filingDate: Rule = {
  codes: ['due_date'],
  find(context) {
    const { obligation, year } = context;
    const due = dueDateOf(context);
    if (obligation.obligated === false || due === undefined || isOverdue(context)) return [];
    const must = obligation.obligated === true;
    return [
      {
        code: 'due_date',
        kind: must ? 'warning' : 'information',
        severity: must ? 'critical' : 'info',
        title: `Plazo para declarar: ${longDate(due.date)}`,
        body:
          `La declaración del año gravable ${year} vence el ${longDate(due.date)} para los números terminados en ${due.digits.replace('-', ' y ')}.` +
          (due.provisional ? ' La fecha está por confirmar en el decreto de plazos.' : ''),
        action: 'Tenga al día el RUT y la firma electrónica, y presente y pague a más tardar ese día.',
        deadline: due.date,
        entryIds: [],
        cites: year >= FIRST_YEAR_OF_PERMANENT_CALENDAR ? ['dur-1.6.1.13.2.15', 'et-579'] : ['et-579'],
        confidence: due.provisional ? 'medium' : 'high',
      },
    ];
  },
};

const lateFiling: Rule = {
  codes: ['late_filing_penalty'],
  find(context) {
    const { obligation, law, year } = context;
    if (obligation.obligated !== true || isOverdue(context)) return [];
    const { lateFiling: penalty, minimumUvt } = law.penalties;
    const late = oneMonthLate(context);
    // The penalty uses the UVT of the year in which it is paid, which may not be published yet.
    const minimum = KNOWN_YEARS.includes(year + 1)
      ? roundLimit(uvtToPesos(minimumUvt.value, year + 1))
      : undefined;
    return [
      {
        code: 'late_filing_penalty',
        kind: 'information',
        severity: 'warning',
        title: 'Lo que cuesta declarar tarde',
        body:
          `Por cada mes o fracción de retraso la sanción es el ${percent(penalty.value.taxPerMonthBasisPoints)} del impuesto a cargo, o el ` +
          `${percent(penalty.value.incomePerMonthBasisPoints)} de los ingresos brutos si no hay impuesto. La mínima es de ${uvt(minimumUvt.value)}` +
          (minimum === undefined ? '.' : ` (${formatPesos(minimum)} si se liquida en ${year + 1}).`) +
          ' Sin antecedentes puede reducirse, y si se debe impuesto corren además intereses.',
        action:
          'Si el plazo ya pasó, presente cuanto antes: el siguiente mes o un emplazamiento aumentan la sanción.',
        ...(late === null ? {} : { amount: late.amount }),
        box: 135,
        entryIds: [],
        cites: ['et-641', 'et-639', 'et-640', 'et-634'],
        confidence: 'high',
      },
    ];
  },
};

/** Whether the taxpayer had to file and the day has passed; unknown days are not late. */
function isOverdue(context: AnalysisContext): boolean {
  const due = dueDateOf(context);
  const { today } = context.input;
  return (
    context.obligation.obligated === true && due !== undefined && today !== undefined && today > due.date
  );
}

const overdue: Rule = {
  codes: ['filing_overdue', 'non_filing_penalty'],
  find(context) {
    const due = dueDateOf(context);
    const { today } = context.input;
    if (due === undefined || today === undefined || !isOverdue(context)) return [];
    const penalty = penaltyUntil(context, due.date, today);
    const { nonFilingBasisPoints } = context.law.penalties;
    const deposits = context.input.topes['4'] ?? 0n;
    const income = yearlyIncome(context);
    const base = deposits > income ? deposits : income;
    return [
      {
        code: 'filing_overdue',
        kind: 'warning',
        severity: 'critical',
        title: `El plazo venció el ${longDate(due.date)}`,
        body:
          `Si no la ha presentado, al ${longDate(today)} van ${penalty.months} ${penalty.months === 1 ? 'mes' : 'meses'} o fracción de retraso. ` +
          `Con lo reportado la sanción por extemporaneidad sería de ${formatPesos(penalty.amount)}, antes de la reducción a la que tenga derecho, más los intereses sobre el impuesto.` +
          (penalty.drafted ? '' : ' Se toma sobre los ingresos: el impuesto de ese año no se liquida aquí.'),
        action:
          'Presente cuanto antes y revise si puede reducir la sanción por no haber cometido la misma falta.',
        amount: penalty.amount,
        box: 135,
        deadline: due.date,
        entryIds: [],
        cites: ['et-641', 'et-639', 'et-640', 'et-634'],
        confidence: penalty.drafted ? 'medium' : 'low',
      },
      {
        code: 'non_filing_penalty',
        kind: 'warning',
        severity: 'critical',
        title: 'Si no declara, la sanción es mucho mayor',
        body:
          `Quien debía declarar y no lo hace se expone al ${percent(nonFilingBasisPoints.value)} de sus consignaciones o ingresos brutos, el que sea mayor: ` +
          `con los totales de la DIAN, ${formatPesos(share(base, nonFilingBasisPoints.value))}. Después del emplazamiento la extemporaneidad se duplica.`,
        action: 'No espere el emplazamiento: declarar tarde siempre cuesta menos que no declarar.',
        amount: share(base, nonFilingBasisPoints.value),
        entryIds: [],
        cites: ['et-643', 'et-642'],
        confidence: 'medium',
      },
    ];
  },
};

const advancePayment: Rule = {
  codes: ['advance_payment', 'prior_advance'],
  find({ obligation, law, ofConcept, estimated: { estimate } }) {
    const prior = ofConcept('prior_return.advance');
    const advance = estimate?.box(133);
    const [first, second, later] = law.advanceBasisPoints.value;
    return [
      // Where the draft leads to none there is nothing to prepare for.
      ...(obligation.obligated === true && advance !== 0n
        ? [
            {
              code: 'advance_payment' as const,
              kind: 'information' as const,
              severity: 'info' as const,
              title: 'Anticipo del impuesto del año siguiente',
              body:
                `Si resulta impuesto, con la declaración se paga un anticipo: ${percent(first)} del impuesto neto la primera vez que declara, ` +
                `${percent(second)} la segunda y ${percent(later)} las demás, menos las retenciones del año.` +
                (advance === undefined
                  ? ''
                  : ` Con lo reportado, y si ya ha declarado dos veces, sería de ${formatPesos(advance)}.`),
              action:
                'Tenga a mano las declaraciones de los dos años anteriores: puede usarse el promedio si es menor.',
              ...(advance === undefined ? {} : { amount: advance }),
              box: 133,
              entryIds: [],
              cites: ['et-807'] as const,
              confidence: 'high' as const,
            },
          ]
        : []),
      ...prior.map((entry) => ({
        code: 'prior_advance' as const,
        kind: 'recommendation' as const,
        severity: 'info' as const,
        title: 'Anticipo pagado el año anterior',
        body: `El reporte trae un anticipo de ${formatPesos(entry.amount)} de la declaración anterior. Se resta de lo que haya que pagar.`,
        action: 'Compruébelo en la casilla 133 de la declaración del año anterior y en el recibo de pago.',
        amount: entry.amount,
        box: 130,
        entryIds: ids([entry]),
        cites: ['et-807'] as const,
        confidence: 'high' as const,
      })),
    ];
  },
};

const auditBenefit: Rule = {
  codes: ['audit_benefit'],
  find({ obligation, law, year, estimated: { estimate } }) {
    const { steps, minimumPreviousTaxUvt } = law.auditBenefit.value;
    if (obligation.obligated !== true || steps.length === 0 || year < FIRST_YEAR_OF_AUDIT_BENEFIT_CITED)
      return [];
    const tax = estimate?.box(126);
    const minimum = KNOWN_YEARS.includes(year - 1) ? uvtToPesos(minimumPreviousTaxUvt, year - 1) : undefined;
    // Grown from the least tax that counts, this year's would have to be at least this much.
    const least = Math.min(...steps.map(({ growthBasisPoints }) => growthBasisPoints));
    if (tax !== undefined && minimum !== undefined && tax < minimum + share(minimum, least)) return [];
    const ways = steps.map(
      ({ growthBasisPoints, firmInMonths }) =>
        `${percent(growthBasisPoints)} (firme en ${firmInMonths} meses)`,
    );
    return [
      {
        code: 'audit_benefit',
        kind: 'recommendation',
        severity: 'info',
        title: 'Beneficio de auditoría: la declaración puede quedar en firme antes',
        body:
          `Si el impuesto neto de renta aumenta frente al año anterior al menos ${ways.join(' o ')}, la DIAN tiene menos tiempo para revisarla. ` +
          `El impuesto del año anterior debió ser de ${uvt(minimumPreviousTaxUvt)}${minimum === undefined ? '' : ` (${formatPesos(minimum)})`} o más, y hay que declarar y pagar a tiempo.` +
          (tax === undefined
            ? ''
            : ` Con el impuesto neto que resulta de lo reportado (${formatPesos(tax)}), el del año anterior debió ser como máximo: ` +
              steps
                .map(
                  ({ growthBasisPoints, firmInMonths }) =>
                    `${formatPesos((tax * 10_000n) / BigInt(10_000 + growthBasisPoints))} para ${firmInMonths} meses`,
                )
                .join(', ') +
              '.'),
        action: 'Compare la casilla 126 con la de la declaración anterior antes de presentar.',
        ...(tax === undefined ? {} : { amount: tax }),
        box: 126,
        entryIds: [],
        cites: ['et-689-3', 'et-714'],
        confidence: 'medium',
      },
    ];
  },
};

// Art. 689-2 ruled before; the corpus holds 689-3.
const FIRST_YEAR_OF_AUDIT_BENEFIT_CITED = 2022;

export const DATE_AND_PENALTY_RULES: readonly Rule[] = [
  filingDate,
  overdue,
  lateFiling,
  advancePayment,
  auditBenefit,
];
