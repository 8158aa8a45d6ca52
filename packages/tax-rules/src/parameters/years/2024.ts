import { AUDIT_BENEFIT_2022_TO_2026, PERMANENT_CALENDAR, PATRIMONY_TAX_FROM_2023 } from '../common.ts';
import { LAW_FROM_2023 } from '../law-from-2023.ts';
import type { YearParameters } from '../types.ts';

/** Taxable year 2024, filed in 2025. */
export const YEAR_2024: YearParameters = {
  ...LAW_FROM_2023,
  year: 2024,
  uvt: { value: 47_065n, source: 'DIAN Resolución 000187 of 28 November 2023' },
  inflationaryYield: { value: 5088, source: 'Decreto 771 of 2025' },
  inflationaryCost: { value: 2501, source: 'Decreto 771 of 2025' },
  assetReadjustment: {
    value: 1097,
    source: 'ET arts. 70 and 868; yearly decree not confirmed',
    provisional: true,
  },
  auditBenefit: AUDIT_BENEFIT_2022_TO_2026,
  calendar: PERMANENT_CALENDAR,
  patrimonyTax: PATRIMONY_TAX_FROM_2023,
};
