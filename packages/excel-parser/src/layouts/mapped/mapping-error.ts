/**
 * Why a mapping could not be used.
 * - `mapping_field_unknown`: `details.field` is no field of the target; `details.known` lists them;
 * - `mapping_field_missing`: a field without which no row means anything is not mapped;
 * - `mapping_format_unknown`: the bulk format is not one of those read;
 * - `mapping_reference_invalid`: a column is neither a heading nor letters;
 * - `mapping_column_twice`: two fields are mapped to one column;
 * - `mapping_header_row_needed`: all columns are letters, so that nothing tells where the rows begin;
 * - `mapping_sheet_missing`: the workbook has no such sheet; `details.sheets` lists them;
 * - `mapping_header_missing`: no row has the mapped headings; `details.missing` and `details.sheets` say what was seen.
 */
export type MappingErrorCode =
  | 'mapping_field_unknown'
  | 'mapping_field_missing'
  | 'mapping_format_unknown'
  | 'mapping_reference_invalid'
  | 'mapping_column_twice'
  | 'mapping_header_row_needed'
  | 'mapping_sheet_missing'
  | 'mapping_header_missing';

const marker = Symbol.for('accountia.excel-parser.MappingError');

/** A mapping that is wrong in itself, or does not fit the workbook. The caller's to mend, unlike a WorkbookError. */
export class MappingError extends Error {
  override readonly name = 'MappingError';
  readonly code: MappingErrorCode;
  /** JSON-safe; of the workbook, header texts only. */
  readonly details: Record<string, unknown>;

  constructor(code: MappingErrorCode, message: string, details: Record<string, unknown> = {}) {
    super(message);
    this.code = code;
    this.details = details;
    Object.defineProperty(this, marker, { value: true });
  }

  /** Recognises the error across duplicated copies of this package. */
  static isInstance(value: unknown): value is MappingError {
    return typeof value === 'object' && value !== null && marker in value;
  }
}
