import type { ReportWarning } from '@accountia/excel-parser';
import type { Category } from '@accountia/tax-rules';
import type { ClassifiedReport } from './read-report.ts';

/** What `parse --json` prints. Amounts are whole pesos as decimal strings: JSON numbers lose digits past 2^53. */
export interface ReportJson {
  readonly layout: string;
  readonly year: number;
  readonly taxpayer: { readonly documentType: string; readonly number: string; readonly name: string };
  /** DIAN's own totals by tope number. */
  readonly topes: Readonly<Record<string, string>>;
  readonly rows: readonly {
    readonly row: number;
    /** In layouts where one row gives several facts, or several sheets are read: where each fact stands. */
    readonly sheet?: string;
    readonly cell?: string;
    readonly reporterNit: string;
    readonly reporterName: string;
    readonly detail: string;
    readonly amount: string;
    readonly boxes: readonly number[];
    readonly topes: readonly number[];
    readonly category: Category;
  }[];
  readonly totalsByCategory: Readonly<Partial<Record<Category, string>>>;
  readonly warnings: readonly ReportWarning[];
}

export function reportJson(report: ClassifiedReport): ReportJson {
  const { documentType, number, name } = report.taxpayer;
  return {
    layout: report.layout,
    year: report.year,
    taxpayer: { documentType, number, name },
    topes: decimals(report.topes),
    rows: report.rows.map((row) => ({
      row: row.row,
      ...(report.layout === 'personal-report' ? {} : { sheet: row.sheet, cell: row.cell }),
      reporterNit: row.reporterNit,
      reporterName: row.reporterName,
      detail: row.detail,
      amount: row.amount.toString(),
      boxes: row.boxes,
      topes: row.topes,
      category: row.category,
    })),
    totalsByCategory: decimals(report.summary.totalsByCategory),
    warnings: report.warnings,
  };
}

function decimals<Key extends string>(
  amounts: Readonly<Partial<Record<Key, bigint>>>,
): Partial<Record<Key, string>> {
  const entries = Object.entries<bigint | undefined>(amounts).map(([key, amount]) => [
    key,
    amount?.toString(),
  ]);
  // Object.fromEntries forgets the names of the keys, which are those that came in.
  return Object.fromEntries(entries) as Partial<Record<Key, string>>;
}
