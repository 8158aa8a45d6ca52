import { describe, expect, it } from 'vitest';
import { parameters } from '../parameters/index.ts';
import { formatPercent, roundToThousand, shareOf, taxOfTable } from './arithmetic.ts';

describe('roundToThousand (art. 577)', () => {
  it.each([
    [0n, 0n],
    [1n, 0n],
    [499n, 0n],
    [500n, 1_000n],
    [999n, 1_000n],
    [1_499n, 1_000n],
    [1_500n, 2_000n],
    [120_000_499n, 120_000_000n],
    [120_000_500n, 120_001_000n],
    [-1_499n, -1_000n],
    [-1_500n, -2_000n],
  ])('%d becomes %d', (amount, rounded) => {
    expect(roundToThousand(amount)).toBe(rounded);
  });
});

describe('shareOf', () => {
  it.each([
    [100n, 2500, 25n],
    [99n, 2500, 24n],
    [1_000n, 5088, 508n],
    [0n, 10_000, 0n],
  ])('%d at %d basis points is %d, downwards', (amount, basisPoints, share) => {
    expect(shareOf(amount, basisPoints)).toBe(share);
  });
});

describe('formatPercent', () => {
  it.each([
    [4000, '40 %'],
    [5088, '50,88 %'],
    [50, '0,5 %'],
  ])('%d basis points read %s', (basisPoints, text) => {
    expect(formatPercent(basisPoints)).toBe(text);
  });
});

// Expected values worked out apart, with exact fractions.
describe('the table of art. 241', () => {
  it.each([
    [2023, 46_229_000n, 0n],
    [2023, 50_000_000n, 716_000n],
    [2023, 72_100_000n, 4_915_000n],
    [2023, 100_000_000n, 12_732_000n],
    [2023, 173_889_000n, 33_421_000n],
    [2023, 250_000_000n, 58_537_000n],
    [2023, 500_000_000n, 143_679_000n],
    [2023, 900_000_000n, 285_588_000n],
    [2023, 1_400_000_000n, 472_288_000n],
    [2024, 51_301_000n, 0n],
    [2024, 51_302_000n, 0n],
    [2024, 60_000_000n, 1_653_000n],
    [2024, 80_010_000n, 5_455_000n],
    [2024, 80_011_000n, 5_460_000n],
    [2024, 120_000_000n, 16_657_000n],
    [2024, 192_966_000n, 37_087_000n],
    [2024, 192_967_000n, 37_087_000n],
    [2024, 300_000_000n, 72_408_000n],
    [2024, 408_053_000n, 108_066_000n],
    [2024, 600_000_000n, 175_242_000n],
    [2024, 892_823_000n, 277_731_000n],
    [2024, 1_000_000_000n, 317_386_000n],
    [2024, 1_459_015_000n, 487_222_000n],
    [2024, 1_600_000_000n, 542_201_000n],
    [2025, 54_281_000n, 0n],
    [2025, 54_282_000n, 0n],
    [2025, 66_708_000n, 2_361_000n],
    [2025, 84_658_000n, 5_772_000n],
    [2025, 150_000_000n, 24_072_000n],
    [2025, 204_176_000n, 39_242_000n],
    [2025, 320_000_000n, 77_464_000n],
    [2025, 431_757_000n, 114_343_000n],
    [2025, 700_000_000n, 208_223_000n],
    [2025, 944_687_000n, 293_864_000n],
    [2025, 1_200_000_000n, 388_330_000n],
    [2025, 1_543_769_000n, 515_524_000n],
    [2025, 1_800_000_000n, 615_449_000n],
    [2026, 57_088_000n, 0n],
    [2026, 60_000_000n, 553_000n],
    [2026, 90_000_000n, 6_345_000n],
    [2026, 214_733_000n, 41_271_000n],
    [2026, 454_083_000n, 120_251_000n],
    [2026, 1_000_000_000n, 311_451_000n],
    [2026, 2_000_000_000n, 688_974_000n],
  ] as const)('of %d taxes %d with %d', (year, base, tax) => {
    const { uvt, incomeTaxTable } = parameters(year);
    expect(roundToThousand(taxOfTable(base, uvt.value, incomeTaxTable.value))).toBe(tax);
  });

  it.each([2023, 2024, 2025, 2026])('of %d leaves the first 1.090 UVT untaxed', (year) => {
    const { uvt, incomeTaxTable } = parameters(year);
    expect(taxOfTable(1090n * uvt.value, uvt.value, incomeTaxTable.value)).toBe(0n);
  });
});
