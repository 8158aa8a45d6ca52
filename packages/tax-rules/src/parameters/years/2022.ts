import { AUDIT_BENEFIT_2022_TO_2026, PATRIMONY_TAX_FROM_2023 } from '../common.ts';
import { LAW_BEFORE_2023 } from '../law-before-2023.ts';
import type { YearParameters } from '../types.ts';

/** Taxable year 2022, filed in 2023. */
export const YEAR_2022: YearParameters = {
  ...LAW_BEFORE_2023,
  year: 2022,
  uvt: { value: 38_004n, source: 'DIAN Resolución 000140 of 25 November 2021' },
  inflationaryYield: { value: 10000, source: 'Decreto 848 of 2023' },
  inflationaryCost: { value: null, source: 'Not sourced', provisional: true },
  assetReadjustment: { value: null, source: 'Not sourced', provisional: true },
  auditBenefit: AUDIT_BENEFIT_2022_TO_2026,
  calendar: {
    kind: 'consecutive',
    firstDate: '2023-08-09',
    source: 'Decreto 2487 of 2022: 9 August to 19 October 2023, published ends; days between derived',
    provisional: true,
  },
  patrimonyTax: PATRIMONY_TAX_FROM_2023,
};
