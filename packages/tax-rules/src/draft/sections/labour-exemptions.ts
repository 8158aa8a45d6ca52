import { atLeastZero, formatPercent, formatUvt, least, shareOf } from '../arithmetic.ts';
import type { Sheet } from '../sheet.ts';
import type { Part } from '../words.ts';
import { amount, explainSum, sumOf } from '../words.ts';
import { LABOUR } from './columns.ts';

/** Months whose average tells how much severance is exempt (ET art. 206 num. 4). */
const AVERAGE_MONTHS = 6;

/** Exempt labour income that the 40 % limit does not touch, never above the net income (ET art. 206 par. 4). */
export function exemptOutsideCap(sheet: Sheet): bigint {
  return least(sheet.money('exemptIncomeOutsideCap', false), sheet.value(LABOUR.net));
}

/**
 * Box 36: declared exemptions, severance and, last, the 25 %: it is worked out on what is left after the
 * deductions and every other exemption (ET art. 206 num. 10).
 */
export function fillLabourExemptions(sheet: Sheet): void {
  const declared = sheet.declared(LABOUR.otherExempt) ?? 0n;
  const severance = least(sheet.money('severance', sheet.value(355) > 0n), sheet.value(LABOUR.gross));
  const exemptSeverance = shareOf(severance, severanceShare(sheet, severance));
  const outside = exemptOutsideCap(sheet);
  const base = atLeastZero(
    sheet.value(LABOUR.net) -
      sheet.value(LABOUR.savings) -
      sheet.value(LABOUR.deductions) -
      declared -
      // Par. 2: the 25 % is not granted on severance, exempt or not.
      severance -
      outside,
  );
  const quarter = labourQuarter(sheet, base);
  const parts = [
    amount('otras informadas', declared),
    amount('cesantías exentas', exemptSeverance),
    amount('exentas sin límite del 40 %', outside),
    quarter,
  ].filter(({ value }) => value > 0n);
  sheet.fill(
    LABOUR.otherExempt,
    sumOf(parts),
    () => (parts.length === 0 ? 'Sin rentas exentas.' : `${explainSum(parts)}.`),
    () => ({ operands: [...parts, amount('base del 25 %', base)] }),
  );
}

function labourQuarter(sheet: Sheet, base: bigint): Part {
  const { basisPoints = 0, uvt = 0 } = sheet.parameters.limits.labourExemption;
  const name = () => `${formatPercent(basisPoints)} de las rentas de trabajo, hasta ${formatUvt(uvt)}`;
  if (sheet.facts.labourExemption === false || base === 0n) return amount(name, 0n);
  if (sheet.facts.labourExemption === undefined) sheet.assume('labourExemption');
  return amount(name, least(shareOf(base, basisPoints), sheet.uvt(uvt)));
}

/** Exempt share of severance by the average monthly income of the last six months, in basis points. */
function severanceShare(sheet: Sheet, severance: bigint): number {
  if (severance === 0n) return 0;
  const average = sheet.facts.averageMonthlyIncome ?? greatestAverage(sheet, severance);
  const uvt = sheet.parameters.uvt.value;
  const step = sheet.parameters.severanceSteps.value.find(
    ({ upToUvt }) => upToUvt === null || average <= BigInt(upToUvt) * uvt,
  );
  return step?.exemptBasisPoints ?? 0;
}

/** The most that the average can be: the year's employment income, all of it within six months. */
function greatestAverage(sheet: Sheet, severance: bigint): bigint {
  sheet.assume('averageMonthlyIncome');
  const months = Math.min(AVERAGE_MONTHS, sheet.facts.monthsWorked ?? 12);
  const employment = atLeastZero(sheet.value(LABOUR.gross) - sheet.value(356) - severance);
  return employment / BigInt(months);
}
