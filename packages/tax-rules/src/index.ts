export { CATEGORIES, categoryLabel } from './categories.ts';
export type { Category } from './categories.ts';
export { colombianHolidays, isBusinessDay } from './calendar/holidays.ts';
export { dueDate } from './calendar/due-date.ts';
export type { DueDate } from './calendar/due-date.ts';
export { classify } from './classification/classify.ts';
export type { Classification, Confidence, ReportedFact } from './classification/types.ts';
export { boxAmounts, compareDrafts, compareYears } from './comparison/compare-years.ts';
export type { AmountChange, BoxChange, YearComparison, YearFigures } from './comparison/compare-years.ts';
export { compareReports } from './comparison/compare-reports.ts';
export type { ChangedEntry, ReportComparison } from './comparison/compare-reports.ts';
export { compareWithCertificates, DEFAULT_TOLERANCE } from './comparison/compare-with-certificates.ts';
export type {
  CertificateAmount,
  CertificateComparison,
  CertificateStatus,
} from './comparison/compare-with-certificates.ts';
export { explainTopes } from './comparison/explain-topes.ts';
export type { TopeExplanation, TopeReason, TopeReasonCode } from './comparison/explain-topes.ts';
export { CONCEPTS } from './concepts/index.ts';
export type { Concept } from './concepts/index.ts';
export { roundToThousand, taxOfTable } from './draft/arithmetic.ts';
export { draftReturn, draftValues } from './draft/draft-return.ts';
export { describeInputIssue } from './draft/facts/describe-issue.ts';
export { PENALTY_REDUCTIONS } from './draft/facts/facts.ts';
export type { DraftFacts, FactName, MoneyFact, PenaltyReduction } from './draft/facts/facts.ts';
export { FACT_FIELDS } from './draft/facts/fields.ts';
export type { FactField } from './draft/facts/fields.ts';
export { readDraftInput } from './draft/facts/read-json.ts';
export { DRAFT_INPUT_SCHEMA } from './draft/facts/schema.ts';
export { validateDraftInput } from './draft/facts/validate.ts';
export type { InputIssue } from './draft/facts/validate.ts';
export { FORM_210_BOXES } from './draft/form/form-210.ts';
export type { BoxDefinition } from './draft/form/form-210.ts';
export { FORM_YEARS } from './draft/form/forms.ts';
export { draftFromJson, draftToJson } from './draft/from-json.ts';
export type { DraftBoxJson, DraftJson } from './draft/from-json.ts';
export { lateFilingPenalty } from './draft/penalty.ts';
export type { LateFiling, LateFilingPenalty } from './draft/penalty.ts';
export type {
  BoxAmounts,
  BoxKind,
  BoxUnit,
  DraftBox,
  DraftInput,
  DraftNote,
  DraftReturn,
  Operand,
} from './draft/types.ts';
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
export { createProposer, proposeBoxes } from './proposal/propose-boxes.ts';
export { DECISION_OPTIONS, LEFT_OUT_REASONS } from './proposal/types.ts';
export type {
  BoxProposal,
  DecisionName,
  DecisionOption,
  EntryDecision,
  LeftOutEntry,
  LeftOutReason,
  ProposalAssumption,
  ProposalDecisions,
  ProposalTarget,
  ProposedAmount,
  ProposedDeclaration,
} from './proposal/types.ts';
export { conceptKey, sameConcept } from './review/concept-key.ts';
export { decisionOfDuplicate, DUPLICATE_CODES, DUPLICATE_RESOLUTIONS } from './review/duplicates.ts';
export type { DuplicateDecision, DuplicateResolution } from './review/duplicates.ts';
export { factIdentities } from './review/fact-identity.ts';
export { applyOrganizationRules, ruleForWording } from './review/organization-rules.ts';
export type { OrganizationRule, RuledCategory, RuledFact } from './review/organization-rules.ts';
export { summarize } from './summary/summarize.ts';
export type { CategorizedAmount, Summary } from './summary/summarize.ts';
