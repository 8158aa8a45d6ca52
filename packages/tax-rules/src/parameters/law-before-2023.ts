import {
  ADVANCE,
  COMMON_LIMITS,
  CREDITS,
  DIVIDENDS_UNTIL_2016_TABLE,
  FIRMNESS_YEARS,
  HOLDING_YEARS,
  INCOME_TAX_TABLE,
  LOTTERY_RATE,
  PENALTIES,
  PRESUMPTIVE_INCOME,
  SEVERANCE_STEPS,
  THRESHOLDS,
  TOPES,
} from './common.ts';
import type { LawRegime } from './types.ts';

/** The texts before Ley 2277 were not at hand when this was written: figures to confirm. */
const UNCONFIRMED = { provisional: true } as const;
const LAW_2010 = 'Ley 2010 of 2019';

/** Law of taxable years 2021 and 2022, before Ley 2277 of 2022. */
export const LAW_BEFORE_2023: LawRegime = {
  topes: TOPES,
  limits: {
    ...COMMON_LIMITS,
    labourExemption: {
      basisPoints: 2500,
      of: 'labour_payments',
      uvt: 2880,
      period: 'year',
      article: '206',
      source: `ET art. 206 num. 10 (${LAW_2010}), 240 UVT a month`,
      ...UNCONFIRMED,
    },
    generalCap: {
      basisPoints: 4000,
      of: 'net_income',
      uvt: 5040,
      period: 'year',
      article: '336',
      source: `ET art. 336 (${LAW_2010})`,
      ...UNCONFIRMED,
    },
    dependantsOutsideCap: null,
    eInvoicePurchases: null,
    costsIndication: null,
  },
  severanceSteps: SEVERANCE_STEPS,
  incomeTaxTable: INCOME_TAX_TABLE,
  dividends: {
    value: {
      numeral3: 'own_table',
      exemptUvt: 300,
      ownRateBasisPoints: 1000,
      paragraph2RateBasisPoints: 3500,
      creditBasisPoints: null,
      creditOverUvt: null,
    },
    source: `ET art. 242 (${LAW_2010})`,
    ...UNCONFIRMED,
  },
  dividendsUntil2016Table: DIVIDENDS_UNTIL_2016_TABLE,
  credits: CREDITS,
  occasionalGains: {
    rate: { value: 1000, source: `ET art. 314 (${LAW_2010})`, ...UNCONFIRMED },
    lotteryRate: LOTTERY_RATE,
    holdingYears: HOLDING_YEARS,
    heirsHome: { uvt: 7700, article: '307', source: 'ET art. 307 before Ley 2277', ...UNCONFIRMED },
    otherInheritedProperty: {
      uvt: 7700,
      article: '307',
      source: 'ET art. 307 before Ley 2277, rural property',
      ...UNCONFIRMED,
    },
    inheritance: { uvt: 3490, article: '307', source: 'ET art. 307 before Ley 2277', ...UNCONFIRMED },
    otherGifts: {
      basisPoints: 2000,
      of: 'amount_received',
      uvt: 2290,
      article: '307',
      source: 'ET art. 307 before Ley 2277',
      ...UNCONFIRMED,
    },
    homeSale: { uvt: 7500, article: '311-1', source: 'ET art. 311-1 before Ley 2277', ...UNCONFIRMED },
    lifeInsurance: { uvt: 12500, article: '303-1', source: 'ET art. 303-1 before Ley 2277', ...UNCONFIRMED },
  },
  presumptiveIncomeBasisPoints: PRESUMPTIVE_INCOME,
  advanceBasisPoints: ADVANCE,
  penalties: PENALTIES,
  firmnessYears: FIRMNESS_YEARS,
  thresholds: { ...THRESHOLDS, foreignAssets: { ...THRESHOLDS.foreignAssets, ...UNCONFIRMED } },
};
