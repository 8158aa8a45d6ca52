/** The file asks for more than one may have. */
export class ExtractionLimitError extends Error {
  override readonly name = 'ExtractionLimitError';
}
