import { AUDIT_BENEFIT_2022_TO_2026, PERMANENT_CALENDAR, PATRIMONY_TAX_UNCONFIRMED } from '../common.ts';
import { LAW_FROM_2023 } from '../law-from-2023.ts';
import type { YearParameters } from '../types.ts';

/** Taxable year 2025, filed in 2026. */
export const YEAR_2025: YearParameters = {
  ...LAW_FROM_2023,
  year: 2025,
  uvt: { value: 49_799n, source: 'DIAN Resolución 000193 of 4 December 2024' },
  inflationaryYield: { value: 5543, source: 'Decreto 898 of 29 July 2026, not confirmed', provisional: true },
  inflationaryCost: { value: 2835, source: 'Decreto 898 of 29 July 2026, not confirmed', provisional: true },
  assetReadjustment: {
    value: 581,
    source: 'ET arts. 70 and 868; yearly decree not confirmed',
    provisional: true,
  },
  auditBenefit: AUDIT_BENEFIT_2022_TO_2026,
  calendar: PERMANENT_CALENDAR,
  patrimonyTax: PATRIMONY_TAX_UNCONFIRMED,
};
