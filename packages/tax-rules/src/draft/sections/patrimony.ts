import { formatPesos } from '../../money.ts';
import type { Sheet } from '../sheet.ts';
import { COLUMNS } from './columns.ts';

/** Boxes 29 to 31 (ET arts. 261, 282 and 283). */
export function fillPatrimony(sheet: Sheet): void {
  sheet.fillDeclared(29, 30);
  sheet.combine(31, [29], [30]);
}

/**
 * Warns when the net patrimony grew more than the year's income explains (ET arts. 236 and 237). It never
 * changes a box: the person may have other reasons.
 */
export function comparePatrimony(sheet: Sheet): void {
  const before = sheet.facts.priorNetPatrimony;
  if (before === undefined) {
    if (sheet.value(31) > 0n) sheet.assume('priorNetPatrimony');
    return;
  }
  const growth = sheet.value(31) - before - sheet.money('nominalValuations', false);
  const taxable = sheet.sum([97, 103, 106, 107, 108, 109]) - sheet.value(110);
  const untaxed =
    sheet.sum([92, 102, 105, 110]) +
    COLUMNS.reduce((total, { nonIncome }) => total + sheet.value(nonIncome), 0n);
  const gains = sheet.sum([115, 114]);
  const paid = sheet.value(132) + sheet.money('incomeTaxPaidInYear', false);
  const explained = taxable + untaxed + sheet.value(100) + gains - paid;
  if (growth <= explained) return;
  sheet.warn({
    code: 'patrimony_comparison',
    field: 'facts.priorNetPatrimony',
    text: () =>
      `El patrimonio líquido creció ${formatPesos(growth)} y las rentas del año explican ${formatPesos(explained)}: ` +
      `justifique la diferencia (${formatPesos(growth - explained)}) o se grava como renta por comparación patrimonial.`,
    articles: ['236', '237'],
  });
}
