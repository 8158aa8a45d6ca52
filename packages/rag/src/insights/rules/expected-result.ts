import { dueDateOf } from '../deadline.ts';
import { ids, total, type AnalysisContext, type Rule } from '../context.ts';
import { formatPesos, percent, reporters, rows } from '../phrases.ts';

/** What is left to pay or to ask back, were the return filed with what is reported and nothing else. */
const expectedBalance: Rule = {
  codes: ['estimated_balance_due', 'estimated_credit_balance'],
  find(context) {
    const { estimate } = context.estimated;
    if (estimate === null || context.obligation.obligated !== true) return [];
    const due = estimate.box(136);
    const credit = estimate.box(137);
    if (due === 0n && credit === 0n) return [];
    const deadline = dueDateOf(context)?.date;
    const owes = due > 0n;
    return [
      {
        code: owes ? 'estimated_balance_due' : 'estimated_credit_balance',
        kind: 'information',
        severity: 'info',
        title: owes
          ? 'Con lo reportado resultaría un saldo a pagar'
          : 'Con lo reportado resultaría un saldo a favor',
        body:
          `Sin más datos que los del reporte, el impuesto a cargo sería ${formatPesos(estimate.tax)} y las retenciones ${formatPesos(estimate.box(132))}. ` +
          `El anticipo del año siguiente suma ${formatPesos(estimate.box(133))}: ` +
          (owes ? `quedaría por pagar ${formatPesos(due)}.` : `quedaría a favor ${formatPesos(credit)}.`),
        action: owes
          ? 'Complete el borrador con sus deducciones y costos y prevea el pago para la fecha límite.'
          : 'Complete el borrador; el saldo a favor puede pedirse en devolución o llevarse a la declaración siguiente.',
        amount: owes ? due : credit,
        box: owes ? 136 : 137,
        ...(owes && deadline !== undefined ? { deadline } : {}),
        entryIds: [],
        cites: owes ? ['et-241', 'et-807'] : ['et-850', 'et-854'],
        confidence: 'low',
      },
    ];
  },
};

const severalEmployers: Rule = {
  codes: ['several_employers'],
  find({ inCategory }) {
    const payments = inCategory('labour_income').filter((entry) => entry.amount > 0n);
    const employers = new Set(payments.map((entry) => entry.reporterNit));
    if (employers.size < 2) return [];
    return [
      {
        code: 'several_employers',
        kind: 'warning',
        severity: 'warning',
        title: `Tuvo ${employers.size} empleadores: sume todo y use cada límite una sola vez`,
        body:
          `${reporters(payments)} informan pagos laborales por ${formatPesos(total(payments))}. Cada uno retuvo como si fuera el único, ` +
          'así que la retención puede no alcanzar, y los límites de exenciones y deducciones son uno para todo el año.',
        action: 'Reúna un certificado de cada empleador y liquide el impuesto sobre la suma.',
        amount: total(payments),
        box: 32,
        entryIds: ids(payments),
        cites: ['et-383', 'et-206-n10', 'et-378'],
        confidence: 'high',
      },
    ];
  },
};

/** Fees below this may come from someone who need not contribute on them. */
const FEES_THAT_BEAR_CONTRIBUTIONS_UVT = 1400n; // our own threshold: the one that obliges to file

const contributionsMissing: Rule = {
  codes: ['contributions_missing'],
  find({ inCategory, ofConcept, law }) {
    if (inCategory('mandatory_contributions').length > 0) return [];
    const supports = new Set(ids(ofConcept('labour.state_support')));
    const wages = inCategory('labour_income').filter((entry) => !supports.has(entry.id));
    const fees = inCategory('fees_income');
    const feesCount = total(fees) >= FEES_THAT_BEAR_CONTRIBUTIONS_UVT * law.uvt.value;
    const work = [...(total(wages) > 0n ? wages : []), ...(feesCount ? fees : [])];
    if (work.length === 0) return [];
    return [
      {
        code: 'contributions_missing',
        kind: 'recommendation',
        severity: 'warning',
        title: 'Nadie informó sus aportes a salud y pensión',
        body:
          `Tiene ingresos de trabajo por ${formatPesos(total(work))} y el reporte no trae aportes obligatorios. Los que pagó no son renta ` +
          'y se restan sin límite; además, sin ellos un independiente puede perder los costos de sus contratos.',
        action: 'Busque lo descontado por el empleador o las planillas que pagó usted mismo.',
        box: total(wages) > 0n ? 33 : 44,
        entryIds: ids(work),
        cites: ['et-55', 'et-56'],
        confidence: 'medium',
      },
    ];
  },
};

/** Rows that may be income and that no one has decided on: leaving them out may have to be corrected later. */
export function doubtfulRows({ input, findings, inCategory }: AnalysisContext) {
  const named = new Set(findings.flatMap(({ code, entries }) => (code === 'another_name' ? entries : [])));
  const otherName = input.entries.filter(
    (entry) => named.has(entry.id) && (entry.topes.includes(1) || entry.category.endsWith('_income')),
  );
  return [...inCategory('unclassified'), ...otherName].filter((entry) => entry.amount > 0n);
}

const correction: Rule = {
  codes: ['correction_penalty'],
  find(context) {
    const doubtful = doubtfulRows(context);
    if (doubtful.length === 0 || context.obligation.obligated !== true) return [];
    const { voluntary, afterSummons } = context.law.penalties.correctionBasisPoints.value;
    return [
      {
        code: 'correction_penalty',
        kind: 'warning',
        severity: 'warning',
        title: 'Lo que costaría corregir si deja algo por fuera',
        body:
          `En ${rows(doubtful)} hay ${formatPesos(total(doubtful))} sin aclarar. Si resultan ser ingresos y los deja por fuera, corregir cuesta el ` +
          `${percent(voluntary)} del mayor impuesto, o el ${percent(afterSummons)} si ya hubo emplazamiento.`,
        action: 'Aclare esas filas antes de presentar: corregir después cuesta la sanción y los intereses.',
        amount: total(doubtful),
        entryIds: ids(doubtful),
        cites: ['et-644', 'et-588', 'et-639'],
        confidence: 'low',
      },
    ];
  },
};

export const EXPECTED_RESULT_RULES: readonly Rule[] = [
  expectedBalance,
  severalEmployers,
  contributionsMissing,
  correction,
];
