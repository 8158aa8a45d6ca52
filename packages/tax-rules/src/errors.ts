/** Codes of {@link TaxRulesError}; stable, so that callers translate and branch on them. */
export type TaxRulesErrorCode =
  | 'unknown_year'
  | 'invalid_number'
  | 'unknown_finding'
  /** The boxes of the year's Form 210 are not known, or another form is due. */
  | 'form_unknown'
  /** `details.issues` names each field and what is wrong with it. */
  | 'invalid_input';

/** The only error this package throws. The message is for developers; people read a text made from `code`. */
export class TaxRulesError extends Error {
  override readonly name = 'TaxRulesError';
  readonly code: TaxRulesErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: TaxRulesErrorCode, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }
}
