import {
  chooseCurrentDocument,
  ensureDeclaration,
  insertDocument,
  markDocumentProcessed,
  entryLine,
  type NewEntry,
  insertEntries,
} from '@accountia/db';
import type { Category } from '@accountia/task-contracts';
import { sql } from 'kysely';
import type { TestApi } from './api.ts';

export interface StoredDeclaration {
  readonly documentId: string;
  readonly declarationId: string;
}

export interface DeclarationFacts {
  readonly taxableYear?: number;
  readonly number?: string;
  readonly topes?: Record<string, string>;
  readonly entries?: readonly NewEntry[];
}

/** What the worker leaves after it has read a report, written through the same repositories. */
export async function storeDeclaration(
  { db }: Pick<TestApi, 'db'>,
  organizationId: string,
  facts: DeclarationFacts = {},
): Promise<StoredDeclaration> {
  const taxableYear = facts.taxableYear ?? 2025;
  const entries = facts.entries ?? [entry(20)];
  const { rows } = await sql<{ id: string }>`select time_ordered_uuid() as id`.execute(db);
  const documentId = rows[0]!.id;
  return await db.transaction().execute(async (trx) => {
    const { id: declarationId } = await ensureDeclaration(trx, {
      organizationId,
      taxableYear,
      documentType: 'CC',
      number: facts.number ?? '1057664193',
      name: 'MARIA INVENTADA DE PRUEBA',
    });
    await insertDocument(trx, {
      organizationId,
      id: documentId,
      filename: 'reporte.xlsx',
      contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      sizeBytes: 1,
      sha256: documentId.replaceAll('-', '').repeat(2),
      objectName: `organizations/${organizationId}/documents/2026/${documentId}/original.xlsx`,
      objectGeneration: '1',
    });
    await insertEntries(trx, { organizationId, documentId, declarationId }, entries.map(entryLine));
    await markDocumentProcessed(trx, {
      organizationId,
      documentId,
      declarationId,
      layout: 'personal-report',
      taxableYear,
      topes: facts.topes ?? { '1': '79390257' },
      warnings: [{ code: 'amount_rounded', row: 20, cell: 'F20', details: { raw: '79390256,7' } }],
      entryCount: entries.length,
      reportedAt: null,
      cutoffAt: null,
    });
    await chooseCurrentDocument(trx, organizationId, declarationId);
    return { documentId, declarationId };
  });
}

/** A salary of an invented company, changed as the test needs it. */
export function entry(row: number, changes: Partial<NewEntry> & { category?: Category } = {}): NewEntry {
  return {
    position: row,
    sheet: 'Reporte',
    row_number: row,
    cell: `F${row}`,
    reporter_nit: '900123456',
    reporter_name: 'EMPRESA INVENTADA S.A.S.',
    reported_number: '1057664193',
    reported_name: 'MARIA INVENTADA DE PRUEBA',
    detail: 'Pagos por salarios',
    amount: 79_390_257n,
    category: 'labour_income',
    boxes: [32],
    topes: [1],
    candidate_boxes: [32],
    rule: 'salaries',
    confidence: 'high',
    suggested_use: 'Tope 1: ingresos brutos | R32',
    additional_information: [],
    ...changes,
  };
}
