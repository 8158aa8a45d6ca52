import { z } from 'zod';
import { CATEGORIES } from '../categories.ts';
import { pageOf, pageQuery, pesos, PRINTABLE } from './common.ts';

export const category = z.enum(CATEGORIES).meta({ id: 'Category' });

export const entry = z
  .object({
    id: z.uuid(),
    documentId: z.uuid(),
    declarationId: z.uuid(),
    /** Sheet, 1-based row and the address of the amount, to find the fact in the file. */
    sheet: z.string(),
    row: z.int().positive(),
    cell: z.string(),
    reporterNit: z.string(),
    reporterName: z.string(),
    /** The number and name under which the reporter reported the taxpayer. */
    reportedNumber: z.string(),
    reportedName: z.string(),
    detail: z.string(),
    amount: pesos,
    category,
    /** Form 210 boxes and topes that DIAN suggests in the report. */
    boxes: z.array(z.int()),
    topes: z.array(z.int()),
    /** Boxes where our rules would place the fact, also when DIAN is silent. */
    candidateBoxes: z.array(z.int()),
    /** The rule that classified it, and how sure it is. */
    rule: z.string(),
    confidence: z.enum(['high', 'medium', 'low']),
    suggestedUse: z.string(),
    additionalInformation: z.array(z.object({ key: z.string(), value: z.string() })),
  })
  .meta({ id: 'Entry', description: 'One reported fact of a document.' });
export type Entry = z.output<typeof entry>;

export const entryQuery = pageQuery.extend({
  category: category.optional(),
  box: z.coerce.number().int().positive().max(999).optional(),
  tope: z.coerce.number().int().min(1).max(5).optional(),
  reporterNit: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
  text: z
    .string()
    .min(2)
    .max(100)
    .regex(PRINTABLE)
    .optional()
    .meta({ description: 'Part of the detail or reporter name.' }),
});
export const entryPage = pageOf(entry).meta({ id: 'EntryPage' });
