/**
 * What people read about a file, in Colombian Spanish, made at the edge (API, command line) from a code and its facts.
 * Imports nothing of the reader: a consumer that only shows messages loads only these.
 */
export { type Details, number, text } from './details.ts';
export { READER_MESSAGES, workbookErrorMessage, WORKBOOK_MESSAGES } from './errors.ts';
export { warningMessage } from './warnings.ts';
