import type { DocumentRow, StoredWarning } from '@accountia/db';
import type { Document } from '@accountia/task-contracts/api';
import { warningMessage } from '@accountia/excel-parser/messages';
import { presentBulkFile } from './bulk.ts';
import { presentFailure } from './runs.ts';
import { timestampOrNull } from './values.ts';

export function presentDocument(row: DocumentRow): Document {
  return {
    id: row.id,
    filename: row.filename,
    sizeBytes: row.size_bytes,
    sha256: row.sha256,
    reading: row.reading,
    state: row.state,
    layout: row.layout,
    taxableYear: row.taxable_year,
    declarationId: row.declaration_id,
    supersededBy: row.superseded_by,
    entryCount: row.entry_count,
    bulk: row.bulk && presentBulkFile(row.bulk),
    warnings: row.warnings.map(presentWarning),
    error: presentFailure(row.error),
    createdAt: row.created_at.toISOString(),
    processedAt: timestampOrNull(row.processed_at),
    expiresAt: timestampOrNull(row.expires_at),
  };
}

function presentWarning(warning: StoredWarning): Document['warnings'][number] {
  return {
    code: warning.code,
    message: warningMessage(warning.code, warning.details),
    row: warning.row ?? null,
    cell: warning.cell ?? null,
    details: warning.details,
  };
}
