import type {
  AuditBenefit,
  CreditRules,
  Limit,
  PenaltyRules,
  SeveranceStep,
  Sourced,
  TaxBracket,
  Thresholds,
  TopeParameter,
} from './types.ts';

/** Values that every year from 2021 on shares. A year that departs from one overrides it in its own file. */

export const TOPES: readonly TopeParameter[] = [
  {
    number: 1,
    key: 'income',
    label: 'Ingresos brutos',
    limitUvt: 1400,
    comparator: '>=',
    article: '592',
    source: 'ET art. 592 num. 1: exempt when below',
  },
  {
    number: 2,
    key: 'patrimony',
    label: 'Patrimonio bruto al 31 de diciembre',
    limitUvt: 4500,
    comparator: '>',
    article: '592',
    source: 'ET art. 592 num. 1: exempt when not above',
  },
  {
    number: 3,
    key: 'cards',
    label: 'Consumos con tarjeta',
    limitUvt: 1400,
    comparator: '>',
    article: '594-3',
    source: 'ET art. 594-3 lit. a',
  },
  {
    number: 4,
    key: 'deposits',
    label: 'Consignaciones, depósitos e inversiones',
    limitUvt: 1400,
    comparator: '>',
    article: '594-3',
    source: 'ET art. 594-3 lit. c',
  },
  {
    number: 5,
    key: 'purchases',
    label: 'Compras y consumos',
    limitUvt: 1400,
    comparator: '>',
    article: '594-3',
    source: 'ET art. 594-3 lit. b',
  },
];

export const INCOME_TAX_TABLE: Sourced<readonly TaxBracket[]> = {
  value: [
    { fromUvt: 0, toUvt: 1090, rateBasisPoints: 0, plusUvt: 0 },
    { fromUvt: 1090, toUvt: 1700, rateBasisPoints: 1900, plusUvt: 0 },
    { fromUvt: 1700, toUvt: 4100, rateBasisPoints: 2800, plusUvt: 116 },
    { fromUvt: 4100, toUvt: 8670, rateBasisPoints: 3300, plusUvt: 788 },
    { fromUvt: 8670, toUvt: 18970, rateBasisPoints: 3500, plusUvt: 2296 },
    { fromUvt: 18970, toUvt: 31000, rateBasisPoints: 3700, plusUvt: 5901 },
    { fromUvt: 31000, toUvt: null, rateBasisPoints: 3900, plusUvt: 10352 },
  ],
  source: 'ET art. 241 (Ley 2010 of 2019)',
};

export const SEVERANCE_STEPS: Sourced<readonly SeveranceStep[]> = {
  value: [
    { upToUvt: 350, exemptBasisPoints: 10000 },
    { upToUvt: 410, exemptBasisPoints: 9000 },
    { upToUvt: 470, exemptBasisPoints: 8000 },
    { upToUvt: 530, exemptBasisPoints: 6000 },
    { upToUvt: 590, exemptBasisPoints: 4000 },
    { upToUvt: 650, exemptBasisPoints: 2000 },
    { upToUvt: null, exemptBasisPoints: 0 },
  ],
  source: 'ET art. 206 num. 4',
};

export const COMMON_LIMITS = {
  dependantsInsideCap: {
    basisPoints: 1000,
    of: 'gross_labour_income',
    uvt: 32,
    period: 'month',
    article: '387',
    source: 'ET art. 387',
  },
  voluntarySavings: {
    basisPoints: 3000,
    of: 'gross_labour_income',
    uvt: 3800,
    period: 'year',
    article: '126-1',
    source: 'ET arts. 126-1 and 126-4',
  },
  housingInterest: {
    uvt: 1200,
    period: 'year',
    article: '119',
    source: 'ET arts. 119 and 387 (100 UVT a month)',
  },
  prepaidMedicine: { uvt: 16, period: 'month', article: '387', source: 'ET art. 387' },
  icetexInterest: { uvt: 100, period: 'year', article: '119', source: 'ET art. 119, second part' },
  financialMovementsTax: { basisPoints: 5000, of: 'amount_paid', article: '115', source: 'ET art. 115' },
  exemptPension: { uvt: 1000, period: 'month', article: '206', source: 'ET art. 206 num. 5' },
  voluntaryRais: {
    basisPoints: 2500,
    of: 'gross_labour_income',
    uvt: 2500,
    period: 'year',
    article: '55',
    source: 'ET art. 55',
  },
} as const satisfies Record<string, Limit>;

export const PENALTIES: PenaltyRules = {
  minimumUvt: { value: 10, source: 'ET art. 639' },
  lateFiling: {
    value: {
      taxPerMonthBasisPoints: 500,
      taxMaximumBasisPoints: 10000,
      incomePerMonthBasisPoints: 50,
      incomeMaximumBasisPoints: 500,
      patrimonyPerMonthBasisPoints: 100,
      patrimonyMaximumBasisPoints: 1000,
      maximumUvt: 2500,
      afterSummonsFactor: 2,
    },
    source: 'ET arts. 641 and 642',
  },
  correctionBasisPoints: { value: { voluntary: 1000, afterSummons: 2000 }, source: 'ET art. 644' },
  nonFilingBasisPoints: { value: 2000, source: 'ET art. 643' },
  inaccuracyBasisPoints: { value: 10_000, source: 'ET art. 648' },
  reducedToBasisPoints: {
    value: { half: 5000, threeQuarters: 7500 },
    source: 'ET art. 640 nums. 1 and 2: penalty worked out by the taxpayer',
  },
};

export const CREDITS: CreditRules = {
  donationBasisPoints: { value: 2500, source: 'ET art. 257' },
  donationsCapBasisPoints: { value: 2500, source: 'ET art. 258' },
};

export const DIVIDENDS_UNTIL_2016_TABLE: Sourced<readonly TaxBracket[]> = {
  value: [
    { fromUvt: 0, toUvt: 1090, rateBasisPoints: 0, plusUvt: 0 },
    { fromUvt: 1090, toUvt: 1700, rateBasisPoints: 1900, plusUvt: 0 },
    { fromUvt: 1700, toUvt: 4100, rateBasisPoints: 2800, plusUvt: 116 },
    { fromUvt: 4100, toUvt: null, rateBasisPoints: 3300, plusUvt: 788 },
  ],
  source: 'DUR 1625 of 2016 art. 1.2.1.10.3, read in secondary sources',
  provisional: true,
};

export const FIRMNESS_YEARS: Sourced<number> = { value: 3, source: 'ET art. 714' };
export const PRESUMPTIVE_INCOME: Sourced<number> = {
  value: 0,
  source: 'ET art. 188: 0 % from taxable year 2021',
};
export const ADVANCE: Sourced<readonly [number, number, number]> = {
  value: [2500, 5000, 7500],
  source: 'ET art. 807',
};
export const LOTTERY_RATE: Sourced<number> = { value: 2000, source: 'ET art. 317' };
export const HOLDING_YEARS: Sourced<number> = { value: 2, source: 'ET art. 300' };
export const PERMANENT_CALENDAR = {
  kind: 'permanent',
  source: 'Decreto 2229 of 2023, DUR 1625 of 2016 art. 1.6.1.13.2.15',
} as const;
export const AUDIT_BENEFIT_2022_TO_2026: Sourced<AuditBenefit> = {
  value: {
    steps: [
      { growthBasisPoints: 3500, firmInMonths: 6 },
      { growthBasisPoints: 2500, firmInMonths: 12 },
    ],
    minimumPreviousTaxUvt: 71,
  },
  source: 'ET art. 689-3 (Ley 2155 of 2021, extended by Ley 2294 of 2023)',
};

export const THRESHOLDS: Thresholds = {
  vatResponsibleUvt: { value: 3500, source: 'ET art. 437 par. 3' },
  simpleRegimeUvt: { value: 100_000, source: 'ET art. 905 num. 2' },
  foreignAssets: {
    value: { returnUvt: 2000, latePerMonthBasisPoints: 50, lateMaximumBasisPoints: 1000 },
    source: 'ET arts. 607 and 641 par. 1',
  },
  fixedAssetWithholdingBasisPoints: { value: 100, source: 'ET art. 398' },
};

/** Ley 2277 of 2022, for 2023 to 2026; the first 12,000 UVT of the home do not count. */
export const PATRIMONY_TAX_FROM_2023: Sourced<readonly TaxBracket[]> = {
  value: [
    { fromUvt: 0, toUvt: 72_000, rateBasisPoints: 0, plusUvt: 0 },
    { fromUvt: 72_000, toUvt: 122_000, rateBasisPoints: 50, plusUvt: 0 },
    { fromUvt: 122_000, toUvt: 239_000, rateBasisPoints: 100, plusUvt: 250 },
    { fromUvt: 239_000, toUvt: null, rateBasisPoints: 150, plusUvt: 1420 },
  ],
  source: 'ET arts. 292-3, 294-3 and 296-3 (Ley 2277 of 2022)',
};
/** Decrees of emergency of the end of 2025 meant to change it, and what is left of them is not confirmed. */
export const PATRIMONY_TAX_UNCONFIRMED: Sourced<readonly TaxBracket[]> = {
  ...PATRIMONY_TAX_FROM_2023,
  provisional: true,
};
