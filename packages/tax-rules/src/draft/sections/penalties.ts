import { dueDate } from '../../calendar/due-date.ts';
import { formatPesos } from '../../money.ts';
import { atLeastZero } from '../arithmetic.ts';
import { lateFilingPenalty } from '../penalty.ts';
import type { LateFilingPenalty } from '../penalty.ts';
import type { Sheet } from '../sheet.ts';

const GROSS_INCOME = [32, 43, 58, 74, 99, 104, 107, 108, 109, 112] as const;

/** Box 135: declared penalties plus the one for filing late, when the dates tell so (ET arts. 639 to 642). */
export function fillPenalties(sheet: Sheet): void {
  const declared = sheet.declared(135) ?? 0n;
  const late = latePenalty(sheet);
  if (!late || late.amount === 0n) {
    sheet.fill(135, declared, declared > 0n ? 'Valor informado.' : 'Sin sanciones.');
    return;
  }
  if (declared > 0n) {
    sheet.warn({
      code: 'penalty_declared_and_computed',
      field: 'boxes.135',
      text: () =>
        `La casilla 135 se informó en ${formatPesos(declared)} y además se suma la extemporaneidad (${formatPesos(late.amount)}): revise que no se repita.`,
      articles: [late.article],
    });
  }
  sheet.fill(
    135,
    declared + late.amount,
    () => explain(late, sheet),
    () => ({
      law: { rule: 'penalties.late_filing', article: late.article },
      operands: [
        { name: 'meses o fracción de retardo', value: BigInt(late.months) },
        { name: 'sanción antes de reducción y mínimo', value: late.full },
        { name: 'sanción mínima', value: late.minimum },
      ],
      provisional: late.provisional,
    }),
  );
  sheet.warn({
    code: 'late_interest_not_included',
    field: 'facts.filingDate',
    text: 'El saldo a pagar causa además intereses de mora por cada día de retardo; el formulario no los incluye.',
    articles: ['634', '635'],
  });
}

function latePenalty(sheet: Sheet): LateFilingPenalty | undefined {
  const { filingDate, afterSummons, penaltyReduction, voluntaryFiling, priorNetPatrimony } = sheet.facts;
  if (filingDate === undefined) {
    sheet.assume('filingDate');
    return undefined;
  }
  const due = limitDate(sheet);
  if (due === undefined) {
    sheet.warn({
      code: 'due_date_unknown',
      field: 'facts.idLastTwoDigits',
      text: 'Para saber si la declaración es extemporánea faltan los dos últimos dígitos del NIT.',
      articles: ['641'],
    });
    return undefined;
  }
  if (filingDate > due && voluntaryFiling) return undefined;
  if (filingDate > due) {
    if (voluntaryFiling === undefined) sheet.assume('voluntaryFiling');
    if (afterSummons === undefined) sheet.assume('afterSummons');
    if (penaltyReduction === undefined) sheet.assume('penaltyReduction');
  }
  const penalty = lateFilingPenalty({
    dueDate: due,
    filingDate,
    tax: sheet.value(129),
    grossIncome: sheet.sum(GROSS_INCOME),
    priorNetPatrimony,
    creditBalance: atLeastZero(sheet.sum([130, 131, 132]) - sheet.sum([129, 133])),
    afterSummons,
    reduction: penaltyReduction,
  });
  if (penalty.base === 'patrimony' && priorNetPatrimony === undefined) sheet.assume('priorNetPatrimony');
  return penalty;
}

function limitDate(sheet: Sheet): string | undefined {
  const { dueDate: told, idLastTwoDigits } = sheet.facts;
  return told ?? (idLastTwoDigits === undefined ? undefined : dueDate(idLastTwoDigits, sheet.year).date);
}

const BASES = {
  tax: 'el impuesto a cargo',
  income: 'los ingresos brutos',
  patrimony: 'el patrimonio líquido anterior',
  none: 'nada',
} as const;

function explain(late: LateFilingPenalty, sheet: Sheet): string {
  const reduction = sheet.facts.penaltyReduction;
  const reduced =
    reduction === 'to_50_percent'
      ? ', reducida al 50 % (art. 640)'
      : reduction === 'to_75_percent'
        ? ', reducida al 75 % (art. 640)'
        : '';
  return (
    `Extemporaneidad de ${late.months} ${late.months === 1 ? 'mes' : 'meses'} o fracción sobre ${BASES[late.base]}: ` +
    `${formatPesos(late.full)}${reduced}; mínimo ${formatPesos(late.minimum)} (art. 639).`
  );
}
