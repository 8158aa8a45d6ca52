import { groupThousands } from '../money.ts';
import type { TaxBracket } from '../parameters/types.ts';

const BASIS_POINTS = 10_000n;
const THOUSAND = 1_000n;

/** To the nearest multiple of a thousand, as returns are filled in (ET art. 577); 500 goes up. */
export function roundToThousand(amount: bigint): bigint {
  // Most boxes of a return are empty, and a division of bigints is slow.
  if (amount === 0n) return amount;
  return amount < 0n ? -roundToThousand(-amount) : ((amount + THOUSAND / 2n) / THOUSAND) * THOUSAND;
}

/**
 * A share of a non-negative amount, in whole pesos downwards.
 * Rounding down here and to the thousand in the box gives the same as rounding once: the half that decides
 * is a whole peso.
 */
export function shareOf(amount: bigint, basisPoints: number): bigint {
  return (amount * BigInt(basisPoints)) / BASIS_POINTS;
}

export function least(first: bigint, ...others: readonly bigint[]): bigint {
  return others.reduce((smallest, amount) => (amount < smallest ? amount : smallest), first);
}

export function atLeastZero(amount: bigint): bigint {
  return amount > 0n ? amount : 0n;
}

/**
 * Tax of a table of brackets in UVT (ET art. 241): (base − lower bound) × rate + fixed part, in whole pesos
 * downwards.
 * The law's own table loses a tenth of a UVT when the base passes 8,670 and 31,000 UVT; it is applied as
 * written.
 * @param base pesos
 * @param uvt pesos of one UVT of the taxable year
 */
export function taxOfTable(base: bigint, uvt: bigint, table: readonly TaxBracket[]): bigint {
  if (base <= 0n) return 0n;
  const bracket = table.findLast(({ fromUvt }) => base > BigInt(fromUvt) * uvt);
  if (!bracket) return 0n;
  const excess = base - BigInt(bracket.fromUvt) * uvt;
  return shareOf(excess, bracket.rateBasisPoints) + BigInt(bracket.plusUvt) * uvt;
}

/** `1088` → `10,88 %`. */
export function formatPercent(basisPoints: number): string {
  return `${String(basisPoints / 100).replace('.', ',')} %`;
}

/** `1340` → `1.340 UVT`. */
export function formatUvt(count: number): string {
  return `${groupThousands(String(count))} UVT`;
}
