import type { Sheet } from '../sheet.ts';
import { fillAtMost } from './general-income.ts';

/** Cédula of dividends, which admits no costs or deductions (ET arts. 242, 246-1, 330, 342 and 343). */
export function fillDividends(sheet: Sheet): void {
  sheet.fillDeclared(104);
  fillAtMost(sheet, 105, sheet.value(104));
  sheet.combine(106, [104], [105]);
  sheet.fillDeclared(107, 108, 109);
  fillAtMost(sheet, 110, sheet.value(109));
}
