import type { BulkFormat } from './format.ts';
import { collaborationContracts } from './formats/collaboration-contracts.ts';
import { incomeAndBalances } from './formats/income-and-balances.ts';
import { labourIncome } from './formats/labour-income.ts';
import { ownReturn, thirdPartyPayments } from './formats/third-party-payments.ts';
import { unsourcedFormats } from './formats/unsourced.ts';

/**
 * The bulk formats that are read, by code. Columns in the order of DIAN's schemas; versions as published for the
 * taxable years 2023 to 2025 (Resoluciones 001255 of 2022, 000162 of 2023, 000227 and 000233 of 2025).
 */
export const bulkFormats: readonly BulkFormat[] = [
  ...thirdPartyPayments,
  ...ownReturn,
  ...incomeAndBalances,
  labourIncome,
  ...unsourcedFormats,
  ...collaborationContracts,
].sort((left, right) => left.code.localeCompare(right.code));

const byCode = new Map(bulkFormats.map((format) => [format.code, format]));

/** The format of a code such as '1001' or '01001'; undefined when it is not one of those read. */
export function bulkFormat(code: string): BulkFormat | undefined {
  return byCode.get(code.trim().replace(/^0+(?=\d{4}$)/, ''));
}

/** The version that applies to a taxable year; undefined when it has no source. */
export function versionOf(
  format: BulkFormat,
  year: number,
): { version: number; unsure: boolean } | undefined {
  const found = format.versions.find(({ years }) => years.includes(year));
  return found && { version: found.version, unsure: found.unsure ?? false };
}
