import type { Limit } from '@accountia/tax-rules';

/** Values the rules need and the yearly parameters do not hold: they have not changed in the years covered. */

/** Share of a donation that is subtracted from the tax. */
export const DONATION_CREDIT = {
  basisPoints: 2500,
  of: 'amount_paid',
  article: '257',
  source: 'ET art. 257',
} as const satisfies Limit;

/** Share of the tax that credits for donations and the like may reach. */
export const DONATION_CREDIT_CAP_BASIS_POINTS = 2500; // ET art. 258

/** A total is near its limit from here on: third parties still correct what they reported. */
export const NEAR_LIMIT_PERCENT = 90; // our own threshold, not the law's
