export { CATEGORIES, categoryLabel } from './categories.ts';
export type { Category } from './categories.ts';
export { colombianHolidays, isBusinessDay } from './calendar/holidays.ts';
export { dueDate } from './calendar/due-date.ts';
export type { DueDate } from './calendar/due-date.ts';
export { classify } from './classification/classify.ts';
export type { Classification, Confidence, ReportedFact } from './classification/types.ts';
export { CONCEPTS } from './concepts/index.ts';
export type { Concept } from './concepts/index.ts';
export { TaxRulesError } from './errors.ts';
export type { TaxRulesErrorCode } from './errors.ts';
export { describeFinding } from './findings/describe.ts';
export type { FindingText } from './findings/describe.ts';
export { findings } from './findings/findings.ts';
export { FINDING_CODES } from './findings/types.ts';
export type {
  EntryId,
  Finding,
  FindingCode,
  ReviewedDeclaration,
  ReviewEntry,
  Severity,
} from './findings/types.ts';
export { formatPesos } from './money.ts';
export { nitCheckDigit } from './nit.ts';
export { describeFilingReason, filingObligation } from './obligation/filing-obligation.ts';
export type { FilingObligation, FilingReason } from './obligation/filing-obligation.ts';
export { compareTopes } from './obligation/topes.ts';
export type { TopeAmounts, TopeComparison } from './obligation/topes.ts';
export { vatResponsibility } from './obligation/vat-responsibility.ts';
export { KNOWN_YEARS, limitInPesos, parameters, roundLimit, uvtToPesos } from './parameters/index.ts';
export type { Limit, Sourced, TopeKey, TopeNumber, YearParameters } from './parameters/index.ts';
export { summarize } from './summary/summarize.ts';
export type { CategorizedAmount, Summary } from './summary/summarize.ts';
