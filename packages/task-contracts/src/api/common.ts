import { z } from 'zod';

/** Whole pesos as a decimal string: JSON numbers would lose digits past 2^53. */
export const pesos = z
  .string()
  .regex(/^-?\d+$/, 'whole pesos as a decimal string')
  .meta({ example: '79390257' });
export const timestamp = z.iso.datetime().meta({ example: '2026-08-12T15:04:05.000Z' });
export const calendarDate = z.iso.date().meta({ example: '2026-08-12' });

export const problem = z
  .object({
    type: z.string().meta({ description: 'A URI that names the kind of problem.' }),
    title: z.string(),
    status: z.int(),
    /** For people, in Spanish. */
    detail: z.string(),
    /** For programs: stable, in English. */
    code: z.string(),
    instance: z.string().optional(),
    requestId: z.string().optional(),
    details: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details.' });
export type Problem = z.output<typeof problem>;

export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().max(200).optional().meta({ description: 'The nextCursor of the page before.' }),
});

/** A page of items and the cursor of the next one, null at the end. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

export const failure = z
  .object({ code: z.string(), message: z.string(), details: z.record(z.string(), z.unknown()) })
  .meta({
    id: 'Failure',
    description: 'Why something failed: code for programs, message for people in Spanish.',
  });

/** Text without control characters: PostgreSQL refuses NUL, and the others only confuse logs. */
export const PRINTABLE = /^\P{Cc}*$/u;

export const idempotencyHeaders = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/)
    .optional()
    .meta({
      description:
        'Chosen by the caller, unique per intent: the same request with the same key is done once.',
      example: 'f3b1a1c2-upload-2026-08-12',
    }),
});

export const idParameter = z.object({ id: z.uuid() });
