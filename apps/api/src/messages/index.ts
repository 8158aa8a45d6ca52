/** The catalogue of what people read, made at the edge from codes and facts. It imports nothing, so that it can move. */
export type { Details } from './details.ts';
export { failureMessage } from './failures.ts';
export { PROBLEM_TEXTS, type ProblemCode, type ProblemText } from './problems.ts';
export { fieldMessage, type FieldIssue } from './fields.ts';
export { warningMessage } from './warnings.ts';
export { WORKBOOK_MESSAGES } from './workbooks.ts';
