import { WorkbookError } from '../errors.ts';
import { documentTypeOf } from '../values/document-type.ts';
import { parseIdentification } from '../values/nit.ts';
import { collapseSpaces } from '../values/text.ts';
import { WarningLog } from '../workbook/warnings.ts';
import type { Preamble } from './preamble.ts';
import type { DocumentHints, Taxpayer, TopeNumber } from './types.ts';

/** Whom a document is about and when, as its sheets tell it. */
export class Subject {
  year: number | undefined;
  taxpayer: Taxpayer | undefined;
  reportedAt: string | null = null;
  cutoffAt: string | null = null;
  topes: Partial<Record<TopeNumber, bigint>> = {};
  readonly #hints: DocumentHints;

  constructor(hints: DocumentHints) {
    this.#hints = hints;
  }

  /** The year: the file's, otherwise the caller's. */
  resolvedYear(): number | undefined {
    return this.year ?? this.#hints.year;
  }

  /** The taxpayer: the file's, otherwise the caller's. */
  resolvedTaxpayer(): Taxpayer | undefined {
    if (this.taxpayer && this.taxpayer.number !== '') return this.taxpayer;
    const { taxpayer } = this.#hints;
    return taxpayer === undefined
      ? this.taxpayer
      : taxpayerOf(taxpayer.documentType, taxpayer.number, taxpayer.name);
  }

  /** Takes over what stands above a sheet's table, where nothing is known yet. */
  learn(preamble: Preamble): void {
    // What is odd about it is told by the layouts that cannot do without.
    const taxpayer = preamble.taxpayer(new WarningLog());
    if (!this.taxpayer && taxpayer.number !== '') this.taxpayer = taxpayer;
    this.year ??= preamble.year();
  }

  /** @throws WorkbookError `incomplete_report` when the year or the taxpayer's number is not known */
  require(place: { sheet: string; headerRow: number }): { year: number; taxpayer: Taxpayer } {
    const year = this.resolvedYear();
    const taxpayer = this.resolvedTaxpayer();
    if (year !== undefined && taxpayer !== undefined && taxpayer.number !== '') return { year, taxpayer };
    const missing = [
      ...(year === undefined ? ['year'] : []),
      ...(taxpayer === undefined || taxpayer.number === '' ? ['taxpayer.number'] : []),
    ];
    throw new WorkbookError('incomplete_report', `The report does not say: ${missing.join(', ')}.`, {
      missing,
      ...place,
    });
  }
}

/** A taxpayer from texts as a sheet or a caller writes them. */
export function taxpayerOf(documentTypeLabel: string, number: string, name: string): Taxpayer {
  const label = collapseSpaces(documentTypeLabel);
  return {
    documentType: documentTypeOf(label) ?? 'OTHER',
    documentTypeLabel: label,
    number: parseIdentification(number).number,
    name: collapseSpaces(name),
  };
}
