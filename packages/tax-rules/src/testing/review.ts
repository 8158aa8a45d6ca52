import { classify } from '../classification/classify.ts';
import { describeFinding } from '../findings/describe.ts';
import { findings } from '../findings/findings.ts';
import type { FindingCode, ReviewEntry } from '../findings/types.ts';

export const TAXPAYER = 'PEÑA NÚÑEZ CAMILO ANDRÉS';

export type Row = Partial<Omit<ReviewEntry<number>, 'id'>> & { readonly detail: string };

/** Entries classified as the worker would, numbered from 1. */
export function entriesOf(rows: readonly Row[]): ReviewEntry<number>[] {
  return rows.map((row, index) => {
    const fact = { amount: 1_000n, boxes: [], topes: [], ...row };
    return { id: index + 1, reporterNit: '900111222', category: classify(fact).category, ...fact };
  });
}

export function review(rows: readonly Row[], { year = 2024, topes = {}, taxpayerName = TAXPAYER } = {}) {
  const found = findings({ year, taxpayerName, topes, entries: entriesOf(rows) });
  // A finding whose text lacks a parameter throws here, in whichever test meets it.
  for (const finding of found) describeFinding(finding);
  return found;
}

export function only(code: FindingCode, ...input: Parameters<typeof review>) {
  return review(...input).filter((finding) => finding.code === code);
}

export const info = (key: string, value: string) => [{ key, value }];
