import {
  bulkLine,
  insertDocument,
  markBulkProcessed,
  type NewBulkRecord,
  replaceBulkRecords,
  type StoredBulkFile,
  type StoredParty,
} from '@accountia/db';
import type { TestApi } from './api.ts';

export const PARTY: StoredParty = {
  documentType: 'NIT',
  documentTypeLabel: '31',
  number: '900123456',
  checkDigit: '8',
  checkDigitRight: true,
  kind: 'identified',
  firstSurname: '',
  secondSurname: '',
  firstName: '',
  otherNames: '',
  companyName: 'EMPRESA INVENTADA S.A.S.',
};

/** A payment of a workbook of format 1001, changed as the test needs it. */
export function record(position: number, changes: Partial<NewBulkRecord> = {}): NewBulkRecord {
  return {
    position,
    sheet: 'Pagos',
    rowNumber: position + 2,
    format: '1001',
    concept: '5002',
    party: PARTY,
    secondParty: null,
    texts: new Map([['dpto', '11']]),
    amounts: [{ column: 0, amount: 1_000_000n, raw: null }],
    ...changes,
  };
}

export function bulkFileOf(recordCount: number): StoredBulkFile {
  return {
    reporter: { documentType: 'NIT', number: '900654321', name: 'QUIEN INFORMA S.A.' },
    sheets: [
      {
        sheet: 'Pagos',
        headerRow: 1,
        format: '1001',
        formatName: 'Pagos',
        version: 11,
        unsourced: false,
        recordCount,
        amountCount: recordCount,
        columns: [
          { number: 1, attribute: null, heading: 'Valor propio', letters: 'L' },
          { number: 0, attribute: 'pago', heading: 'Pago o abono en cuenta deducible', letters: 'M' },
          { number: 2, attribute: 'retp', heading: 'Retención practicada', letters: 'R' },
        ],
      },
      {
        sheet: 'Recibido',
        headerRow: 1,
        format: '1647',
        formatName: 'Recibido para terceros',
        version: null,
        unsourced: false,
        recordCount: 0,
        amountCount: 0,
        columns: [{ number: 3, attribute: 'ving', heading: 'Valor ingreso reintegrado', letters: 'T' }],
      },
    ],
    header: null,
    recordCount,
    amountCount: recordCount,
  };
}

/** What the worker leaves after it has read a bulk file, written through the same repositories. */
export async function storeBulk(
  { db }: Pick<TestApi, 'db'>,
  organizationId: string,
  records: readonly NewBulkRecord[] = [record(0)],
): Promise<string> {
  const documentId = crypto.randomUUID();
  await db.transaction().execute(async (trx) => {
    await insertDocument(trx, {
      organizationId,
      id: documentId,
      filename: '1001.xlsx',
      contentType: 'application/xml',
      sizeBytes: 1,
      sha256: documentId.replaceAll('-', '').repeat(2),
      objectName: `organizations/${organizationId}/documents/2026/${documentId}/original.xlsx`,
      objectGeneration: '1',
    });
    const owner = { organizationId, documentId };
    await replaceBulkRecords(trx, owner, records.map(bulkLine));
    const bulk = bulkFileOf(records.length);
    await markBulkProcessed(trx, {
      ...owner,
      layout: 'bulk-workbook',
      taxableYear: 2025,
      warnings: [],
      bulk,
    });
  });
  return documentId;
}
