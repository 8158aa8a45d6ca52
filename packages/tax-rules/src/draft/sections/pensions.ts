import { formatUvt } from '../arithmetic.ts';
import type { Sheet } from '../sheet.ts';
import { amount, leastOf } from '../words.ts';
import { fillAtMost } from './general-income.ts';

/** Cédula of pensions: 1,000 UVT of each month are exempt (ET arts. 206 num. 5 and 337). */
export function fillPensions(sheet: Sheet): void {
  sheet.fillDeclared(99);
  fillAtMost(sheet, 100, sheet.value(99));
  sheet.combine(101, [99], [100]);
  const { uvt = 0 } = sheet.parameters.limits.exemptPension;
  if (sheet.facts.pensionMonths === undefined && sheet.value(99) > 0n) sheet.assume('pensionMonths');
  const months = sheet.facts.pensionMonths ?? 12;
  const { value, explain, parts } = leastOf(
    amount('casilla 101', sheet.value(101)),
    amount(() => `${formatUvt(uvt)} por ${months} meses`, sheet.uvt(uvt * months)),
  );
  sheet.fill(102, value, explain, () => ({ operands: parts }));
  sheet.combine(103, [101], [102]);
}
