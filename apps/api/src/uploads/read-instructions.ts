import { checkMapping, MappingError } from '@accountia/excel-parser';
import {
  MAX_READING_BYTES,
  type ReadingInstructions,
  readingInstructions,
} from '@accountia/task-contracts/api';
import { fieldMessage } from '../messages/index.ts';
import { ApiError, invalidFields } from '../problems/api-error.ts';
import type { FileKind } from './check-file.ts';
import type { Part } from './multipart.ts';
import type { Upload } from './read-upload.ts';

const FIELD = 'reading';

/**
 * What the form says about its file; null when it says nothing. A mapping that is wrong in itself is refused here, one
 * that does not fit the workbook when it is read. Throws ApiError `invalid_request` or the reader's `mapping_…`.
 */
export function readInstructions(parts: readonly Part[]): ReadingInstructions | null {
  const part = parts.find(({ name, filename }) => name === FIELD && filename === null);
  if (part === undefined) return null;
  if (part.content.length > MAX_READING_BYTES)
    throw refused(FIELD, `Debe tener como máximo ${MAX_READING_BYTES} bytes.`);
  const parsed = readingInstructions.safeParse(jsonOf(part.content));
  if (!parsed.success) {
    throw invalidFields(
      parsed.error.issues.map((issue) => ({
        location: 'body',
        field: [FIELD, ...issue.path].join('.'),
        message: fieldMessage(issue as Parameters<typeof fieldMessage>[0]),
      })),
    );
  }
  const { mapping } = parsed.data;
  try {
    if (mapping !== undefined) checkMapping(mapping);
  } catch (error) {
    if (!MappingError.isInstance(error)) throw error;
    throw new ApiError(400, error.code, { details: error.details, cause: error });
  }
  return parsed.data;
}

/** A mapping is of columns: XML says itself which attribute is which, so that one for it would be followed by nobody. */
export function refuseMappingOf(kind: FileKind, { reading }: Pick<Upload, 'reading'>): void {
  if (kind === 'xml' && reading?.mapping !== undefined) {
    throw refused(`${FIELD}.mapping`, 'No se usa con un XML: sus atributos ya dicen qué es cada dato.');
  }
}

function jsonOf(content: Buffer): unknown {
  try {
    return JSON.parse(content.toString('utf8'));
  } catch (error) {
    throw refused(FIELD, 'Debe ser JSON.', error);
  }
}

function refused(field: string, message: string, cause?: unknown): ApiError {
  return new ApiError(400, 'invalid_request', {
    details: { fields: [{ location: 'body', field, message }] },
    ...(cause === undefined ? {} : { cause }),
  });
}
