import { bulkFormat } from '../layouts/bulk/catalogue.ts';
import type { BulkFormat, FormatColumn, IdentityRole } from '../layouts/bulk/format.ts';
import { nitCheckDigit } from '../values/nit.ts';
import { inventCedula, inventCompanyName, inventNit, inventPersonName } from './people.ts';
import { createRandom, type Random } from './random.ts';

/** What a bulk file is to be like; the same for workbooks and XML. */
export interface BulkRecordsOptions {
  /** Code of the format. */
  format: string;
  /** Chooses all that the other options leave open. Default 1. */
  seed?: number | undefined;
  /** Default 8. */
  records?: number | undefined;
  /** Adds a record of minor amounts (NIT 222222222, document type 43), if the format has third parties. */
  minorAmounts?: boolean | undefined;
  /** Gives the first record a check digit that is not its number's, if the format has one. */
  wrongCheckDigit?: boolean | undefined;
  /** Repeats the first record at the end. */
  duplicate?: boolean | undefined;
  /** Columns of amounts of a format whose list has no source. Default: two. */
  amountHeadings?: readonly string[] | undefined;
}

/** A column to write: its heading, its attribute, and whether it holds amounts. */
export interface BulkColumn {
  attribute: string | null;
  heading: string;
  kind: FormatColumn['kind'];
  role: IdentityRole | undefined;
  second: boolean;
  concept: boolean;
}

/** A record by column; amounts as bigint. */
export type BulkValues = (string | bigint | undefined)[];

/** What a reader must find, known by construction. */
export interface ExpectedAmount {
  /** Position of the record, from 0. */
  record: number;
  attribute: string | null;
  heading: string;
  amount: bigint;
  concept: string;
  /** Of the first third party; '' when the format has none. */
  number: string;
}

export interface InventedRecords {
  format: BulkFormat;
  columns: BulkColumn[];
  records: BulkValues[];
  amounts: ExpectedAmount[];
}

const conceptsByFormat: Readonly<Record<string, readonly string[]>> = {
  '1001': ['5002', '5004', '5005', '5016', '5063', '5071'],
  '1003': ['1302', '1303', '1304'],
  '1007': ['4001', '4002', '4003'],
  '1008': ['1315', '1317'],
  '1009': ['2201', '2206'],
  '1647': ['4070'],
  '5247': ['5002', '5004'],
  '5248': ['4001', '4002'],
  '5251': ['1315', '1317'],
  '5252': ['2201', '2206'],
};

/** Invents the records of a format. Deterministic. @throws RangeError for a format that is not read */
export function inventBulkRecords(options: BulkRecordsOptions): InventedRecords {
  const format = bulkFormat(options.format);
  if (!format) throw new RangeError(`There is no format ${options.format}.`);
  const random = createRandom(options.seed ?? 1);
  const columns = columnsOf(format, options);
  const records = Array.from({ length: options.records ?? 8 }, (_value, index) =>
    inventRecord(format, columns, random, {
      minor: false,
      wrong: options.wrongCheckDigit === true && index === 0,
    }),
  );
  if (options.minorAmounts)
    records.push(inventRecord(format, columns, random, { minor: true, wrong: false }));
  if (options.duplicate && records[0]) records.push([...records[0]]);
  return { format, columns, records, amounts: expectedAmounts(columns, records) };
}

function columnsOf(format: BulkFormat, options: BulkRecordsOptions): BulkColumn[] {
  const known = format.columns.map((column): BulkColumn => ({
    attribute: column.attribute,
    heading: column.heading,
    kind: column.kind,
    role: column.kind === 'identity' ? column.role : undefined,
    second: column.kind === 'identity' && column.party === 'second',
    concept: column.kind === 'text' && column.isConcept,
  }));
  if (!format.unsourced) return known;
  const headings = options.amountHeadings ?? ['Saldo a 31 de diciembre', 'Valor de los movimientos'];
  return [
    ...known,
    ...headings.map((heading): BulkColumn => ({
      attribute: null,
      heading,
      kind: 'money',
      role: undefined,
      second: false,
      concept: false,
    })),
  ];
}

function inventRecord(
  format: BulkFormat,
  columns: readonly BulkColumn[],
  random: Random,
  quirks: { minor: boolean; wrong: boolean },
): BulkValues {
  const hasCompany = columns.some(({ role }) => role === 'companyName');
  const parties = [
    inventParty(random, hasCompany, quirks),
    inventParty(random, hasCompany, { minor: false, wrong: false }),
  ];
  const concept = random.pick(conceptsByFormat[format.code] ?? ['8000']);
  // The first amount is never zero, so that every record gives a row.
  let amounts = 0;
  return columns.map(({ kind, role, second, concept: isConcept, attribute }) => {
    if (isConcept) return concept;
    if (role !== undefined) return parties[second ? 1 : 0]?.get(role);
    if (kind !== 'money') return textFor(attribute ?? '', random);
    amounts += 1;
    return amounts > 1 && random.chance(0.4) ? 0n : BigInt(random.integer(1_000, 90_000_000));
  });
}

function inventParty(
  random: Random,
  mayBeCompany: boolean,
  quirks: { minor: boolean; wrong: boolean },
): Map<IdentityRole, string> {
  const company = mayBeCompany && random.chance(0.5);
  const number = quirks.minor ? '222222222' : company ? inventNit(random) : inventCedula(random);
  const digit = nitCheckDigit(number) ?? '0';
  const party = new Map<IdentityRole, string>([
    ['documentType', quirks.minor ? '43' : company ? '31' : '13'],
    ['number', number],
    ['checkDigit', quirks.wrong ? String((Number(digit) + 1) % 10) : digit],
  ]);
  if (quirks.minor || company) {
    party.set('companyName', quirks.minor ? 'CUANTÍAS MENORES' : inventCompanyName(random));
    return party;
  }
  const [firstSurname = '', secondSurname = '', firstName = '', otherNames = ''] =
    inventPersonName(random).split(' ');
  return party
    .set('firstSurname', firstSurname)
    .set('secondSurname', secondSurname)
    .set('firstName', firstName)
    .set('otherNames', otherNames);
}

function textFor(attribute: string, random: Random): string | undefined {
  switch (attribute) {
    case 'dir':
      return `CL ${random.integer(1, 150)} ${random.integer(1, 99)}`;
    case 'dpto':
    case 'cdpt':
      return '11';
    case 'mun':
    case 'mcpo':
    case 'cmcp':
      return '001';
    case 'pais':
    case 'paist':
      return '169';
    case 'entinfo':
    case 'tcon':
      return '1';
    case 'por':
      return String(random.integer(1, 100));
    case 'dec':
      return '0';
    default:
      return undefined;
  }
}

function expectedAmounts(columns: readonly BulkColumn[], records: readonly BulkValues[]): ExpectedAmount[] {
  const conceptAt = columns.findIndex(({ concept }) => concept);
  const numberAt = columns.findIndex(({ role, second }) => role === 'number' && !second);
  return records.flatMap((values, record) =>
    columns.flatMap(({ kind, attribute, heading }, at) => {
      const amount = values[at];
      if (kind !== 'money' || typeof amount !== 'bigint' || amount === 0n) return [];
      return {
        record,
        attribute,
        heading,
        amount,
        concept: String(values[conceptAt] ?? ''),
        number: String(values[numberAt] ?? ''),
      };
    }),
  );
}
