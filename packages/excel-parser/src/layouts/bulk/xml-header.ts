import { readDateTime } from '../../values/date-time.ts';
import { parseAmountText } from '../../values/amount.ts';
import type { WarningLog } from '../../workbook/warnings.ts';
import type { BulkHeader } from '../document-types.ts';

/** What the name `Dmuisca_ccmmmmmvvaaaacccccccc.xml` says. */
export interface FileNameFacts {
  submission: number;
  format: string;
  version: number;
  filingYear: number;
}

/** Reads a file's name; undefined when it is not of DIAN's form. */
export function parseFileName(path: string): FileNameFacts | undefined {
  const match = /(?:^|[\\/])Dmuisca_(\d{2})0?(\d{4})(\d{2})(\d{4})\d{8}\.xml$/i.exec(path);
  if (!match) return undefined;
  return {
    submission: Number(match[1]),
    format: match[2]!,
    version: Number(match[3]),
    filingYear: Number(match[4]),
  };
}

/** The header with its numbers read. */
export function readHeader(fields: ReadonlyMap<string, string>): BulkHeader {
  const text = (name: string): string => (fields.get(name) ?? '').trim();
  const whole = (name: string): number | null => (/^\d{1,9}$/.test(text(name)) ? Number(text(name)) : null);
  const total = parseAmountText(text('ValorTotal').replace(/\.0+$/, ''));
  return {
    submission: whole('CodCpt'),
    filingYear: whole('Ano'),
    shipment: text('NumEnvio'),
    sentAt: text('FecEnvio'),
    from: text('FecInicial'),
    to: text('FecFinal'),
    total: total.status === 'read' || total.status === 'rounded' ? total.pesos : null,
    recordCount: whole('CantReg'),
  };
}

/** The taxable year: that of the period reported, otherwise the one before the year of filing. */
export function taxableYear(header: BulkHeader): number | undefined {
  const end = readDateTime({ kind: 'text', text: header.to });
  if (end !== undefined) return Number(end.slice(0, 4));
  return header.filingYear === null ? undefined : header.filingYear - 1;
}

/** Warns where the file's name says something else than its header. */
export function compareWithName(
  name: FileNameFacts,
  header: BulkHeader,
  facts: { format: string; version: number | null },
  warnings: WarningLog,
): void {
  const pairs = [
    ['CodCpt', name.submission, header.submission],
    ['Formato', name.format, facts.format],
    ['Version', name.version, facts.version],
    ['Ano', name.filingYear, header.filingYear],
  ] as const;
  for (const [field, named, stated] of pairs) {
    if (stated === null || named === stated) continue;
    warnings.add({
      code: 'file_name_mismatch',
      details: { field, name: String(named), header: String(stated) },
    });
  }
}
