import { formatPesos } from '../../money.ts';
import { atLeastZero, formatPercent, formatUvt, least, shareOf } from '../arithmetic.ts';
import type { Sheet } from '../sheet.ts';
import { amount, leastOf } from '../words.ts';
import { fillAtMost, warnReplaced } from './general-income.ts';

/** Boxes 122 to 126, 128, 129 and 296: tax credits, each with its limit and all within the tax (ET arts. 254 to 259). */
export function fillCredits(sheet: Sheet): void {
  fillForeignTax(sheet);
  fillDonations(sheet);
  fillDividendsCredit(sheet);
  const all = sheet.sum([122, 123, 124]);
  const { value, explain, parts } = leastOf(
    amount('casillas 122, 123 y 124', all),
    amount('casilla 121', sheet.value(121)),
  );
  sheet.fill(125, value, explain, () => ({ operands: parts }));
  if (all > sheet.value(121)) {
    sheet.warn({
      code: 'credits_exceed_tax',
      field: 'boxes.125',
      text: () =>
        `Los descuentos suman ${formatPesos(all)} y el impuesto es ${formatPesos(sheet.value(121))}: el exceso no se descuenta este año.`,
      articles: ['259'],
    });
  }
  sheet.combine(126, [121], [125]);
  fillAtMost(sheet, 128, sheet.value(127));
  sheet.combine(129, [126, 127], [128]);
}

/** No more than the Colombian tax on the same income (ET art. 254). */
function fillForeignTax(sheet: Sheet): void {
  const paid = sheet.declared(122) ?? 0n;
  const foreign = sheet.money('foreignIncome', paid > 0n);
  const tax = sheet.value(121);
  const told = sheet.facts.foreignIncome !== undefined;
  const limit = told ? colombianTaxOn(sheet, foreign) : tax;
  const { value, explain, parts } = leastOf(
    amount('impuesto pagado en el exterior', paid),
    amount(told ? 'impuesto colombiano sobre esas rentas' : 'casilla 121', limit),
  );
  sheet.fill(122, value, explain, () => ({ operands: parts }));
  if (paid > 0n && !told) {
    sheet.warn({
      code: 'foreign_credit_limit_unchecked',
      field: 'facts.foreignIncome',
      text: 'Para aplicar el límite del descuento por impuestos del exterior falta la renta que pagó impuesto afuera.',
      articles: ['254'],
    });
  }
}

/** The part of the year's tax that a foreign income bears, in proportion. */
function colombianTaxOn(sheet: Sheet, foreign: bigint): bigint {
  const taxed = sheet.sum([111, 118, 106, 109]) - sheet.value(110);
  if (taxed <= 0n) return 0n;
  return (sheet.value(121) * least(foreign, taxed)) / taxed;
}

/** 25 % of what was donated, within 25 % of the income tax (ET arts. 257 and 258). */
function fillDonations(sheet: Sheet): void {
  const { donationBasisPoints, donationsCapBasisPoints } = sheet.parameters.credits;
  const donated = sheet.facts.donations;
  const declared = sheet.declared(123);
  const wanted = donated === undefined ? (declared ?? 0n) : shareOf(donated, donationBasisPoints.value);
  const name =
    donated === undefined
      ? 'descuento informado'
      : () => `${formatPercent(donationBasisPoints.value)} de lo donado (${formatPesos(donated)})`;
  const cap = shareOf(sheet.value(121), donationsCapBasisPoints.value);
  const { value, explain, parts } = leastOf(
    amount(name, wanted),
    amount(() => `${formatPercent(donationsCapBasisPoints.value)} de la casilla 121`, cap),
  );
  sheet.fill(123, value, explain, () => ({ operands: parts }));
  if (donated !== undefined && declared !== undefined && declared !== sheet.value(123))
    warnReplaced(sheet, 123, 'donations', declared);
  if (wanted > cap) {
    sheet.warn({
      code: 'donations_above_limit',
      field: 'boxes.123',
      text: () =>
        `El descuento por donaciones pasa del ${formatPercent(donationsCapBasisPoints.value)} del impuesto en ${formatPesos(wanted - cap)}: el exceso puede tomarse el año siguiente.`,
      articles: ['258'],
    });
  }
}

/** 19 % of the dividends in the base above 1,090 UVT (ET art. 254-1), plus other credits as declared. */
function fillDividendsCredit(sheet: Sheet): void {
  const { creditBasisPoints, creditOverUvt } = sheet.parameters.dividends.value;
  const dividends = sheet.sum([107, 108]) - sheet.value(118);
  const threshold = BigInt(creditOverUvt ?? 0) * sheet.parameters.uvt.value;
  const excess = creditBasisPoints === null ? 0n : atLeastZero(dividends - threshold);
  sheet.fill(
    296,
    shareOf(excess, creditBasisPoints ?? 0),
    () =>
      `${formatPercent(creditBasisPoints ?? 0)} de los dividendos en la base (${formatPesos(dividends)}) que pasan de ${formatUvt(creditOverUvt ?? 0)} (${formatPesos(threshold)}).`,
    () => ({ operands: sheet.operands(107, 108, 118) }),
  );
  if (sheet.value(108) > 0n && excess > 0n) {
    sheet.note({
      code: 'dividends_credit_base',
      field: 'boxes.108',
      text: 'El descuento del art. 254-1 se calcula sobre los dividendos que entran en la base del art. 241: los del parágrafo 2 cuentan después de su impuesto.',
      articles: ['254-1', '242'],
    });
  }
  const others = sheet.declared(124) ?? 0n;
  sheet.fill(
    124,
    sheet.value(296) + others,
    () => `Casilla 296${others > 0n ? ` más otros descuentos informados (${formatPesos(others)})` : ''}.`,
    () => ({ operands: sheet.operands(296) }),
  );
}
