import { z } from 'zod';
import { bulkFile } from './bulk.ts';
import { failure, pageOf, pageQuery, timestamp } from './common.ts';
import { readingInstructions } from './reading.ts';
import { run } from './runs.ts';

/** The bytes of one upload: what DIAN's portal gives is far below it. */
export const MAX_UPLOAD_BYTES = 25 * 1024 * 1024;

export const DOCUMENT_STATES = ['uploaded', 'processing', 'processed', 'rejected', 'purged'] as const;
export const documentState = z.enum(DOCUMENT_STATES);
export type DocumentState = z.output<typeof documentState>;

export const documentWarning = z
  .object({
    code: z.string(),
    message: z.string(),
    row: z.int().positive().nullable(),
    cell: z.string().nullable(),
    details: z.record(z.string(), z.union([z.string(), z.number()])),
  })
  .meta({ id: 'DocumentWarning', description: 'Something in the file that a person should know.' });

export const document = z
  .object({
    id: z.uuid(),
    filename: z.string(),
    sizeBytes: z.int().nonnegative(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    /** As given with the upload; null when the file was left to speak for itself. */
    reading: readingInstructions.nullable(),
    state: documentState,
    layout: z.string().nullable(),
    taxableYear: z.int().nullable(),
    /** Null until it is processed, and always for a bulk file, which is about nobody's declaration. */
    declarationId: z.uuid().nullable(),
    /** The newer download of the same report that replaces this one in the declaration's figures. */
    supersededBy: z.uuid().nullable(),
    entryCount: z.int().nonnegative(),
    /** What a file is that a company files; null for reports about a taxpayer. */
    bulk: bulkFile.nullable().default(null),
    warnings: z.array(documentWarning),
    error: failure.nullable(),
    createdAt: timestamp,
    processedAt: timestamp.nullable(),
    expiresAt: timestamp.nullable(),
  })
  .meta({ id: 'Document' });
export type Document = z.output<typeof document>;

export const documentAccepted = z
  .object({
    document,
    run,
    /** True when the organization had uploaded the very same bytes before: nothing new was stored. */
    alreadyUploaded: z.boolean(),
  })
  .meta({ id: 'DocumentAccepted' });
export type DocumentAccepted = z.output<typeof documentAccepted>;

export const documentQuery = pageQuery.extend({
  state: documentState.optional(),
  declarationId: z.uuid().optional(),
  kind: z
    .enum(['report', 'bulk'])
    .optional()
    .meta({ description: 'What was read: a report about a taxpayer, or what a company files.' }),
});
export const documentPage = pageOf(document).meta({ id: 'DocumentPage' });
