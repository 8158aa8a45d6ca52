import { formatPesos } from '../../money.ts';
import type { Limit } from '../../parameters/index.ts';
import { atLeastZero, least, shareOf } from '../arithmetic.ts';
import type { MoneyFact } from '../facts/facts.ts';
import type { Sheet } from '../sheet.ts';
import type { Part } from '../words.ts';
import { amount, explainSum, sumOf } from '../words.ts';
import { fillAtMost } from './general-income.ts';

const EXEMPTIONS: readonly {
  readonly fact: MoneyFact;
  readonly label: string;
  readonly limitOf: (sheet: Sheet) => Limit;
}[] = [
  {
    fact: 'homeSaleGain',
    label: 'venta de la vivienda (art. 311-1)',
    limitOf: ({ parameters }) => parameters.occasionalGains.homeSale,
  },
  {
    fact: 'lifeInsurance',
    label: 'seguros de vida (art. 303-1)',
    limitOf: ({ parameters }) => parameters.occasionalGains.lifeInsurance,
  },
  {
    fact: 'inheritedHome',
    label: 'vivienda del causante (art. 307 num. 1)',
    limitOf: ({ parameters }) => parameters.occasionalGains.heirsHome,
  },
  {
    fact: 'inheritedProperty',
    label: 'otros inmuebles del causante (art. 307 num. 2)',
    limitOf: ({ parameters }) => parameters.occasionalGains.otherInheritedProperty,
  },
  {
    fact: 'inheritance',
    label: 'porción conyugal, herencia o legado (art. 307 num. 3)',
    limitOf: ({ parameters }) => parameters.occasionalGains.inheritance,
  },
  {
    fact: 'otherGifts',
    label: 'donaciones y otros legados (art. 307 num. 4)',
    limitOf: ({ parameters }) => parameters.occasionalGains.otherGifts,
  },
];

/** Occasional gains: boxes 112 to 115 (ET arts. 299 to 311-1). Their tax is box 127. */
export function fillGains(sheet: Sheet): void {
  sheet.fillDeclared(112);
  fillAtMost(sheet, 113, sheet.value(112));
  const declared = sheet.declared(114) ?? 0n;
  const parts: Part[] = [
    amount('informado', declared),
    ...EXEMPTIONS.map(({ fact, label, limitOf }) => ({
      name: label,
      value: withinLimit(sheet, sheet.money(fact, false), limitOf(sheet)),
      fact,
    })),
  ].filter(({ value }) => value > 0n);
  const most = atLeastZero(sheet.value(112) - sheet.value(113));
  sheet.fill(
    114,
    least(sumOf(parts), most),
    () =>
      parts.length === 0
        ? 'Sin ganancias exentas.'
        : `${explainSum(parts)}; no puede pasar de la ganancia (${formatPesos(most)}).`,
    () => ({ operands: parts }),
  );
  sheet.combine(115, [112], [113, 114]);
  if (sheet.value(112) > 0n && sheet.facts.lotteryPrizes === undefined) sheet.assume('lotteryPrizes');
}

/** Prizes within the taxable gain: costs and exemptions of other gains lower them last (ET art. 317). */
export function taxablePrizes(sheet: Sheet): bigint {
  return least(sheet.money('lotteryPrizes', false), sheet.value(115));
}

function withinLimit(sheet: Sheet, received: bigint, { basisPoints, uvt = 0 }: Limit): bigint {
  return least(basisPoints === undefined ? received : shareOf(received, basisPoints), sheet.uvt(uvt));
}
