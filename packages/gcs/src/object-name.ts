import { ObjectStoreError } from './errors.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** What documents come as. Never taken from a client's file name. */
export const OBJECT_EXTENSIONS = ['xlsx', 'xls', 'csv', 'pdf', 'xml', 'zip'] as const;
export type ObjectExtension = (typeof OBJECT_EXTENSIONS)[number];

export interface ObjectNameParts {
  /** UUIDs, in lower case. */
  organizationId: string;
  documentId: string;
  extension: ObjectExtension;
  /** When the document was received; its UTC year becomes part of the name. Now unless given. */
  receivedAt?: Date;
}

/**
 * The name of a document's original file: `organizations/<id>/documents/<year>/<id>/original.xlsx`. The server makes
 * it, of nothing a client wrote, so that no name can reach another organization's objects; and it begins with the
 * organization, so that all of one can be listed and purged. Throws `invalid_argument`.
 */
export function objectName(parts: ObjectNameParts): string {
  const { organizationId, documentId, extension, receivedAt = new Date() } = parts;
  for (const [name, value] of Object.entries({ organizationId, documentId })) {
    if (!UUID.test(value)) {
      throw new ObjectStoreError('invalid_argument', `${name} is not a UUID in lower case.`, {
        [name]: value,
      });
    }
  }
  if (!OBJECT_EXTENSIONS.includes(extension)) {
    throw new ObjectStoreError('invalid_argument', `Not an extension that documents have: ${extension}`, {
      extension,
    });
  }
  const year = receivedAt.getUTCFullYear();
  if (!Number.isInteger(year)) throw new ObjectStoreError('invalid_argument', 'receivedAt is not a date.');
  return `organizations/${organizationId}/documents/${year}/${documentId}/original.${extension}`;
}
