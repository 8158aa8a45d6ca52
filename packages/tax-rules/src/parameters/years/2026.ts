import { AUDIT_BENEFIT_2022_TO_2026, PERMANENT_CALENDAR, PATRIMONY_TAX_UNCONFIRMED } from '../common.ts';
import { LAW_FROM_2023 } from '../law-from-2023.ts';
import type { YearParameters } from '../types.ts';

/** Taxable year 2026, filed in 2027. */
export const YEAR_2026: YearParameters = {
  ...LAW_FROM_2023,
  year: 2026,
  uvt: { value: 52_374n, source: 'DIAN Resolución 000238 of 15 December 2025' },
  inflationaryYield: { value: null, source: 'Not decreed yet', provisional: true },
  inflationaryCost: { value: null, source: 'Not decreed yet', provisional: true },
  assetReadjustment: { value: null, source: 'Not decreed yet', provisional: true },
  auditBenefit: AUDIT_BENEFIT_2022_TO_2026,
  calendar: PERMANENT_CALENDAR,
  patrimonyTax: PATRIMONY_TAX_UNCONFIRMED,
};
