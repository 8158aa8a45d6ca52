import { TaxRulesError } from '../errors.ts';
import { assertDraftInput } from './facts/validate.ts';
import { fillBalance } from './sections/balance.ts';
import { fillCredits } from './sections/credits.ts';
import { fillDividends } from './sections/dividends.ts';
import { fillGeneral } from './sections/general.ts';
import { fillGains } from './sections/occasional-gains.ts';
import { comparePatrimony, fillPatrimony } from './sections/patrimony.ts';
import { fillPensions } from './sections/pensions.ts';
import { fillTax } from './sections/tax.ts';
import { Sheet } from './sheet.ts';
import type { DraftInput, DraftReturn } from './types.ts';

/**
 * Drafts Form 210 of a resident natural person box by box, each with the rule, the article and the figures
 * behind it.
 * The same input gives the same draft. What nobody told is taken in the way that does not lower the tax and
 * listed in `assumptions`.
 * @throws {TaxRulesError} `form_unknown` for years whose boxes are not known and for non-residents (Form
 * 110); `invalid_input` with `details.issues`
 */
export function draftReturn(input: DraftInput): DraftReturn {
  return fillForm(input).finish();
}

/**
 * The values of {@link draftReturn} by box, without the words: for questions of what a figure would be if something were
 * otherwise, which are many times cheaper so.
 * @throws {TaxRulesError} as `draftReturn`
 */
export function draftValues(input: DraftInput): ReadonlyMap<number, bigint> {
  return fillForm(input).values();
}

function fillForm(input: DraftInput): Sheet {
  assertDraftInput(input);
  const sheet = new Sheet(input);
  if (sheet.facts.resident === false) {
    throw new TaxRulesError(
      'form_unknown',
      'Non-residents file Form 110, not Form 210 (ET arts. 9, 10, 247)',
      {
        field: 'facts.resident',
      },
    );
  }
  if (sheet.facts.resident === undefined) sheet.assume('resident');
  sheet.noteProvisionalForm();
  fillPatrimony(sheet);
  fillGeneral(sheet);
  fillPensions(sheet);
  fillDividends(sheet);
  fillGains(sheet);
  fillTax(sheet);
  fillCredits(sheet);
  fillBalance(sheet);
  comparePatrimony(sheet);
  return sheet;
}
