import { versionOf } from '../layouts/bulk/catalogue.ts';
import { type BulkRecordsOptions, type ExpectedAmount, inventBulkRecords } from './bulk-records.ts';

export interface BulkXmlOptions extends BulkRecordsOptions {
  /** Default 'iso-8859-1', as DIAN asks. */
  encoding?: 'iso-8859-1' | 'utf-8' | undefined;
  /** Taxable year. Default 2025. */
  year?: number | undefined;
  /** Default: that of the year, otherwise 1. */
  version?: number | undefined;
  /** Fields of `Cab` that say something else than they should; `undefined` leaves one out. */
  header?: Readonly<Record<string, string | undefined>> | undefined;
  /** Attributes to add to every record. */
  extraAttributes?: Readonly<Record<string, string>> | undefined;
  /** Written before the root, such as a DOCTYPE. */
  prolog?: string | undefined;
}

export interface BulkXml {
  bytes: Buffer;
  /** `Dmuisca_….xml` */
  fileName: string;
  element: string;
  /** Rows are ordinals of the record, from 1. */
  amounts: (ExpectedAmount & { row: number })[];
  recordCount: number;
}

/** Writes a file in the XML in which companies file. Deterministic. */
export function buildBulkXml(options: BulkXmlOptions): BulkXml {
  const { format, columns, records, amounts } = inventBulkRecords({ ...options, amountHeadings: [] });
  const encoding = options.encoding ?? 'iso-8859-1';
  const year = options.year ?? 2025;
  const version = options.version ?? versionOf(format, year)?.version ?? 1;
  const element = format.element ?? 'registro';
  const total = amounts.reduce((sum, { amount }) => sum + amount, 0n);
  const header = {
    Ano: String(year + 1),
    CodCpt: '1',
    Formato: format.code,
    Version: String(version),
    NumEnvio: '1',
    FecEnvio: `${year + 1}-05-14T10:00:00`,
    FecInicial: `${year}-01-01`,
    FecFinal: `${year}-12-31`,
    ValorTotal: String(total),
    CantReg: String(records.length),
    ...options.header,
  };
  const fields = Object.entries(header)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `<${name}>${value}</${name}>`);
  const lines = records.map((values) => {
    const attributes = columns.flatMap(({ attribute }, at) => {
      const value = values[at];
      return attribute === null || value === undefined ? [] : [`${attribute}="${escapeXml(String(value))}"`];
    });
    const extra = Object.entries(options.extraAttributes ?? {}).map(
      ([name, value]) => `${name}="${escapeXml(value)}"`,
    );
    return `<${element} ${[...attributes, ...extra].join(' ')}/>`;
  });
  const xml =
    `<?xml version="1.0" encoding="${encoding}"?>\n${options.prolog ?? ''}` +
    `<mas xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n<Cab>${fields.join('')}</Cab>\n${lines.join('\n')}\n</mas>\n`;
  const two = (value: number): string => String(value).padStart(2, '0');
  return {
    bytes: Buffer.from(xml, encoding === 'utf-8' ? 'utf8' : 'latin1'),
    fileName: `Dmuisca_01${format.code.padStart(5, '0')}${two(version)}${year + 1}00000001.xml`,
    element,
    amounts: amounts.map((amount) => ({ ...amount, row: amount.record + 1 })),
    recordCount: records.length,
  };
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
