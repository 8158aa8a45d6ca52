import { TaxRulesError } from '../../errors.ts';
import type { BoxDefinition } from './form-210.ts';
import { FORM_210_BOXES } from './form-210.ts';

export interface TaxForm {
  readonly boxes: ReadonlyMap<number, BoxDefinition>;
  /** The year's form has not been prescribed: the last known one is used. */
  readonly provisional: boolean;
}

const BOXES: ReadonlyMap<number, BoxDefinition> = new Map(
  FORM_210_BOXES.map((definition) => [definition.box, definition]),
);

const FORMS: ReadonlyMap<number, TaxForm> = new Map([
  [2023, { boxes: BOXES, provisional: false }],
  [2024, { boxes: BOXES, provisional: false }],
  [2025, { boxes: BOXES, provisional: false }],
  [2026, { boxes: BOXES, provisional: true }],
]);

/** Taxable years whose Form 210 can be drafted, ascending; the last ones may be provisional. */
export const FORM_YEARS: readonly number[] = [...FORMS.keys()];

/**
 * Form 210 of a taxable year.
 * @throws {TaxRulesError} `form_unknown` with `knownYears`: forms before 2023 number their boxes otherwise
 */
export function formOf(year: number): TaxForm {
  const form = FORMS.get(year);
  if (!form) {
    throw new TaxRulesError('form_unknown', `The boxes of Form 210 of taxable year ${year} are not known`, {
      year,
      knownYears: FORM_YEARS,
    });
  }
  return form;
}
