import { z } from 'zod';
import { pageOf, pageQuery, pesos, PRINTABLE } from './common.ts';

const count = z.int().nonnegative();

export const bulkColumn = z
  .object({
    /** Attribute of the format's schema; null for a column that DIAN's list does not have, or of which we have no list. */
    attribute: z.string().nullable(),
    heading: z.string(),
    /** What an amount of it means for the third party: `income`, `withholding`, `asset` …; null when that is not known. */
    meaning: z.string().nullable(),
  })
  .meta({ id: 'BulkColumn', description: 'A column of amounts.' });

export const bulkSheet = z
  .object({
    /** Of a workbook; the name of the elements in XML. */
    sheet: z.string(),
    /** From 1; 0 in XML. */
    headerRow: count,
    format: z.string(),
    formatName: z.string(),
    /** As the file says it. */
    version: z.int().nullable(),
    /** We have no list of the format's columns: they were judged by their headings. */
    unsourced: z.boolean(),
    recordCount: count,
    amountCount: count,
    /** Those that have an amount in some record. */
    columns: z.array(bulkColumn),
  })
  .meta({ id: 'BulkSheet', description: 'One format within a bulk file.' });

export const bulkHeader = z
  .object({
    /** 1 = new, 2 = replacement. */
    submission: z.int().nullable(),
    filingYear: z.int().nullable(),
    shipment: z.string(),
    sentAt: z.string(),
    from: z.string(),
    to: z.string(),
    total: pesos.nullable(),
    /** Whether one of the columns, or all of them together, add up to `total`; null without a total. */
    totalMatches: z.boolean().nullable(),
    recordCount: z.int().nullable(),
    recordCountMatches: z.boolean().nullable(),
  })
  .meta({
    id: 'BulkHeader',
    description: "DIAN's header of an XML (`Cab`), and whether the records agree with it.",
  });

export const bulkFile = z
  .object({
    /** The company that files; null when neither the file nor the uploader says it. DIAN's XML never does. */
    reporter: z.object({ documentType: z.string(), number: z.string(), name: z.string() }).nullable(),
    sheets: z.array(bulkSheet),
    header: bulkHeader.nullable(),
    recordCount: count,
    amountCount: count,
  })
  .meta({
    id: 'BulkFile',
    description: 'What a company files about its third parties: formats 1001 to 5252.',
  });
export type BulkFile = z.output<typeof bulkFile>;

export const bulkParty = z
  .object({
    /** `CC`, `NIT`, `PAS` …; `OTHER` when the code is not known, empty when there is none. */
    documentType: z.string(),
    /** As written. */
    documentTypeLabel: z.string(),
    /** Without check digit. */
    number: z.string(),
    checkDigit: z.string().nullable(),
    /** Null when no check digit was written. */
    checkDigitRight: z.boolean().nullable(),
    /** `identified`; or minor amounts (222222222), the final consumer (222222222222), a foreigner without NIT. */
    kind: z.string(),
    /** The company's name, or surnames and names. */
    name: z.string(),
    firstSurname: z.string(),
    secondSurname: z.string(),
    firstName: z.string(),
    otherNames: z.string(),
    companyName: z.string(),
  })
  .meta({ id: 'BulkParty', description: 'A third party as a record identifies it.' });

export const bulkAmount = bulkColumn
  .extend({
    /** Address of the cell, or place in the XML (`pagos[12]/@pago`). */
    cell: z.string(),
    /** Zero when it could not be read. */
    amount: pesos,
    status: z.enum(['read', 'rounded', 'unreadable']),
    /** As written, when it was not read to the peso. */
    rawAmount: z.string().nullable(),
    /** Candidate boxes of Form 210 for the one it concerns. */
    boxes: z.array(z.int()),
    /** Whom it concerns: the third party, or the one on whose behalf the money was received. */
    concerns: z.enum(['party', 'secondParty']),
  })
  .meta({ id: 'BulkAmount' });

export const bulkRecord = z
  .object({
    documentId: z.uuid(),
    /** Place in the file, from 0. With the document it names the record. */
    position: count,
    sheet: z.string(),
    /** Row of the sheet, or ordinal of the element, from 1. */
    row: z.int().positive(),
    format: z.string(),
    /** Empty when the format has none. */
    concept: z.string(),
    /** In Spanish; empty when it is not known. */
    conceptName: z.string(),
    /** Null in formats without third parties (1011). */
    party: bulkParty.nullable(),
    /** The one on whose behalf the money was received (1647). */
    secondParty: bulkParty.nullable(),
    /** What is neither party nor amount (country, department, municipality, address …), by attribute or heading. */
    texts: z.record(z.string(), z.string()),
    /** Those that are not zero, in the order of the columns. */
    amounts: z.array(bulkAmount),
  })
  .meta({
    id: 'BulkRecord',
    description: 'One record of a bulk file: a third party, a concept and its amounts.',
  });
export type BulkRecord = z.output<typeof bulkRecord>;

const filter = {
  sheet: z.string().min(1).max(100).regex(PRINTABLE).optional(),
  format: z
    .string()
    .regex(/^\d{4}$/)
    .optional()
    .meta({ example: '1001' }),
  concept: z
    .string()
    .regex(/^[A-Za-z0-9]{1,10}$/)
    .optional()
    .meta({ example: '5002' }),
  partyNumber: z
    .string()
    .regex(/^[A-Za-z0-9]{1,32}$/)
    .optional()
    .meta({ description: 'Of either party, without check digit.', example: '900123456' }),
  name: z
    .string()
    .min(2)
    .max(100)
    .regex(PRINTABLE)
    .optional()
    .meta({ description: "Words of the third party's name, in any order, with or without accents." }),
  checkDigit: z
    .enum(['right', 'wrong', 'absent'])
    .optional()
    .meta({ description: "Of the third party's number." }),
};

export const bulkRecordQuery = pageQuery.extend(filter);
export const bulkRecordPage = pageOf(bulkRecord).meta({ id: 'BulkRecordPage' });

export const bulkTotalsQuery = z.object(filter);

const columnTotal = bulkColumn.extend({
  sheet: z.string(),
  format: z.string(),
  amount: pesos,
  amountCount: count,
  /** Amounts that could not be read and are not in the sum. */
  unreadableCount: count,
});

export const bulkTotals = z
  .object({
    documentId: z.uuid(),
    /** Records that the filter finds. */
    recordCount: count,
    /** The sum of all columns. */
    amount: pesos,
    columns: z.array(columnTotal.meta({ id: 'BulkColumnTotal' })),
    concepts: z.array(
      columnTotal
        .extend({ concept: z.string(), conceptName: z.string() })
        .meta({ id: 'BulkConceptTotal', description: 'The sum of one column for one concept.' }),
    ),
    /** More concepts than are listed: ask by concept, or by sheet. */
    moreConcepts: z.boolean(),
  })
  .meta({ id: 'BulkTotals', description: 'What the records of a bulk file add up to.' });
export type BulkTotals = z.output<typeof bulkTotals>;
