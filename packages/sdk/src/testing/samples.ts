import type {
  BulkRecord,
  Document,
  DocumentAccepted,
  Entry,
  Health,
  Run,
  RunEvent,
} from '@accountia/task-contracts/api';

export const RUN_ID = '0198a000-0000-7000-8000-000000000001';
export const DOCUMENT_ID = '0198a000-0000-7000-8000-000000000002';
export const DECLARATION_ID = '0198a000-0000-7000-8000-000000000003';
const AT = '2026-08-12T15:04:05.000Z';

export function sampleRun(changes: Partial<Run> = {}): Run {
  return {
    id: RUN_ID,
    task: 'exogena.process-file',
    taskVersion: 1,
    state: 'queued',
    attempt: 0,
    maxAttempts: 4,
    documentId: DOCUMENT_ID,
    declarationId: null,
    progress: null,
    result: null,
    error: null,
    quarantineReason: null,
    cancelRequested: false,
    createdAt: AT,
    runAt: AT,
    startedAt: null,
    finishedAt: null,
    ...changes,
  };
}

export function completedRun(): Run {
  return sampleRun({
    state: 'completed',
    attempt: 1,
    startedAt: AT,
    finishedAt: AT,
    result: { entryCount: 46 },
  });
}

export function sampleEvent(
  sequence: number,
  type: RunEvent['type'],
  data: Record<string, unknown> = {},
): RunEvent {
  return { sequence: String(sequence), type, at: AT, data };
}

export function sampleDocument(changes: Partial<Document> = {}): Document {
  return {
    id: DOCUMENT_ID,
    filename: 'reporte.xlsx',
    sizeBytes: 4,
    sha256: 'a'.repeat(64),
    reading: null,
    state: 'uploaded',
    layout: null,
    taxableYear: null,
    declarationId: null,
    supersededBy: null,
    entryCount: 0,
    bulk: null,
    warnings: [],
    error: null,
    createdAt: AT,
    processedAt: null,
    expiresAt: null,
    ...changes,
  };
}

export function sampleAccepted(): DocumentAccepted {
  return { document: sampleDocument(), run: sampleRun(), alreadyUploaded: false };
}

export function sampleEntry(row: number): Entry {
  return {
    id: `0198a000-0000-7000-8000-${String(row).padStart(12, '0')}`,
    documentId: DOCUMENT_ID,
    declarationId: DECLARATION_ID,
    sheet: 'Reporte',
    row,
    cell: `F${row}`,
    reporterNit: '900123456',
    reporterName: 'EMPRESA DE EJEMPLO SAS',
    reportedNumber: '1000000001',
    reportedName: 'PERSONA DE EJEMPLO',
    detail: 'Pagos por salarios (2276)',
    amount: '79390257',
    category: 'labour_income',
    boxes: [32],
    topes: [1],
    candidateBoxes: [32],
    rule: 'salaries',
    confidence: 'high',
    suggestedUse: 'R32 - Tope 1',
    additionalInformation: [],
  };
}

export function sampleRecord(position: number): BulkRecord {
  return {
    documentId: DOCUMENT_ID,
    position,
    sheet: 'pagos',
    row: position + 1,
    format: '1001',
    concept: '5002',
    conceptName: 'Honorarios',
    party: null,
    secondParty: null,
    texts: { dpto: '11' },
    amounts: [
      {
        attribute: 'pago',
        heading: 'Pago',
        meaning: 'income',
        cell: `pagos[${position + 1}]/@pago`,
        amount: '9007199254740993',
        status: 'read',
        rawAmount: null,
        boxes: [32],
        concerns: 'party',
      },
    ],
  };
}

export function sampleHealth(status: Health['status'] = 'ok'): Health {
  const ok = status === 'ok';
  const message = ok ? null : 'no answer';
  return {
    status,
    app: 'api',
    version: '0.1.0',
    dependencies: [{ name: 'postgres', ok, latencyMs: 1.5, message }],
  };
}
