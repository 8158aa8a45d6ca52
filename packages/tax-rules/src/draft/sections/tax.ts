import { formatPesos } from '../../money.ts';
import { atLeastZero, formatPercent, shareOf, taxOfTable } from '../arithmetic.ts';
import type { Sheet } from '../sheet.ts';
import { taxablePrizes } from './occasional-gains.ts';

/** Boxes 111, 116 to 121 and 127: the taxable base and the tax on it (ET arts. 241, 242, 314, 317 and 331). */
export function fillTax(sheet: Sheet): void {
  const { incomeTaxTable, dividendsUntil2016Table, dividends, uvt } = sheet.parameters;
  const { paragraph2RateBasisPoints: rate } = dividends.value;
  fillRate(sheet, 118, sheet.value(108), rate, 'la casilla 108', [108]);
  // What is left of these dividends after their own tax joins the base (ET art. 242, second inciso).
  sheet.combine(111, [97, 103, 107, 108], [118]);
  sheet.fill(
    116,
    taxOfTable(sheet.value(111), uvt.value, incomeTaxTable.value),
    () =>
      `Tabla del art. 241 sobre ${formatPesos(sheet.value(111))} (${uvtText(sheet.value(111), uvt.value)} UVT).`,
    () => ({ operands: [...sheet.operands(111), { name: `UVT de ${sheet.year}`, value: uvt.value }] }),
  );
  sheet.fill(117, 0n, 'No hay renta presuntiva: el impuesto va en la casilla 116.');
  const until2016 = sheet.value(106);
  sheet.fill(
    119,
    taxOfTable(until2016, uvt.value, dividendsUntil2016Table.value),
    () => `Tabla del art. 1.2.1.10.3 del DUR 1625 de 2016 sobre ${formatPesos(until2016)}.`,
    () => ({
      operands: sheet.operands(106),
      provisional: until2016 > 0n && dividendsUntil2016Table.provisional === true,
    }),
  );
  const foreign = atLeastZero(sheet.value(109) - sheet.value(110));
  fillRate(sheet, 120, foreign, rate, 'la casilla 109 menos la 110', [109, 110]);
  sheet.combine(121, [116, 117, 118, 119, 120]);
  fillGainsTax(sheet);
}

function fillGainsTax(sheet: Sheet): void {
  const { rate, lotteryRate } = sheet.parameters.occasionalGains;
  const prizes = taxablePrizes(sheet);
  const other = sheet.value(115) - prizes;
  const tax = (prizes * BigInt(lotteryRate.value) + other * BigInt(rate.value)) / 10_000n;
  sheet.fill(
    127,
    tax,
    () => {
      const text = `${formatPercent(rate.value)} de ${formatPesos(other)}`;
      return prizes > 0n
        ? `${text}, más ${formatPercent(lotteryRate.value)} de ${formatPesos(prizes)} de loterías (art. 317).`
        : `${text}.`;
    },
    () => ({
      operands: [...sheet.operands(115), { name: 'loterías', value: prizes, fact: 'lotteryPrizes' }],
    }),
  );
}

function fillRate(
  sheet: Sheet,
  box: number,
  base: bigint,
  basisPoints: number,
  of: string,
  from: readonly number[],
): void {
  sheet.fill(
    box,
    shareOf(base, basisPoints),
    () => `${formatPercent(basisPoints)} de ${of} (${formatPesos(base)}).`,
    () => ({ operands: sheet.operands(...from) }),
  );
}

/** For display, two decimals: the tax is worked out in pesos. */
function uvtText(amount: bigint, uvt: bigint): string {
  const hundredths = (amount * 100n) / uvt;
  return `${hundredths / 100n},${String(hundredths % 100n).padStart(2, '0')}`;
}
