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
  TOPES,
} from './common.ts';
import type { LawRegime } from './types.ts';

const LAW_2277 = 'Ley 2277 of 2022';

/** Law of taxable years 2023 on, as reformed by Ley 2277 of 2022. */
export const LAW_FROM_2023: LawRegime = {
  topes: TOPES,
  limits: {
    ...COMMON_LIMITS,
    labourExemption: {
      basisPoints: 2500,
      of: 'labour_payments',
      uvt: 790,
      period: 'year',
      article: '206',
      source: `ET art. 206 num. 10 (${LAW_2277})`,
    },
    generalCap: {
      basisPoints: 4000,
      of: 'net_income',
      uvt: 1340,
      period: 'year',
      article: '336',
      source: `ET art. 336 num. 3 (${LAW_2277})`,
    },
    dependantsOutsideCap: {
      uvt: 72,
      period: 'year',
      maxCount: 4,
      article: '336',
      source: `ET art. 336 num. 3 (${LAW_2277}), for each dependant`,
    },
    eInvoicePurchases: {
      basisPoints: 100,
      of: 'purchases',
      uvt: 240,
      period: 'year',
      article: '336',
      source: `ET art. 336 num. 5 (${LAW_2277})`,
    },
    costsIndication: {
      basisPoints: 6000,
      of: 'gross_income',
      article: '336-1',
      source: `ET art. 336-1 (${LAW_2277}): indicative, box 140 says it was exceeded`,
    },
  },
  severanceSteps: SEVERANCE_STEPS,
  incomeTaxTable: INCOME_TAX_TABLE,
  dividends: {
    value: {
      numeral3: 'general_table',
      exemptUvt: 0,
      ownRateBasisPoints: null,
      paragraph2RateBasisPoints: 3500,
      creditBasisPoints: 1900,
      creditOverUvt: 1090,
    },
    source: `ET arts. 242, 240 and 254-1 (${LAW_2277})`,
  },
  dividendsUntil2016Table: DIVIDENDS_UNTIL_2016_TABLE,
  credits: CREDITS,
  occasionalGains: {
    rate: { value: 1500, source: `ET art. 314 (${LAW_2277})` },
    lotteryRate: LOTTERY_RATE,
    holdingYears: HOLDING_YEARS,
    heirsHome: { uvt: 13000, article: '307', source: 'ET art. 307 num. 1' },
    otherInheritedProperty: { uvt: 6500, article: '307', source: 'ET art. 307 num. 2' },
    inheritance: { uvt: 3250, article: '307', source: 'ET art. 307 num. 3, for each heir' },
    otherGifts: {
      basisPoints: 2000,
      of: 'amount_received',
      uvt: 1625,
      article: '307',
      source: 'ET art. 307 num. 4',
    },
    homeSale: { uvt: 5000, article: '311-1', source: 'ET art. 311-1' },
    lifeInsurance: { uvt: 3250, article: '303-1', source: 'ET art. 303-1' },
  },
  presumptiveIncomeBasisPoints: PRESUMPTIVE_INCOME,
  advanceBasisPoints: ADVANCE,
  penalties: PENALTIES,
  firmnessYears: FIRMNESS_YEARS,
};
