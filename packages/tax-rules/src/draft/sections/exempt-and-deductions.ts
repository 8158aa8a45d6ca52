import { atLeastZero, formatPercent, formatUvt, least, roundToThousand, shareOf } from '../arithmetic.ts';
import type { Sheet } from '../sheet.ts';
import type { Part } from '../words.ts';
import { amount, explainSum, leastOf, sumOf } from '../words.ts';
import { COLUMNS, FEES, LABOUR } from './columns.ts';
import type { Column } from './columns.ts';
import { availableIncome, warnReplaced } from './general-income.ts';
import { fillLabourExemptions } from './labour-exemptions.ts';

/**
 * Exempt income and deductions of the four columns, each within its own limit. The 40 % limit comes after.
 * What a fact tells goes whole to one column, for a benefit is taken once (ET arts. 330 and 332).
 */
export function fillExemptAndDeductions(sheet: Sheet): void {
  const { housingInterest = 0n, icetexInterest = 0n, financialMovementsTax = 0n } = sheet.facts;
  const home = columnFor(sheet, COLUMNS, housingInterest + icetexInterest + financialMovementsTax);
  const work = columnFor(sheet, [LABOUR, FEES], sheet.facts.prepaidMedicine ?? 0n);
  fillVoluntarySavings(sheet);
  fillHousingInterest(sheet, home);
  for (const column of COLUMNS) {
    fillOtherDeductions(sheet, column, [
      ...(column === LABOUR ? [dependantsTenPercent(sheet)] : []),
      ...(column === work ? [health(sheet, work)] : []),
      ...(column === home ? [icetex(sheet), financialMovements(sheet)] : []),
    ]);
  }
  for (const column of COLUMNS) sheet.combine(column.deductions, [column.housing, column.otherDeductions]);
  fillLabourExemptions(sheet);
  for (const column of COLUMNS) {
    if (column !== LABOUR) sheet.fillDeclared(column.otherExempt);
    sheet.combine(column.exempt, [column.savings, column.otherExempt]);
  }
}

/** The first column whose income bears an amount, or the one with most income. */
function columnFor(sheet: Sheet, columns: readonly Column[], amount: bigint): Column {
  const income = (column: Column) => availableIncome(sheet, column);
  const enough = columns.find((column) => income(column) > 0n && income(column) >= amount);
  if (enough) return enough;
  return columns.reduce((most, column) => (income(column) > income(most) ? column : most), LABOUR);
}

/** AFC, voluntary pension funds and AVC: 30 % of each column's income, 3,800 UVT in all (ET arts. 126-1, 126-4). */
function fillVoluntarySavings(sheet: Sheet): void {
  const { basisPoints = 0, uvt = 0 } = sheet.parameters.limits.voluntarySavings;
  let left = sheet.uvt(uvt);
  for (const column of COLUMNS) {
    const { value, explain, parts } = leastOf(
      amount('aportes informados', sheet.declared(column.savings) ?? 0n),
      amount(
        () => `${formatPercent(basisPoints)} de la casilla ${column.gross}`,
        shareOf(sheet.value(column.gross), basisPoints),
      ),
      amount(() => `lo que queda del límite de ${formatUvt(uvt)}`, left),
    );
    left -= sheet.fill(column.savings, value, explain, () => ({ operands: parts }));
    left = atLeastZero(left);
  }
}

/** Interest of home loans: 1,200 UVT in all (ET art. 119). */
function fillHousingInterest(sheet: Sheet, home: Column): void {
  const { uvt = 0 } = sheet.parameters.limits.housingInterest;
  let left = sheet.uvt(uvt);
  const fact = sheet.facts.housingInterest;
  const anyDeclared = COLUMNS.some(({ housing }) => sheet.declared(housing) !== undefined);
  if (fact === undefined && !anyDeclared) sheet.assume('housingInterest');
  for (const column of COLUMNS) {
    const declared = sheet.declared(column.housing);
    const fromFact = fact !== undefined && column === home;
    if (fromFact && declared !== undefined && declared !== roundToThousand(fact))
      warnReplaced(sheet, column.housing, 'housingInterest', declared);
    const { value, explain, parts } = leastOf(
      amount('intereses informados', fromFact ? fact : (declared ?? 0n)),
      amount(() => `lo que queda del límite de ${formatUvt(uvt)}`, left),
    );
    left = atLeastZero(left - sheet.fill(column.housing, value, explain, () => ({ operands: parts })));
  }
}

function fillOtherDeductions(sheet: Sheet, column: Column, told: readonly Part[]): void {
  const declared = sheet.declared(column.otherDeductions) ?? 0n;
  const parts = [amount('informado', declared), ...told].filter(({ value }) => value > 0n);
  sheet.fill(
    column.otherDeductions,
    sumOf(parts),
    () => (parts.length === 0 ? 'Sin otras deducciones.' : `${explainSum(parts)}.`),
    () => ({ operands: parts }),
  );
}

/** 10 % of the gross income of an employment, up to 32 UVT a month (ET art. 387). */
function dependantsTenPercent(sheet: Sheet): Part {
  const { basisPoints = 0, uvt = 0 } = sheet.parameters.limits.dependantsInsideCap;
  const name = () =>
    `dependientes, ${formatPercent(basisPoints)} del ingreso laboral hasta ${formatUvt(uvt)} por mes`;
  const dependants = sheet.facts.dependants ?? Number(sheet.declared(138) ?? 0n);
  // Fees do not come from an employment, which is what the article asks for.
  const employment = atLeastZero(sheet.value(LABOUR.gross) - sheet.value(356));
  if (dependants === 0 || employment === 0n || sheet.facts.dependantsTenPercent === false)
    return amount(name, 0n);
  if (sheet.facts.dependantsTenPercent === undefined) sheet.assume('dependantsTenPercent');
  return amount(name, least(shareOf(employment, basisPoints), sheet.uvt(uvt * monthsWorked(sheet))));
}

/** Prepaid medicine and health insurance, up to 16 UVT a month, only against work (ET art. 387). */
function health(sheet: Sheet, work: Column): Part {
  const { uvt = 0 } = sheet.parameters.limits.prepaidMedicine;
  const name = () => `salud, hasta ${formatUvt(uvt)} por mes`;
  const income = availableIncome(sheet, work);
  const paid = sheet.money('prepaidMedicine', income > 0n);
  if (paid === 0n) return amount(name, 0n);
  if (income === 0n) {
    sheet.warn({
      code: 'health_needs_work_income',
      field: 'facts.prepaidMedicine',
      text: 'Los pagos de salud del art. 387 solo se restan de rentas de trabajo, y no las hay.',
      articles: ['387'],
    });
    return amount(name, 0n);
  }
  return amount(name, least(paid, sheet.uvt(uvt * monthsWorked(sheet))));
}

function icetex(sheet: Sheet): Part {
  const { uvt = 0 } = sheet.parameters.limits.icetexInterest;
  const paid = sheet.money('icetexInterest', false);
  return amount(() => `intereses del ICETEX, hasta ${formatUvt(uvt)}`, least(paid, sheet.uvt(uvt)));
}

function financialMovements(sheet: Sheet): Part {
  const { basisPoints = 0 } = sheet.parameters.limits.financialMovementsTax;
  const paid = sheet.money('financialMovementsTax', false);
  return amount(() => `${formatPercent(basisPoints)} del GMF`, shareOf(paid, basisPoints));
}

function monthsWorked(sheet: Sheet): number {
  if (sheet.facts.monthsWorked === undefined) sheet.assume('monthsWorked');
  return sheet.facts.monthsWorked ?? 12;
}
