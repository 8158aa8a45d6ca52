import { rawAmount, readAmount } from '../values/amount.ts';
import { headingKey } from '../values/heading.ts';
import type { Identification } from '../values/nit.ts';
import { collapseSpaces } from '../values/text.ts';
import { cellAddress, type Row } from '../workbook/cells.ts';
import { bulkFormat } from './bulk/catalogue.ts';
import { type Heading, matchColumns } from './bulk/columns.ts';
import { bulkConcept } from './bulk/concepts.ts';
import type { MoneyColumn } from './bulk/format.ts';
import { mirrorOf } from './bulk/records.ts';
import type { FactChecks } from './fact-checks.ts';
import { remember } from '../values/memory.ts';
import { canonicalDetail } from './personal-report/details.ts';
import type { AdditionalInformation, ReportRow } from './types.ts';

/** What the amounts of one row share. */
export interface MeltedRow {
  readonly row: Row;
  readonly sheet: string;
  readonly format: string;
  readonly concept: string;
  /** As the sheet writes it; '' when it does not. */
  readonly conceptName: string;
  readonly reporter: Identification;
  readonly reporterName: string;
  readonly reported: Identification;
  readonly reportedName: string;
  readonly additionalInformation: readonly AdditionalInformation[];
}

/** Makes one fact of each amount of a row that is neither zero nor empty. */
export class Melter {
  readonly #amounts: readonly Heading[];
  readonly #unsure: ReadonlySet<number>;
  readonly #checks: FactChecks;
  /** Columns of the formats' lists, by format and heading. */
  readonly #known = new Map<string, MoneyColumn | null>();

  /** @param unsure columns where a text is a description, not an amount that cannot be read */
  constructor(amounts: readonly Heading[], unsure: ReadonlySet<number>, checks: FactChecks) {
    this.#amounts = amounts;
    this.#unsure = unsure;
    this.#checks = checks;
  }

  melt(shared: MeltedRow): ReportRow[] {
    const facts: ReportRow[] = [];
    for (const column of this.#amounts) {
      const cell = shared.row.cells[column.at];
      const { pesos, status } = readAmount(cell);
      if (status === 'empty' || (status !== 'unreadable' && pesos === 0n)) continue;
      if (status === 'unreadable' && this.#unsure.has(column.at)) continue;
      const definition = this.#definition(shared.format, column.text);
      const fact: ReportRow = {
        sheet: shared.sheet,
        row: shared.row.number,
        cell: cellAddress(column.at, shared.row.number),
        reporterNit: shared.reporter.number,
        reporterName: shared.reporterName,
        reportedNumber: shared.reported.number,
        reportedName: shared.reportedName,
        detail: detailOf(shared, column.text, definition),
        rawDetail: column.text,
        amount: pesos,
        amountStatus: status,
        rawAmount: rawAmount(cell),
        suggestedUse: '',
        boxes: [],
        topes: [],
        additionalInformation: [...shared.additionalInformation],
        source: {
          format: shared.format,
          concept: shared.concept,
          attribute: definition?.attribute ?? null,
          heading: column.text,
          mirror: definition ? mirrorOf(definition, shared.concept) : null,
        },
      };
      this.#checks.checkFact(fact, column.at, column.at);
      facts.push(fact);
    }
    return facts;
  }

  #definition(code: string, heading: string): MoneyColumn | null {
    return remember(this.#known, `${code} ${heading}`, () => {
      const format = bulkFormat(code);
      const found = format && matchColumns([{ at: 0, text: heading }], format)[0]?.definition;
      return found?.kind === 'money' ? found : null;
    });
  }
}

/** The concept's name where it says what was paid, otherwise the column's heading; then its code, as layout A writes it. */
function detailOf(shared: MeltedRow, heading: string, definition: MoneyColumn | null): string {
  const { format, concept, conceptName } = shared;
  // A heading such as "Valor" says nothing without the concept.
  const bare = /^valor(?: total| reportado| informado)?$/.test(headingKey(heading));
  const named =
    (definition?.byConcept ?? false) || bare ? conceptName || (bulkConcept(concept)?.name ?? '') : '';
  const text = collapseSpaces(named === '' ? heading : named);
  const code = named === '' ? format : concept || format;
  return canonicalDetail(code === '' || text.endsWith(')') ? text : `${text} (${code})`);
}
