/** A value with the norm that sets it. */
export interface Sourced<Value> {
  readonly value: Value;
  /** Norm, or where the value was found when the norm was not at hand. */
  readonly source: string;
  /** Not decreed yet (then the value is null) or not confirmed against the norm: say so to the user. */
  readonly provisional?: true;
}

/** A limit of the law. `basisPoints`: hundredths of a percent (4000 = 40 %), of the base that `of` names. */
export interface Limit {
  readonly basisPoints?: number;
  readonly of?:
    | 'net_income'
    | 'gross_income'
    | 'gross_labour_income'
    | 'labour_payments'
    | 'amount_paid'
    | 'purchases'
    | 'amount_received';
  readonly uvt?: number;
  readonly period?: 'year' | 'month';
  /** How many times it may be used, for limits per person or thing. */
  readonly maxCount?: number;
  /** Article of the Estatuto Tributario. */
  readonly article: string;
  readonly source: string;
  readonly provisional?: true;
}

export type TopeNumber = 1 | 2 | 3 | 4 | 5;
export type TopeKey = 'income' | 'patrimony' | 'cards' | 'deposits' | 'purchases';

/** A criterion that obliges to file. */
export interface TopeParameter {
  readonly number: TopeNumber;
  readonly key: TopeKey;
  /** For people, in Spanish. */
  readonly label: string;
  readonly limitUvt: number;
  /** `>=`: reaching the limit already obliges. */
  readonly comparator: '>=' | '>';
  readonly article: '592' | '594-3';
  readonly source: string;
}

/** Part of the art. 241 table: tax in UVT = (base − fromUvt) × rate + plusUvt. */
export interface TaxBracket {
  readonly fromUvt: number;
  readonly toUvt: number | null;
  readonly rateBasisPoints: number;
  readonly plusUvt: number;
}

/**
 * Step of art. 206 num. 4: exempt share of severance by average monthly pay of the last six months, up to
 * `upToUvt`.
 */
export interface SeveranceStep {
  readonly upToUvt: number | null;
  readonly exemptBasisPoints: number;
}

/** What the law of a period sets alike for all its years. */
export interface LawRegime {
  readonly topes: readonly TopeParameter[];
  readonly limits: {
    readonly labourExemption: Limit;
    readonly generalCap: Limit;
    /** Null where the law of the year does not have it. */
    readonly dependantsOutsideCap: Limit | null;
    readonly dependantsInsideCap: Limit;
    readonly voluntarySavings: Limit;
    readonly housingInterest: Limit;
    readonly prepaidMedicine: Limit;
    readonly icetexInterest: Limit;
    readonly eInvoicePurchases: Limit | null;
    readonly financialMovementsTax: Limit;
    readonly exemptPension: Limit;
    readonly voluntaryRais: Limit;
    readonly costsIndication: Limit | null;
  };
  readonly severanceSteps: Sourced<readonly SeveranceStep[]>;
  readonly incomeTaxTable: Sourced<readonly TaxBracket[]>;
  readonly dividends: Sourced<DividendRules>;
  /** Taxed dividends of profits of 2016 and before, apart from the rest. */
  readonly dividendsUntil2016Table: Sourced<readonly TaxBracket[]>;
  readonly credits: CreditRules;
  readonly occasionalGains: {
    readonly rate: Sourced<number>;
    readonly lotteryRate: Sourced<number>;
    readonly holdingYears: Sourced<number>;
    readonly heirsHome: Limit;
    readonly otherInheritedProperty: Limit;
    readonly inheritance: Limit;
    readonly otherGifts: Limit;
    readonly homeSale: Limit;
    readonly lifeInsurance: Limit;
  };
  readonly presumptiveIncomeBasisPoints: Sourced<number>;
  /** Share of the net tax for the first, second and later returns. */
  readonly advanceBasisPoints: Sourced<readonly [number, number, number]>;
  readonly penalties: PenaltyRules;
  readonly firmnessYears: Sourced<number>;
  readonly thresholds: Thresholds;
}

/** Figures, in UVT of the year, from which other duties than filing this return begin. */
export interface Thresholds {
  /** Income of taxed activities with which a person becomes responsible for VAT. */
  readonly vatResponsibleUvt: Sourced<number>;
  /** Income of the year before under which the SIMPLE regime may be chosen. */
  readonly simpleRegimeUvt: Sourced<number>;
  /** The yearly return of assets abroad, in UVT at 1 January, and what filing it late costs of their value. */
  readonly foreignAssets: Sourced<{
    readonly returnUvt: number;
    readonly latePerMonthBasisPoints: number;
    readonly lateMaximumBasisPoints: number;
  }>;
  /** Share of the price that a natural person pays in advance when selling a fixed asset. */
  readonly fixedAssetWithholdingBasisPoints: Sourced<number>;
}

export interface CreditRules {
  /** Share of a donation that is credited. */
  readonly donationBasisPoints: Sourced<number>;
  /** Most that the credits of arts. 255 to 257 may take together, as a share of the income tax. */
  readonly donationsCapBasisPoints: Sourced<number>;
}

export interface DividendRules {
  /**
   * `general_table`: num. 3 dividends join the art. 241 base; `own_table`: taxed apart above the exempt
   * amount.
   */
  readonly numeral3: 'general_table' | 'own_table';
  readonly exemptUvt: number;
  readonly ownRateBasisPoints: number | null;
  readonly paragraph2RateBasisPoints: number;
  /** Art. 254-1: credit on the excess over `creditOverUvt`. */
  readonly creditBasisPoints: number | null;
  readonly creditOverUvt: number | null;
}

/** Amounts in UVT of the year in which the penalty is paid, not of the taxable year. */
export interface PenaltyRules {
  readonly minimumUvt: Sourced<number>;
  readonly lateFiling: Sourced<{
    readonly taxPerMonthBasisPoints: number;
    readonly taxMaximumBasisPoints: number;
    readonly incomePerMonthBasisPoints: number;
    readonly incomeMaximumBasisPoints: number;
    readonly patrimonyPerMonthBasisPoints: number;
    readonly patrimonyMaximumBasisPoints: number;
    readonly maximumUvt: number;
    readonly afterSummonsFactor: number;
  }>;
  readonly correctionBasisPoints: Sourced<{ readonly voluntary: number; readonly afterSummons: number }>;
  readonly nonFilingBasisPoints: Sourced<number>;
  /** Share of the tax left out, when DIAN finds it (ET art. 648). */
  readonly inaccuracyBasisPoints: Sourced<number>;
  /** Share of the penalty that remains when art. 640 reduces it. */
  readonly reducedToBasisPoints: Sourced<{ readonly half: number; readonly threeQuarters: number }>;
}

/** How the days to file are set. */
export type CalendarRule =
  | { readonly kind: 'permanent'; readonly source: string }
  /** Consecutive business days from the first date. */
  | {
      readonly kind: 'consecutive';
      readonly firstDate: string;
      readonly source: string;
      readonly provisional?: true;
    };

/** Art. 689-3 (before, 689-2): growth of the net tax that shortens the firmness. */
export interface AuditBenefit {
  readonly steps: readonly { readonly growthBasisPoints: number; readonly firmInMonths: number }[];
  readonly minimumPreviousTaxUvt: number;
}

/** Every tax value of a taxable year (año gravable). */
export interface YearParameters extends LawRegime {
  readonly year: number;
  readonly uvt: Sourced<bigint>;
  /** Share of financial yields that is not income, in basis points; null until decreed. */
  readonly inflationaryYield: Sourced<number | null>;
  /**
   * Share of financial costs that is not deductible, in basis points; null where not found or not decreed.
   */
  readonly inflationaryCost: Sourced<number | null>;
  /** Reajuste fiscal of fixed assets (arts. 70 and 868), in basis points. */
  readonly assetReadjustment: Sourced<number | null>;
  readonly auditBenefit: Sourced<AuditBenefit>;
  readonly calendar: CalendarRule;
  /** Impuesto al patrimonio on what is owned on 1 January after the taxable year, by net patrimony in UVT of that day's year; null when there is none. */
  readonly patrimonyTax: Sourced<readonly TaxBracket[] | null>;
}
