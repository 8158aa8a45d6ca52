import { classify } from '@accountia/tax-rules';
import { entry } from './declarations.ts';

/** A fact as the worker would store it: classified by the tax rules. */
export function fact(row: number, detail: string, amount: bigint, changes: Parameters<typeof entry>[1] = {}) {
  const boxes = changes.boxes ?? [];
  const topes = changes.topes ?? [];
  const { category, candidateBoxes, rule, confidence } = classify({ detail, amount, boxes, topes });
  return entry(row, {
    detail,
    amount,
    boxes,
    topes,
    category,
    candidate_boxes: [...candidateBoxes],
    rule,
    confidence,
    suggested_use: '',
    ...changes,
  });
}
