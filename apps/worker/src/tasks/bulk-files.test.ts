import {
  type BulkRecordRow,
  chooseCurrentDocument,
  type DocumentRow,
  entryLine,
  findDocument,
  findRun,
  listBulkRecords,
  listEntries,
  listRuns,
  markBulkProcessed,
  markDocumentProcessed,
  insertEntries,
  totalBulkRecords,
} from '@accountia/db';
import {
  buildBulkWorkbook,
  buildBulkXml,
  buildPersonalReport,
  type ExpectedAmount,
} from '@accountia/excel-parser/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type GivenFile, startTasks, type TestTasks } from '../testing/start-tasks.ts';

describe('files that companies file', () => {
  let tasks: TestTasks;
  let organizationId: string;
  beforeAll(async () => {
    tasks = await startTasks();
  });
  afterAll(() => tasks[Symbol.asyncDispose]());
  beforeEach(async () => {
    organizationId = await tasks.newOrganization();
  });

  const documentOf = async (id: string): Promise<DocumentRow> =>
    (await findDocument(tasks.db, organizationId, id))!;

  async function recordsOf(documentId: string): Promise<BulkRecordRow[]> {
    return (await listBulkRecords(tasks.db, { organizationId, documentId, limit: 10_000 })).items;
  }

  async function readFile(file: GivenFile) {
    const documentId = await tasks.store(organizationId, file);
    const run = await tasks.read(organizationId, documentId);
    return {
      documentId,
      run: (await findRun(tasks.db, organizationId, run.id))!,
      document: await documentOf(documentId),
    };
  }

  /** Every amount as it is stored, in the order of the file. */
  function amountsOf({ bulk }: DocumentRow, records: readonly BulkRecordRow[]) {
    const columns = new Map(
      bulk!.sheets.flatMap((sheet) => sheet.columns).map((column) => [column.number, column]),
    );
    return records.flatMap(({ amount_columns, amounts, concept, party_number }) =>
      amount_columns.map((number, at) => ({
        attribute: columns.get(number)!.attribute,
        amount: amounts[at],
        concept,
        number: party_number ?? '',
      })),
    );
  }

  const promised = (amounts: readonly ExpectedAmount[]) =>
    amounts.map(({ attribute, amount, concept, number }) => ({
      attribute,
      amount: String(amount),
      concept,
      number,
    }));

  test('a workbook of several formats is stored record by record, every amount exact, and belongs to no declaration', async () => {
    const built = buildBulkWorkbook(
      { format: '1001', records: 40, minorAmounts: true, headerRow: 3, year: 2025, version: 11 },
      { format: '1647', records: 10, seed: 2 },
      { format: '1011', records: 5, seed: 3 },
    );
    const { document, documentId, run } = await readFile({
      bytes: built.bytes,
      reading: { taxpayer: { documentType: 'NIT', number: '900123456', name: 'EMPRESA INVENTADA S.A.S.' } },
    });
    expect(document).toMatchObject({
      state: 'processed',
      layout: 'bulk-workbook',
      taxable_year: 2025,
      declaration_id: null,
      superseded_by: null,
      entry_count: 0,
      bulk: {
        reporter: { documentType: 'NIT', number: '900123456', name: 'EMPRESA INVENTADA S.A.S.' },
        header: null,
        recordCount: built.recordCount,
        amountCount: built.amounts.length,
        sheets: [
          { sheet: '1001', format: '1001', version: 11, recordCount: 41 },
          { sheet: '1647', format: '1647', recordCount: 10 },
          { sheet: '1011', format: '1011', recordCount: 5 },
        ],
      },
    });
    const records = await recordsOf(documentId);
    expect(amountsOf(document, records)).toEqual(promised(built.amounts));
    expect(
      records.filter(({ format }) => format === '1647').every(({ second_party }) => second_party !== null),
    ).toBe(true);
    expect(records.at(-1)).toMatchObject({ format: '1011', party_number: null });
    expect(records.find(({ party_kind }) => party_kind === 'minor-amounts')?.party_number).toBe('222222222');
    expect(run).toMatchObject({
      state: 'completed',
      result: {
        documentId,
        declarationId: null,
        analysisRunId: null,
        recordCount: built.recordCount,
        layout: 'bulk-workbook',
      },
    });
    const { items } = await listRuns(tasks.db, { organizationId, limit: 10 });
    expect(items.map(({ task }) => task)).toEqual(['exogena.process-file']);
  });

  test("DIAN's XML is stored, and its header agrees with what is stored", async () => {
    const built = buildBulkXml({ format: '1003', records: 300 });
    const { document, documentId } = await readFile({ bytes: built.bytes, filename: built.fileName });
    const records = await recordsOf(documentId);
    expect(amountsOf(document, records)).toEqual(promised(built.amounts));
    expect(document).toMatchObject({
      layout: 'bulk-xml',
      taxable_year: 2025,
      warnings: [],
      bulk: { reporter: null, header: { totalMatches: true, recordCount: 300, recordCountMatches: true } },
    });
    const { columns } = await totalBulkRecords(tasks.db, { organizationId, documentId }, 0);
    const sum = columns.reduce((all, { amount }) => all + BigInt(amount), 0n);
    expect(document.bulk!.header!.total).toBe(String(sum));
  });

  test('a header that states what the records do not add up to is a warning, and nothing is lost', async () => {
    const built = buildBulkXml({
      format: '1003',
      header: { ValorTotal: '1', CantReg: '9' },
      wrongCheckDigit: true,
    });
    const { document, documentId } = await readFile({ bytes: built.bytes, filename: 'otro.xml' });
    expect(document).toMatchObject({
      state: 'processed',
      bulk: { header: { total: '1', totalMatches: false, recordCount: 9, recordCountMatches: false } },
    });
    expect(document.warnings.map(({ code }) => code).toSorted()).toEqual([
      'nit_check_digit',
      'record_count',
      'total_mismatch',
    ]);
    expect(document.warnings.find(({ code }) => code === 'nit_check_digit')).toMatchObject({ row: 1 });
    const records = await recordsOf(documentId);
    expect(records).toHaveLength(built.recordCount);
    expect(records.map(({ party_check_digit_right }) => party_check_digit_right)).toEqual([
      false,
      ...Array.from({ length: built.recordCount - 1 }, () => true),
    ]);
  });

  test("a firm's own workbook is read as a bulk format by its mapping", async () => {
    const built = buildBulkWorkbook({ format: '1008', sheet: 'Cartera', header: 'attributes', records: 6 });
    const columns = { nid: 'nid', cpt: 'cpt', raz: 'raz', sal: 'sal' };
    const { document, documentId } = await readFile({
      bytes: built.bytes,
      reading: { year: 2024, mapping: { as: 'bulk', format: '1008', columns, headerRow: 1 } },
    });
    expect(document).toMatchObject({ layout: 'mapped-bulk', taxable_year: 2024, bulk: { recordCount: 6 } });
    expect(amountsOf(document, await recordsOf(documentId))).toEqual(promised(built.amounts));
  });

  test('read again, a document has its records once', async () => {
    const built = buildBulkWorkbook({ format: '1001', records: 25 });
    const { documentId } = await readFile({ bytes: built.bytes });
    const before = await recordsOf(documentId);
    await tasks.read(organizationId, documentId);
    expect(await recordsOf(documentId)).toEqual(before);
    expect(before).toHaveLength(25);
  });

  test.each([
    [
      'cut short',
      buildBulkXml({ format: '1001', records: 500 }).bytes.subarray(0, 40_000),
      'truncated_workbook',
      {},
    ],
    [
      'with a document type',
      buildBulkXml({ format: '1001', prolog: '<!DOCTYPE mas [<!ENTITY a "b">]>\n' }).bytes,
      'unsafe_workbook',
      {},
    ],
    [
      'of a format that is none',
      buildBulkXml({ format: '1001', header: { Formato: '9999' } }).bytes,
      'unknown_layout',
      { format: '9999' },
    ],
  ] as const)(
    'an XML %s is rejected with its own error and leaves no record',
    async (_what, bytes, code, details) => {
      const { document, documentId, run } = await readFile({ bytes });
      expect(run).toMatchObject({ state: 'failed', error: { code, details } });
      expect(document).toMatchObject({ state: 'rejected', bulk: null, error: { code } });
      expect(await recordsOf(documentId)).toEqual([]);
    },
  );

  test('what was read as a report once leaves its declaration to the others, which are analysed anew', async () => {
    const { document: report } = await readFile({ bytes: buildPersonalReport({ seed: 4, facts: 9 }).bytes });
    const declarationId = report.declaration_id!;
    const documentId = await tasks.store(organizationId, buildBulkWorkbook({ format: '1001', records: 3 }));
    // As a release that took it for a report has left it: newer than the report, so that it speaks for the declaration.
    await tasks.db.transaction().execute(async (trx) => {
      const owner = { organizationId, documentId, declarationId };
      await insertEntries(trx, owner, [entryLine(FACT)]);
      const read = {
        layout: 'personal-report',
        taxableYear: 2025,
        topes: { '1': '5' },
        warnings: [],
        entryCount: 1,
      };
      await markDocumentProcessed(trx, { ...owner, ...read, reportedAt: null, cutoffAt: null });
      await chooseCurrentDocument(trx, organizationId, owner.declarationId);
    });
    expect(await documentOf(report.id)).toMatchObject({ superseded_by: documentId });
    await tasks.read(organizationId, documentId);
    expect(await documentOf(documentId)).toMatchObject({
      layout: 'bulk-workbook',
      declaration_id: null,
      entry_count: 0,
      topes: {},
    });
    expect(await recordsOf(documentId)).toHaveLength(3);
    expect((await listEntries(tasks.db, { organizationId, documentId, limit: 10 })).items).toEqual([]);
    expect(await documentOf(report.id)).toMatchObject({ superseded_by: null });
    const { items } = await listRuns(tasks.db, { organizationId, declarationId, limit: 10 });
    expect(items.filter(({ task }) => task === 'declaration.analyze')).toHaveLength(2);
  });

  test('what was read as a bulk file once has entries alone when it turns out to be a report', async () => {
    const documentId = await tasks.store(organizationId, buildPersonalReport({ seed: 6, facts: 7 }));
    const bulk = { reporter: null, sheets: [], header: null, recordCount: 0, amountCount: 0 };
    await tasks.db.transaction().execute((trx) =>
      markBulkProcessed(trx, {
        organizationId,
        documentId,
        layout: 'bulk-workbook',
        taxableYear: null,
        warnings: [],
        bulk,
      }),
    );
    await tasks.read(organizationId, documentId);
    expect(await documentOf(documentId)).toMatchObject({
      layout: 'personal-report',
      bulk: null,
      entry_count: 7,
    });
  });
});

const FACT = {
  position: 0,
  sheet: 'Reporte',
  row_number: 20,
  cell: 'F20',
  reporter_nit: '900123456',
  reporter_name: 'EMPRESA INVENTADA S.A.S.',
  reported_number: '1098765401',
  reported_name: 'CONTRIBUYENTE INVENTADO',
  detail: 'Saldo',
  amount: 1n,
  category: 'assets',
  boxes: [],
  topes: [],
  candidate_boxes: [],
  rule: 'r',
  confidence: 'high' as const,
  suggested_use: '',
  additional_information: [],
};
