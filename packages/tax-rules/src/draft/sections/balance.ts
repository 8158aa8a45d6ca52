import { formatPesos } from '../../money.ts';
import { atLeastZero, formatPercent, shareOf } from '../arithmetic.ts';
import type { Sheet } from '../sheet.ts';
import { amount, leastOf } from '../words.ts';
import { fillFromFact } from './general-income.ts';
import { fillPenalties } from './penalties.ts';

const CHARGES = [129, 133] as const;
const PAYMENTS = [130, 131, 132] as const;

/** Boxes 130 to 137 and 141: what was paid, the advance, penalties and the balance (ET arts. 641, 807, 815 and 850). */
export function fillBalance(sheet: Sheet): void {
  fillFromFact(sheet, 130, 'priorAdvance', true);
  sheet.fillDeclared(131, 132);
  fillAdvance(sheet);
  sheet.combine(134, CHARGES, PAYMENTS);
  fillPenalties(sheet);
  sheet.combine(136, [...CHARGES, 135], PAYMENTS);
  sheet.combine(137, PAYMENTS, [...CHARGES, 135]);
  sheet.fillDeclared(141);
}

/** 25, 50 or 75 % of the net tax, or of the average of two years if lower, less withholdings (ET art. 807). */
function fillAdvance(sheet: Sheet): void {
  const { firstYearFiling, secondYearFiling, priorNetTax } = sheet.facts;
  const [first, second, later] = sheet.parameters.advanceBasisPoints.value;
  const tax = sheet.value(126);
  if (tax > 0n && !firstYearFiling && !secondYearFiling) {
    if (firstYearFiling === undefined) sheet.assume('firstYearFiling');
    if (secondYearFiling === undefined) sheet.assume('secondYearFiling');
  }
  const rate = firstYearFiling ? first : secondYearFiling ? second : later;
  const average = priorNetTax === undefined || firstYearFiling ? undefined : (tax + priorNetTax) / 2n;
  if (tax > 0n && average === undefined && !firstYearFiling) sheet.assume('priorNetTax');
  const method = leastOf(
    amount('impuesto neto de este año', tax),
    ...(average === undefined ? [] : [amount('promedio de los dos últimos años', average)]),
  );
  const withheld = sheet.value(132);
  sheet.fill(
    133,
    atLeastZero(shareOf(method.value, rate) - withheld),
    () =>
      `${formatPercent(rate)} de ${average === undefined ? 'la casilla 126' : method.explain().replace(/^E/, 'e').replace(/\.$/, '')}, menos retenciones (${formatPesos(withheld)}); si es negativo, cero.`,
    () => ({ operands: [...method.parts, ...sheet.operands(132)] }),
  );
}
