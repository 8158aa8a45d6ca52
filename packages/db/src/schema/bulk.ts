import type { Json, NullableJson } from './json.ts';

/** A third party in jsonb, as the reader gives it. */
export interface StoredParty {
  documentType: string;
  documentTypeLabel: string;
  number: string;
  checkDigit: string | null;
  /** Null when none was written. */
  checkDigitRight: boolean | null;
  kind: string;
  firstSurname: string;
  secondSurname: string;
  firstName: string;
  otherNames: string;
  companyName: string;
}

/** A column of amounts, by the number that records call it. */
export interface StoredBulkColumn {
  /** Unique in the file. */
  number: number;
  /** Of the format's schema; null for a column that its list does not have. */
  attribute: string | null;
  heading: string;
  /** Of the sheet's column; null in XML, where the attribute is the place. */
  letters: string | null;
}

export interface StoredBulkSheet {
  sheet: string;
  headerRow: number;
  format: string;
  formatName: string;
  version: number | null;
  unsourced: boolean;
  recordCount: number;
  amountCount: number;
  /** Those that have an amount in some record, in the order of the sheet. */
  columns: StoredBulkColumn[];
}

/** DIAN's header of an XML, and whether it says what the records say. */
export interface StoredBulkHeader {
  submission: number | null;
  filingYear: number | null;
  shipment: string;
  sentAt: string;
  from: string;
  to: string;
  /** Pesos as a decimal string. */
  total: string | null;
  /** Whether some column, or all of them together, add up to it; null without a total. */
  totalMatches: boolean | null;
  recordCount: number | null;
  recordCountMatches: boolean | null;
}

/** What a document is that companies file, without its records. */
export interface StoredBulkFile {
  reporter: { documentType: string; number: string; name: string } | null;
  sheets: StoredBulkSheet[];
  header: StoredBulkHeader | null;
  recordCount: number;
  amountCount: number;
}

/** A third party and a concept, with its amounts. */
export interface BulkRecordsTable {
  organization_id: string;
  document_id: string;
  /** Place in the order of reading, from 0. */
  position: number;
  sheet: string;
  row_number: number;
  format: string;
  concept: string;
  /** Null, as all of the party, in formats without third party. */
  party_document_type: string | null;
  party_document_type_label: string | null;
  party_number: string | null;
  party_check_digit: string | null;
  party_check_digit_right: boolean | null;
  party_kind: string | null;
  party_first_surname: string | null;
  party_second_surname: string | null;
  party_first_name: string | null;
  party_other_names: string | null;
  party_company_name: string | null;
  second_party: NullableJson<StoredParty>;
  texts: Json<Record<string, string>>;
  /** `StoredBulkColumn.number` of each of the `amounts`. */
  amount_columns: number[];
  /** Whole pesos; null for an amount that could not be read. Select it as text: the driver would make floats of it. */
  amounts: (bigint | null)[];
  /** By number of the column, the text of amounts that were not read to the peso. */
  raw_amounts: NullableJson<Record<string, string>>;
}
