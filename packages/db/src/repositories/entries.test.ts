import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../schema/index.ts';
import { type MigratedTestDatabase, openTestDatabase } from '../testing/index.ts';
import { ensureDeclaration } from './declarations.ts';
import { insertDocument, markDocumentProcessed } from './documents.ts';
import { deleteDocumentEntries, insertEntries } from './entries.ts';
import { createOrganization } from './organizations.ts';
import { entryLine, type NewEntry } from '../entry-lines.ts';

const FACT: Omit<NewEntry, 'position'> = {
  sheet: 'Reporte',
  row_number: 20,
  cell: 'F20',
  reporter_nit: '900123456',
  reporter_name: 'EMPRESA INVENTADA S.A.S.',
  reported_number: '1098765401',
  reported_name: 'CONTRIBUYENTE INVENTADO',
  detail: 'Saldo',
  amount: 1n,
  category: 'bank_balance',
  boxes: [],
  topes: [],
  candidate_boxes: [],
  rule: 'r',
  confidence: 'high',
  suggested_use: '',
  additional_information: [],
};

describe('the entries of documents', () => {
  let database: MigratedTestDatabase;
  let db: Kysely<Database>;
  beforeAll(async () => {
    database = await openTestDatabase();
    ({ db } = database);
  });
  afterAll(() => database.dispose());

  /** An organization with as many documents, each of one taxpayer and with that many entries. */
  async function readDocuments(count: number, entries: number) {
    const { id: organizationId } = await createOrganization(db, `Prueba ${crypto.randomUUID()}`);
    const lines = Array.from({ length: entries }, (_, position) => entryLine({ ...FACT, position }));
    const documents = Array.from({ length: count }, () => crypto.randomUUID());
    for (const [index, id] of documents.entries()) {
      await db.transaction().execute(async (trx) => {
        await insertDocument(trx, {
          organizationId,
          id,
          filename: 'reporte.xlsx',
          contentType: 'application/octet-stream',
          sizeBytes: 1,
          sha256: id,
          objectName: id,
          objectGeneration: '1',
        });
        const taxpayer = { documentType: '13', number: String(1_000_000 + index), name: 'CONTRIBUYENTE' };
        const { id: declarationId } = await ensureDeclaration(trx, {
          organizationId,
          taxableYear: 2025,
          ...taxpayer,
        });
        await insertEntries(trx, { organizationId, documentId: id, declarationId }, lines);
      });
    }
    return { organizationId, documents };
  }

  const stored = async (organizationId: string) =>
    await db.selectFrom('entries').select('id').where('organization_id', '=', organizationId).execute();

  test('are found by their document where the statistics know nothing of its organization', async () => {
    await readDocuments(60, 120);
    await sql`analyze documents, declarations, entries`.execute(db);
    const { organizationId, documents } = await readDocuments(60, 120);
    const { rows } = await sql<{ 'QUERY PLAN': string }>`
      explain (analyze, costs off, timing off, summary off)
      delete from entries where organization_id = ${organizationId} and document_id = ${documents[0]}
    `.execute(db);
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toContain('rows=120');
    expect(plan).not.toContain('Rows Removed by Filter');
  });

  test('are replaced by those of a later reading, and no others', async () => {
    const { organizationId, documents } = await readDocuments(2, 3);
    const declarationId = crypto.randomUUID();
    const owner = { organizationId, documentId: documents[0]!, declarationId };
    await db.transaction().execute(async (trx) => {
      await deleteDocumentEntries(trx, organizationId, owner.documentId);
      await insertEntries(trx, owner, [entryLine({ ...FACT, position: 7 })]);
    });
    expect(await stored(organizationId)).toHaveLength(4);
  });

  test('go with their document, and with their organization', async () => {
    const { organizationId, documents } = await readDocuments(3, 2);
    await db.deleteFrom('documents').where('id', '=', documents[0]!).execute();
    expect(await stored(organizationId)).toHaveLength(4);
    await db.deleteFrom('organizations').where('id', '=', organizationId).execute();
    expect(await stored(organizationId)).toEqual([]);
  });

  test('of a document that is not there cannot be said to be read', async () => {
    const { organizationId } = await readDocuments(1, 1);
    const documentId = crypto.randomUUID();
    const [declaration] = await db
      .selectFrom('declarations')
      .select('id')
      .where('organization_id', '=', organizationId)
      .execute();
    const marking = db.transaction().execute(async (trx) => {
      const owner = { organizationId, documentId, declarationId: declaration!.id };
      await insertEntries(trx, owner, [entryLine({ ...FACT, position: 1 })]);
      await markDocumentProcessed(trx, {
        ...owner,
        layout: 'personal-report',
        taxableYear: 2025,
        topes: {},
        warnings: [],
        entryCount: 1,
        reportedAt: null,
        cutoffAt: null,
      });
    });
    await expect(marking).rejects.toThrow('There is no document');
    expect(await stored(organizationId)).toHaveLength(1);
  });
});
