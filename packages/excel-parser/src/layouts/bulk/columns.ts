import { headingKey, headingSense } from '../../values/heading.ts';
import { collapseSpaces, foldedEquals, foldLabel, REPLACEMENT } from '../../values/text.ts';
import type { Row } from '../../workbook/cells.ts';
import { bulkFormats } from './catalogue.ts';
import type { BulkFormat, FormatColumn } from './format.ts';

/** A column of a sheet, or an attribute of an XML element. */
export interface SheetColumn {
  /** Column from 0, or ordinal of the attribute. */
  readonly at: number;
  /** As written, with single spaces. */
  readonly heading: string;
  /** The format's column; null when its list does not have it. */
  readonly definition: FormatColumn | null;
  readonly holds: FormatColumn['kind'];
}

export interface HeaderMatch {
  readonly format: BulkFormat;
  /** From 0 to 1. */
  readonly score: number;
  readonly reasons: readonly string[];
  readonly columns: readonly SheetColumn[];
  /** Headings of the format's columns that are not there. */
  readonly missing: readonly string[];
}

/** Beyond this a text is no heading. */
const MAX_HEADING = 240;

interface HeadingIndex {
  readonly byAttribute: ReadonlyMap<string, FormatColumn>;
  readonly byKey: ReadonlyMap<string, readonly FormatColumn[]>;
}

const indexes = new WeakMap<BulkFormat, HeadingIndex>();

const spellingsOf = (wanted: (column: FormatColumn) => boolean): ReadonlySet<string> =>
  new Set(
    bulkFormats.flatMap(({ columns }) =>
      columns
        .filter(wanted)
        .flatMap(({ attribute, heading, also }) => [attribute, ...[heading, ...also].map(headingKey)]),
    ),
  );

/** A record is of somebody, or of a concept, and has an amount. */
const subjects = spellingsOf((column) => isNumber(column) || (column.kind === 'text' && column.isConcept));
const amounts = spellingsOf(({ kind }) => kind === 'money');

/** Whether a row may be the header of some format: cheap, because every row above a header is asked. */
export function mayBeHeader(headings: readonly Heading[]): boolean {
  if (headings.length < 2) return false;
  const some = (spellings: ReadonlySet<string>, otherwise: (text: string) => boolean): boolean =>
    headings.some(({ text }) => {
      const key = headingKey(text);
      return (
        spellings.has(key) || spellings.has(foldLabel(text)) || key.includes(REPLACEMENT) || otherwise(text)
      );
    });
  return some(subjects, () => false) && some(amounts, (text) => headingSense(text) === 'money');
}

/** Compares a row with the column list of a format; undefined when it lacks what no record can do without. */
export function matchHeader(row: Row, format: BulkFormat): HeaderMatch | undefined {
  const columns = matchColumns(headingsOf(row), format);
  const known = new Set(columns.map(({ definition }) => definition).filter((column) => column !== null));
  const has = (wanted: (column: FormatColumn) => boolean): boolean => [...known].some(wanted);
  const needsNumber = format.columns.some(isNumber);
  if ((needsNumber && !has(isNumber)) || !columns.some(({ holds }) => holds === 'money')) return undefined;
  const missing = format.columns.filter((column) => !known.has(column));
  // The share of columns in common, of the sheet's and of the format's: neither a part of a format nor a
  // format that is part of the sheet wins over the one that fits whole.
  const score = format.unsourced
    ? known.size / Math.max(format.columns.length, 1)
    : (2 * known.size) / (format.columns.length + columns.length);
  return {
    format,
    score,
    columns,
    missing: missing.map(({ heading }) => heading),
    reasons: [`${known.size} of ${columns.length} headings are columns of format ${format.code}`],
  };
}

function isNumber(column: FormatColumn): boolean {
  return column.kind === 'identity' && column.role === 'number' && column.party === 'first';
}

export interface Heading {
  /** Column from 0. */
  readonly at: number;
  readonly text: string;
}

/** Every layout asks for the headings of the same row. */
const headingsByRow = new WeakMap<Row, readonly Heading[]>();

/** The texts of a row with their columns. */
export function headingsOf(row: Row): readonly Heading[] {
  const known = headingsByRow.get(row);
  if (known) return known;
  const headings: Heading[] = [];
  row.cells.forEach((cell, at) => {
    const text = cell?.kind === 'text' ? collapseSpaces(cell.text) : '';
    if (text !== '' && text.length <= MAX_HEADING) headings.push({ at, text });
  });
  headingsByRow.set(row, headings);
  return headings;
}

/** Gives each heading the format's column it names, by attribute or by wording, each column once. */
export function matchColumns(headings: readonly Heading[], format: BulkFormat): SheetColumn[] {
  const index = indexOf(format);
  const taken = new Set<FormatColumn>();
  return headings.map(({ at, text }) => {
    const definition = findColumn(text, index, taken);
    if (definition) taken.add(definition);
    return { at, heading: text, definition, holds: definition?.kind ?? senseOf(text) };
  });
}

function senseOf(heading: string): 'money' | 'text' {
  return headingSense(heading) === 'money' ? 'money' : 'text';
}

function findColumn(
  text: string,
  index: HeadingIndex,
  taken: ReadonlySet<FormatColumn>,
): FormatColumn | null {
  const free = (column: FormatColumn | undefined): column is FormatColumn =>
    column !== undefined && !taken.has(column);
  const byAttribute = index.byAttribute.get(foldLabel(text));
  if (free(byAttribute)) return byAttribute;
  const key = headingKey(text);
  if (key === '') return null;
  const byKey = index.byKey.get(key)?.find(free);
  if (byKey || !key.includes(REPLACEMENT)) return byKey ?? null;
  for (const [candidate, columns] of index.byKey) {
    const found = foldedEquals(key, candidate) ? columns.find(free) : undefined;
    if (found) return found;
  }
  return null;
}

function indexOf(format: BulkFormat): HeadingIndex {
  const known = indexes.get(format);
  if (known) return known;
  const byKey = new Map<string, FormatColumn[]>();
  for (const column of format.columns) {
    for (const key of new Set([column.heading, ...column.also].map(headingKey))) {
      byKey.set(key, [...(byKey.get(key) ?? []), column]);
    }
  }
  const byAttribute = new Map(format.columns.map((column) => [column.attribute, column]));
  const index = { byAttribute, byKey };
  indexes.set(format, index);
  return index;
}
