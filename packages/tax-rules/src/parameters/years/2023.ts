import { AUDIT_BENEFIT_2022_TO_2026, PERMANENT_CALENDAR, PATRIMONY_TAX_FROM_2023 } from '../common.ts';
import { LAW_FROM_2023 } from '../law-from-2023.ts';
import type { YearParameters } from '../types.ts';

/** Taxable year 2023, filed in 2024. */
export const YEAR_2023: YearParameters = {
  ...LAW_FROM_2023,
  year: 2023,
  uvt: { value: 42_412n, source: 'DIAN Resolución 001264 of 18 November 2022' },
  inflationaryYield: { value: 6671, source: 'Decreto 1006 of 2024' },
  inflationaryCost: { value: 3440, source: 'Decreto 1006 of 2024' },
  assetReadjustment: { value: null, source: 'Not sourced', provisional: true },
  auditBenefit: AUDIT_BENEFIT_2022_TO_2026,
  calendar: PERMANENT_CALENDAR,
  patrimonyTax: PATRIMONY_TAX_FROM_2023,
};
