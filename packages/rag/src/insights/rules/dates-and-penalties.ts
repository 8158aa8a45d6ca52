import { dueDate, KNOWN_YEARS, uvtToPesos, roundLimit } from '@accountia/tax-rules';
import { ids, type Rule } from '../context.ts';
import { formatPesos, longDate, percent, uvt } from '../phrases.ts';

const FIRST_YEAR_OF_PERMANENT_CALENDAR = 2023;

const filingDate: Rule = {
  codes: ['due_date'],
  find({ input, obligation, year }) {
    if (obligation.obligated === false || !hasDigits(input.taxpayer.number)) return [];
    const due = dueDate(input.taxpayer.number, year);
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
  find({ obligation, law, year }) {
    if (obligation.obligated !== true) return [];
    const { lateFiling: penalty, minimumUvt } = law.penalties;
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
        entryIds: [],
        cites: ['et-641', 'et-639', 'et-640', 'et-634'],
        confidence: 'high',
      },
    ];
  },
};

const advancePayment: Rule = {
  codes: ['advance_payment', 'prior_advance'],
  find({ obligation, law, ofConcept }) {
    const prior = ofConcept('prior_return.advance');
    const [first, second, later] = law.advanceBasisPoints.value;
    return [
      ...(obligation.obligated === true
        ? [
            {
              code: 'advance_payment' as const,
              kind: 'information' as const,
              severity: 'info' as const,
              title: 'Anticipo del impuesto del año siguiente',
              body:
                `Si resulta impuesto, con la declaración se paga un anticipo: ${percent(first)} del impuesto neto la primera vez que declara, ` +
                `${percent(second)} la segunda y ${percent(later)} las demás, menos las retenciones del año.`,
              action:
                'Tenga a mano las declaraciones de los dos años anteriores: puede usarse el promedio si es menor.',
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
  find({ obligation, law, year }) {
    const { steps, minimumPreviousTaxUvt } = law.auditBenefit.value;
    if (obligation.obligated !== true || steps.length === 0 || year < FIRST_YEAR_OF_AUDIT_BENEFIT_CITED)
      return [];
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
          `El impuesto del año anterior debió ser de ${uvt(minimumPreviousTaxUvt)} o más, y hay que declarar y pagar a tiempo.`,
        action: 'Compare la casilla 126 con la de la declaración anterior antes de presentar.',
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

function hasDigits(number: string): boolean {
  return /^[\d.\s]{1,20}(?:-\d)?$/.test(number) && /\d/.test(number);
}

export const DATE_AND_PENALTY_RULES: readonly Rule[] = [filingDate, lateFiling, advancePayment, auditBenefit];
