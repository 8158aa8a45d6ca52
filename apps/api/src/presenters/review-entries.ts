import type { FactRow } from '@accountia/db';
import type { ReviewEntry, TopeAmounts } from '@accountia/tax-rules';
import { knownCategory } from './entries.ts';

/** A stored entry as the tax rules look at it. */
export function toReviewEntry(row: FactRow): ReviewEntry<string> {
  return {
    id: row.id,
    reporterNit: row.reporter_nit,
    reportedName: row.reported_name,
    detail: row.detail,
    amount: row.amount,
    category: knownCategory(row.category),
    boxes: row.boxes,
    topes: row.topes,
    additionalInformation: row.additional_information,
  };
}

/** Stored totals of DIAN as amounts. */
export function toTopeAmounts(stored: Readonly<Record<string, string>>): TopeAmounts {
  return Object.fromEntries(Object.entries(stored).map(([tope, pesos]) => [tope, BigInt(pesos)]));
}
