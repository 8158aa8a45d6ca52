/** The catalogue of what people read, made at the edge from codes and facts; that of files is with their reader. */
export { failureMessage } from './failures.ts';
export { fieldMessage, type FieldIssue } from './fields.ts';
export { PROBLEM_TEXTS, type ProblemCode, type ProblemText } from './problems.ts';
