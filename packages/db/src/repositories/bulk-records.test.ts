import type { Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bulkLine, type NewBulkRecord } from '../bulk-lines.ts';
import type { StoredParty } from '../schema/bulk.ts';
import type { Database } from '../schema/index.ts';
import { type MigratedTestDatabase, openTestDatabase } from '../testing/index.ts';
import { isSumOfColumns, markBulkProcessed } from './bulk-documents.ts';
import {
  type BulkRecordFilter,
  countBulkRecords,
  deleteBulkRecords,
  listBulkRecords,
  replaceBulkRecords,
  totalBulkRecords,
} from './bulk-records.ts';
import { findDocument, insertDocument, purgeDocument } from './documents.ts';
import { createOrganization } from './organizations.ts';

const PARTY: StoredParty = {
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
  companyName: 'PEÑA & CÍA. S.A.S.',
};

function record(position: number, changes: Partial<NewBulkRecord> = {}): NewBulkRecord {
  return {
    position,
    sheet: '1001',
    rowNumber: position + 2,
    format: '1001',
    concept: '5002',
    party: PARTY,
    secondParty: null,
    texts: new Map([['dpto', '11']]),
    amounts: [{ column: 0, amount: 1n, raw: null }],
    ...changes,
  };
}

describe('the records of bulk files', () => {
  let database: MigratedTestDatabase;
  let db: Kysely<Database>;
  beforeAll(async () => {
    database = await openTestDatabase();
    ({ db } = database);
  });
  afterAll(() => database.dispose());

  async function newDocument(organizationId?: string) {
    const organization = organizationId ?? (await createOrganization(db, crypto.randomUUID())).id;
    const documentId = crypto.randomUUID();
    const about = { organizationId: organization, documentId };
    await db.transaction().execute((trx) =>
      insertDocument(trx, {
        organizationId: organization,
        id: documentId,
        filename: '1001.xlsx',
        contentType: 'x',
        sizeBytes: 1,
        sha256: documentId,
        objectName: documentId,
        objectGeneration: '1',
      }),
    );
    return about;
  }

  async function store(records: readonly NewBulkRecord[], copyBytes?: number) {
    const owner = await newDocument();
    const count = await replace(owner, records, copyBytes);
    expect(count).toBe(records.length);
    return owner;
  }

  const replace = async (
    owner: { organizationId: string; documentId: string },
    records: readonly NewBulkRecord[],
    copyBytes?: number,
  ) =>
    await db.transaction().execute((trx) => replaceBulkRecords(trx, owner, records.map(bulkLine), copyBytes));

  const positions = async (filter: BulkRecordFilter) =>
    (await listBulkRecords(db, { ...filter, limit: 500 })).items.map(({ position }) => position);

  test('come back as they were written, with amounts no double could hold', async () => {
    const party = { ...PARTY, companyName: 'A\tB\\N "c" {d}\u2028' };
    const owner = await store([
      record(0, {
        party,
        secondParty: { ...PARTY, number: '1098765401' },
        texts: new Map([
          ['dir', 'CL 1\t2'],
          ['__proto__', 'x'],
        ]),
        amounts: [
          { column: 0, amount: 999_999_999_999_999_999n, raw: null },
          { column: 3, amount: null, raw: 'mil, "dos"' },
          { column: 4, amount: -1n, raw: '-1,2' },
        ],
      }),
      record(1, { party: null, texts: new Map(), amounts: [] }),
    ]);
    const { items } = await listBulkRecords(db, { ...owner, limit: 10 });
    expect(items).toMatchObject([
      {
        party_company_name: party.companyName,
        party_check_digit_right: true,
        second_party: { number: '1098765401' },
        amount_columns: [0, 3, 4],
        amounts: ['999999999999999999', null, '-1'],
        raw_amounts: { 3: 'mil, "dos"', 4: '-1,2' },
      },
      {
        party_number: null,
        party_check_digit_right: null,
        second_party: null,
        amounts: [],
        raw_amounts: null,
      },
    ]);
    expect(Object.entries(items[0]!.texts)).toEqual([
      ['dir', 'CL 1\t2'],
      ['__proto__', 'x'],
    ]);
  });

  test.each([1, 700, 1_000_000])(
    'are all stored, in order, however many statements they take: %d bytes each',
    async (copyBytes) => {
      const records = Array.from({ length: 60 }, (_, position) => record(position));
      const owner = await store(records, copyBytes);
      expect(await positions(owner)).toEqual(records.map(({ position }) => position));
    },
  );

  test('are replaced by those of a later reading, and no others', async () => {
    const first = await store([record(0), record(1), record(2)]);
    const other = await newDocument(first.organizationId);
    await replace(other, [record(0), record(1)]);
    await replace(first, [record(0), record(1)]);
    await replace(first, [record(0)]);
    expect(await countBulkRecords(db, first)).toBe(1);
    expect(await countBulkRecords(db, other)).toBe(2);
  });

  test.each([1, 3, 7, 100])('are deleted to the last, %d at once', async (atOnce) => {
    const owner = await store(Array.from({ length: 7 }, (_, position) => record(position)));
    const other = await store([record(0)]);
    await db
      .transaction()
      .execute((trx) => deleteBulkRecords(trx, owner.organizationId, owner.documentId, atOnce));
    expect(await countBulkRecords(db, owner)).toBe(0);
    expect(await countBulkRecords(db, other)).toBe(1);
  });

  test('none is left of a file whose lines break off', async () => {
    const owner = await newDocument();
    function* lines() {
      yield bulkLine(record(0));
      yield bulkLine(record(1));
      throw new Error('the disk is gone');
    }
    const writing = db.transaction().execute((trx) => replaceBulkRecords(trx, owner, lines(), 1));
    await expect(writing).rejects.toThrow('the disk is gone');
    expect(await countBulkRecords(db, owner)).toBe(0);
  });

  test('are listed page after page, each once', async () => {
    const owner = await store(Array.from({ length: 7 }, (_, position) => record(position)));
    const seen: number[] = [];
    let cursor: string | null = null;
    do {
      const page = await listBulkRecords(db, { ...owner, limit: 3, ...(cursor !== null && { cursor }) });
      seen.push(...page.items.map(({ position }) => position));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  test('a cursor leads nowhere in another document', async () => {
    const owner = await store([record(0), record(1)]);
    const other = await store([record(0), record(1)]);
    const { nextCursor } = await listBulkRecords(db, { ...owner, limit: 1 });
    await expect(listBulkRecords(db, { ...other, limit: 1, cursor: nextCursor! })).rejects.toMatchObject({
      code: 'invalid_cursor',
    });
  });

  test('are found by what they say', async () => {
    const owner = await store([
      record(0),
      record(1, { concept: '5004', party: { ...PARTY, number: '800', checkDigitRight: false } }),
      record(2, { sheet: 'Hoja2', format: '1647', secondParty: { ...PARTY, number: '1098765401' } }),
      record(3, {
        party: {
          ...PARTY,
          companyName: '',
          firstSurname: 'MUÑETÓN',
          firstName: 'Inés',
          checkDigitRight: null,
        },
      }),
      record(4, { party: null }),
    ]);
    const found = async (filter: Partial<BulkRecordFilter>) => await positions({ ...owner, ...filter });
    expect(await found({ concept: '5004' })).toEqual([1]);
    expect(await found({ partyNumber: '800' })).toEqual([1]);
    expect(await found({ partyNumber: '1098765401' })).toEqual([2]);
    expect(await found({ sheet: 'Hoja2' })).toEqual([2]);
    expect(await found({ format: '1647' })).toEqual([2]);
    expect(await found({ name: 'ines muneton' })).toEqual([3]);
    expect(await found({ name: 'pena cia' })).toEqual([0, 1, 2]);
    expect(await found({ name: '%' })).toEqual([]);
    expect(await found({ checkDigit: 'wrong' })).toEqual([1]);
    expect(await found({ checkDigit: 'absent' })).toEqual([3]);
    expect(await found({ checkDigit: 'right', concept: '5002' })).toEqual([0, 2]);
    const stranger = await createOrganization(db, crypto.randomUUID());
    expect(await found({ organizationId: stranger.id })).toEqual([]);
  });

  test('add up exactly, by column and by concept, and say how many could not be read', async () => {
    const most = 999_999_999_999_999_999n;
    const owner = await store([
      record(0, { amounts: [{ column: 0, amount: most, raw: null }] }),
      record(1, { amounts: [{ column: 0, amount: most, raw: null }] }),
      record(2, {
        concept: '5004',
        amounts: [
          { column: 0, amount: -5n, raw: null },
          { column: 2, amount: null, raw: 'mil' },
        ],
      }),
    ]);
    const { columns, concepts, more } = await totalBulkRecords(db, owner, 10);
    expect(columns).toEqual([
      { column: 0, concept: null, amount: String(2n * most - 5n), amountCount: 3, unreadableCount: 0 },
      { column: 2, concept: null, amount: '0', amountCount: 0, unreadableCount: 1 },
    ]);
    expect(concepts).toEqual([
      { column: 0, concept: '5002', amount: String(2n * most), amountCount: 2, unreadableCount: 0 },
      { column: 0, concept: '5004', amount: '-5', amountCount: 1, unreadableCount: 0 },
      { column: 2, concept: '5004', amount: '0', amountCount: 0, unreadableCount: 1 },
    ]);
    expect(more).toBe(false);
    expect(await totalBulkRecords(db, owner, 1)).toMatchObject({
      concepts: [{ concept: '5002' }],
      more: true,
    });
    expect((await totalBulkRecords(db, { ...owner, concept: '5004' }, 10)).columns[0]).toMatchObject({
      amount: '-5',
    });
    expect(await isSumOfColumns(db, owner, 2n * most - 5n)).toBe(true);
    expect(await isSumOfColumns(db, owner, 0n)).toBe(true);
    expect(await isSumOfColumns(db, owner, 1n)).toBe(false);
  });

  test('go with their document, and with what is purged of it', async () => {
    const owner = await store([record(0)]);
    const purged = await newDocument(owner.organizationId);
    await replace(purged, [record(0)]);
    await db.transaction().execute((trx) =>
      markBulkProcessed(trx, {
        ...purged,
        layout: 'bulk-xml',
        taxableYear: 2025,
        warnings: [],
        bulk: {
          reporter: { documentType: 'NIT', number: '900123456', name: 'EMPRESA INVENTADA' },
          sheets: [],
          header: null,
          recordCount: 1,
          amountCount: 1,
        },
      }),
    );
    await db.transaction().execute((trx) => purgeDocument(trx, purged.organizationId, purged.documentId));
    expect(await countBulkRecords(db, purged)).toBe(0);
    expect(await findDocument(db, purged.organizationId, purged.documentId)).toMatchObject({
      state: 'purged',
      bulk: null,
    });
    expect(await countBulkRecords(db, owner)).toBe(1);
    await db.deleteFrom('documents').where('id', '=', owner.documentId).execute();
    expect(await countBulkRecords(db, owner)).toBe(0);
  });

  test('of a document that is not there cannot be said to be read', async () => {
    const { organizationId } = await newDocument();
    const bulk = { reporter: null, sheets: [], header: null, recordCount: 0, amountCount: 0 };
    const marking = db.transaction().execute((trx) =>
      markBulkProcessed(trx, {
        organizationId,
        documentId: crypto.randomUUID(),
        layout: 'bulk-xml',
        taxableYear: null,
        warnings: [],
        bulk,
      }),
    );
    await expect(marking).rejects.toThrow('There is no document');
  });
});
