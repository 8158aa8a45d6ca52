import { headingKey } from '../../values/heading.ts';
import { columnIndex } from '../../values/column-letters.ts';
import { bulkFormat } from '../bulk/catalogue.ts';
import { MappingError } from './mapping-error.ts';

/**
 * A column: its heading, or its letters. A plain text is a heading if the header row has it, otherwise letters if it
 * looks like them; the objects leave no doubt.
 */
export type ColumnReference = string | { readonly header: string } | { readonly letter: string };

/** The fields of a fact about one taxpayer. */
export const reportFields = [
  'reporterNit',
  'reporterName',
  'reportedNumber',
  'reportedName',
  'detail',
  'amount',
  'suggestedUse',
  'additionalInformation',
] as const;

export type ReportField = (typeof reportFields)[number];

interface MappingPlace {
  /** Name, or position from 0. Default: the first sheet that has the mapped headings. */
  readonly sheet?: string | number | undefined;
  /** Row of the headings, from 1; 0 when there are none. Default: the first row that has the mapped headings. */
  readonly headerRow?: number | undefined;
}

/** Reads a sheet of facts about one taxpayer, whose year and number the sheet or the caller says. */
export interface ReportMapping extends MappingPlace {
  readonly as: 'report';
  /** `detail` and `amount` are needed. */
  readonly columns: { readonly [Field in ReportField]?: ColumnReference | undefined };
}

/** Reads a sheet of third parties as a bulk format. */
export interface BulkMapping extends MappingPlace {
  readonly as: 'bulk';
  readonly format: string;
  /** By attribute of the format's schema (`nid`, `pago`). The number of the third party is needed. */
  readonly columns: Readonly<Record<string, ColumnReference>>;
  /** Columns of amounts that the format's list does not have. */
  readonly amounts?: readonly ColumnReference[] | undefined;
}

export type Mapping = ReportMapping | BulkMapping;

/** A mapped column before its sheet is seen. */
export interface Wanted {
  /** Field or attribute; undefined for an amount beyond the format's list. */
  readonly field: string | undefined;
  readonly header: string | undefined;
  /** Column from 0. */
  readonly column: number | undefined;
}

/** A column of the sheet with the field that it is mapped to. */
export interface ResolvedColumn {
  readonly field: string | undefined;
  readonly at: number;
  readonly heading: string;
}

/** Checks a mapping before any file is opened. @throws MappingError */
export function checkMapping(mapping: Mapping): Wanted[] {
  const known = mapping.as === 'report' ? reportFields : bulkAttributes(mapping.format);
  const wanted = Object.entries(mapping.columns).flatMap(([field, reference]): Wanted[] => {
    if (!(known as readonly string[]).includes(field)) {
      throw new MappingError('mapping_field_unknown', `There is no field ${field}.`, {
        field,
        known: [...known],
      });
    }
    return reference === undefined ? [] : [{ field, ...readReference(reference) }];
  });
  if (mapping.as === 'bulk') {
    for (const reference of mapping.amounts ?? [])
      wanted.push({ field: undefined, ...readReference(reference) });
  }
  requireFields(mapping, wanted);
  if (mapping.headerRow === undefined && wanted.every(({ column }) => column !== undefined)) {
    const message = 'All columns are letters: say in `headerRow` where the headings are (0 = nowhere).';
    throw new MappingError('mapping_header_row_needed', message);
  }
  return wanted;
}

function bulkAttributes(code: string): string[] {
  const format = bulkFormat(code);
  if (!format)
    throw new MappingError('mapping_format_unknown', `The format ${code} is not read.`, { format: code });
  return format.columns.map(({ attribute }) => attribute);
}

function requireFields(mapping: Mapping, wanted: readonly Wanted[]): void {
  const mapped = new Set(wanted.map(({ field }) => field));
  const missing: string[] = [];
  if (mapping.as === 'report') {
    missing.push(...(['detail', 'amount'] as const).filter((field) => !mapped.has(field)));
  } else {
    const columns = bulkFormat(mapping.format)?.columns ?? [];
    const number = columns.find((column) => column.kind === 'identity' && column.role === 'number');
    if (number && !mapped.has(number.attribute)) missing.push(number.attribute);
    const amounts = columns.filter(({ kind }) => kind === 'money');
    const hasAmount = mapped.has(undefined) || amounts.some(({ attribute }) => mapped.has(attribute));
    if (!hasAmount) missing.push(amounts.map(({ attribute }) => attribute).join(' | ') || 'amounts');
  }
  if (missing.length > 0) {
    throw new MappingError('mapping_field_missing', `Not mapped: ${missing.join(', ')}.`, { missing });
  }
}

function readReference(reference: ColumnReference): {
  header: string | undefined;
  column: number | undefined;
} {
  const header =
    typeof reference === 'string' ? reference : 'header' in reference ? reference.header : undefined;
  const letters =
    typeof reference === 'string' ? reference : 'letter' in reference ? reference.letter : undefined;
  const column = letters === undefined ? undefined : columnIndex(letters);
  const usable = typeof header === 'string' && header.trim() !== '';
  if (column === undefined && !usable) {
    throw new MappingError('mapping_reference_invalid', 'A column is neither a heading nor letters.', {
      reference: JSON.stringify(reference) ?? '',
    });
  }
  return { header: usable ? header : undefined, column };
}

/**
 * Finds the mapped columns in a row.
 * @param headings the texts of the row, when it is the header
 * @param width columns the row has: 'NIT' is a heading that the sheet lacks, not its 9,810th column
 * @returns the columns, and the headings that the row does not have
 * @throws MappingError `mapping_column_twice`
 */
export function resolveColumns(
  wanted: readonly Wanted[],
  headings: readonly { at: number; text: string }[],
  width: number,
): { columns: ResolvedColumn[]; missing: string[] } {
  const columns: ResolvedColumn[] = [];
  const missing: string[] = [];
  const taken = new Map<number, string>();
  for (const { field, header, column } of wanted) {
    const found = header === undefined ? undefined : findHeading(header, headings);
    const byLetters = header === undefined || (column ?? width) < width ? column : undefined;
    const at = found?.at ?? byLetters;
    if (at === undefined) {
      missing.push(header ?? '');
      continue;
    }
    const other = taken.get(at);
    if (other !== undefined) {
      throw new MappingError(
        'mapping_column_twice',
        `Two fields are mapped to one column: ${other}, ${field ?? 'amounts'}.`,
        {
          fields: [other, field ?? 'amounts'],
        },
      );
    }
    taken.set(at, field ?? 'amounts');
    columns.push({ field, at, heading: headings.find((heading) => heading.at === at)?.text ?? header ?? '' });
  }
  return { columns, missing };
}

function findHeading(
  header: string,
  headings: readonly { at: number; text: string }[],
): { at: number; text: string } | undefined {
  const key = headingKey(header);
  return (
    headings.find(({ text }) => text === header) ??
    (key === '' ? undefined : headings.find(({ text }) => headingKey(text) === key))
  );
}
