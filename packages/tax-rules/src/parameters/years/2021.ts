import { LAW_BEFORE_2023 } from '../law-before-2023.ts';
import type { YearParameters } from '../types.ts';

const { dividends } = LAW_BEFORE_2023;

/** Taxable year 2021, filed in 2022. */
export const YEAR_2021: YearParameters = {
  ...LAW_BEFORE_2023,
  year: 2021,
  uvt: { value: 36_308n, source: 'DIAN Resolución 000111 of 11 December 2020', provisional: true },
  inflationaryYield: { value: 10000, source: 'Decreto 728 of 2022' },
  inflationaryCost: { value: null, source: 'Not sourced', provisional: true },
  assetReadjustment: { value: null, source: 'Not sourced', provisional: true },
  // The company rate, which these dividends bear first, was still 31 %.
  dividends: { ...dividends, value: { ...dividends.value, paragraph2RateBasisPoints: 3100 } },
  auditBenefit: {
    value: {
      steps: [
        { growthBasisPoints: 3000, firmInMonths: 6 },
        { growthBasisPoints: 2000, firmInMonths: 12 },
      ],
      minimumPreviousTaxUvt: 71,
    },
    source: 'ET art. 689-2 (Ley 2010 of 2019)',
    provisional: true,
  },
  calendar: {
    kind: 'consecutive',
    firstDate: '2022-08-09',
    source: 'Decreto 1778 of 2021: 9 August to 19 October 2022, published ends; days between derived',
    provisional: true,
  },
  patrimonyTax: { value: null, source: 'None in 2022: Ley 2010 of 2019 had one until 2021' },
};
