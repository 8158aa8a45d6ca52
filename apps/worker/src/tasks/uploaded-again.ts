import { isUniqueViolation } from '@accountia/db';
import { TaskError } from '@accountia/task-contracts';

/** Marks a document as processed, unless its bytes came again after it had been rejected: then the newer one counts. */
export async function unlessUploadedAgain(documentId: string, mark: () => Promise<void>): Promise<void> {
  try {
    await mark();
  } catch (error) {
    if (!isUniqueViolation(error, 'documents_content')) throw error;
    throw new TaskError({
      code: 'document_uploaded_again',
      message: 'The same file was uploaded again after this document had been rejected; that one counts',
      retryable: false,
      details: { documentId },
      cause: error,
    });
  }
}
