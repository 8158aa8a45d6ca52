import { z } from 'zod';
import { PRINTABLE } from './common.ts';

/** A form field, not a document: what people map has tens of columns. */
export const MAX_READING_BYTES = 16 * 1024;

const words = z.string().trim().min(1).max(200).regex(PRINTABLE);
const letters = z.string().regex(/^[A-Za-z]{1,3}$/);

const formatCode = z
  .string()
  .regex(/^0?\d{4}$/)
  .meta({ description: 'Code of a bulk format.', example: '1001' });

const columnReference = z
  .union([words, z.strictObject({ header: words }), z.strictObject({ letter: letters })])
  .meta({
    description: 'The heading of a column, or its letters. An object leaves no doubt which.',
    example: 'Valor pagado',
  });

/** How a workbook of a firm's own shape is read: which of its columns is which field of a reported fact. */
export const reportMapping = z
  .strictObject({
    as: z.literal('report').default('report'),
    /** Default: the first sheet that has the mapped headings. */
    sheet: z.union([words, z.int().min(0).max(1_000)]).optional(),
    /** From 1; 0 when there are none. Default: the first row that has the mapped headings. */
    headerRow: z.int().min(0).max(1_048_576).optional(),
    columns: z.strictObject({
      detail: columnReference,
      amount: columnReference,
      reporterNit: columnReference.optional(),
      reporterName: columnReference.optional(),
      reportedNumber: columnReference.optional(),
      reportedName: columnReference.optional(),
      suggestedUse: columnReference.optional(),
      additionalInformation: columnReference.optional(),
    }),
  })
  .meta({
    id: 'ReportMapping',
    description: 'Which column of a workbook is which field of a reported fact.',
  });

/** How a workbook of a firm's own shape is read as a bulk format: which of its columns is which attribute of DIAN's schema. */
export const bulkMapping = z
  .strictObject({
    as: z.literal('bulk'),
    format: formatCode,
    /** Default: the first sheet that has the mapped headings. */
    sheet: z.union([words, z.int().min(0).max(1_000)]).optional(),
    /** From 1; 0 when there are none. Default: the first row that has the mapped headings. */
    headerRow: z.int().min(0).max(1_048_576).optional(),
    columns: z.record(z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,19}$/), columnReference).meta({
      description: "By attribute of the format's schema. The third party's number and an amount are needed.",
      example: { cpt: 'Concepto', nid: 'NIT', pago: { letter: 'F' } },
    }),
    amounts: z
      .array(columnReference)
      .max(50)
      .optional()
      .meta({ description: "Columns of amounts that the format's own list does not have." }),
  })
  .meta({
    id: 'BulkMapping',
    description: 'Which column of a workbook is which attribute of a bulk format.',
  });

/** What the caller knows of a file that does not say it itself. What the file says counts more. */
export const readingInstructions = z
  .strictObject({
    year: z.int().min(2000).max(2100).optional().meta({ description: 'Taxable year.', example: 2025 }),
    taxpayer: z
      .strictObject({
        documentType: z
          .string()
          .regex(/^[A-Z]{2,5}$/)
          .meta({ example: 'CC' }),
        number: z
          .string()
          .regex(/^\d{3,15}$/)
          .meta({ example: '1098765401' }),
        name: z.string().trim().max(200).regex(PRINTABLE),
      })
      .optional()
      .meta({ description: 'Whose report it is; of a bulk file, the company that files it.' }),
    format: formatCode.optional(),
    mapping: z
      .discriminatedUnion('as', [reportMapping, bulkMapping])
      // Told here, because a discriminator that has a default is not found by itself.
      .meta({
        discriminator: {
          propertyName: 'as',
          mapping: {
            report: '#/components/schemas/ReportMapping',
            bulk: '#/components/schemas/BulkMapping',
          },
        },
      })
      .optional(),
  })
  .refine(
    ({ year, taxpayer, format, mapping }) => (year ?? taxpayer ?? format ?? mapping) !== undefined,
    'says nothing',
  )
  .meta({ id: 'ReadingInstructions' });
export type ReadingInstructions = z.output<typeof readingInstructions>;
