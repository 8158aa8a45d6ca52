import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { buildBulkWorkbook, buildBulkXml, type ExpectedAmount } from '@accountia/excel-parser/testing';
import { AccountiaApiError, type BulkRecord, type Client, RunFailedError } from '@accountia/sdk';
import { purgeExpired } from '@accountia/task-contracts';
import { enqueue } from '@accountia/task-runtime';
import { SYSTEM_ORGANIZATION_ID } from '@accountia/db';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT, startTestStack, type TestStack } from './stack.ts';

describe('files that companies file, from upload to their records', () => {
  let stack: TestStack;
  beforeAll(async () => {
    stack = await startTestStack('e2e-bulk');
  });
  afterAll(() => stack.stop());

  async function recordsOf(client: Client, documentId: string): Promise<BulkRecord[]> {
    const records: BulkRecord[] = [];
    for await (const record of client.documents.recordsAll(documentId, { limit: 100 })) records.push(record);
    return records;
  }

  const amountsOf = (records: readonly BulkRecord[]) =>
    records.flatMap(({ row, sheet, concept, party, amounts }) =>
      amounts.map(({ attribute, amount }) => ({
        sheet,
        row,
        attribute,
        amount,
        concept,
        number: party?.number ?? '',
      })),
    );

  const promised = (amounts: readonly (ExpectedAmount & { sheet?: string; row: number })[], element = '') =>
    amounts.map(({ sheet = element, row, attribute, amount, concept, number }) => ({
      sheet,
      row,
      attribute,
      amount: String(amount),
      concept,
      number,
    }));

  /** By attribute and concept. */
  function sumsOf(amounts: readonly ExpectedAmount[]): Record<string, string> {
    const groups = Map.groupBy(amounts, ({ attribute, concept }) => `${attribute} ${concept}`);
    return Object.fromEntries(
      [...groups].map(([key, group]) => [key, String(group.reduce((sum, { amount }) => sum + amount, 0n))]),
    );
  }

  test('a workbook of two formats gives back every amount, and the sums of them', async () => {
    const { client } = await stack.newTenant();
    const built = buildBulkWorkbook(
      { format: '1001', records: 700, minorAmounts: true, headerRow: 3, year: 2025, version: 11 },
      { format: '1647', records: 30, seed: 5 },
    );
    const accepted = await client.documents.upload({ data: built.bytes, filename: 'medios 2025.xlsx' });
    const run = await client.waitForRun(accepted.run.id, { timeoutMs: 60_000 });
    expect(run.result).toMatchObject({ declarationId: null, analysisRunId: null, recordCount: 731 });
    const document = await client.documents.get(accepted.document.id);
    expect(document).toMatchObject({
      state: 'processed',
      layout: 'bulk-workbook',
      taxableYear: 2025,
      declarationId: null,
      bulk: { recordCount: built.recordCount, amountCount: built.amounts.length },
    });
    expect(amountsOf(await recordsOf(client, document.id))).toEqual(promised(built.amounts));
    const totals = await client.documents.recordTotals(document.id);
    expect(
      Object.fromEntries(
        totals.concepts.map(({ attribute, concept, amount }) => [`${attribute} ${concept}`, amount]),
      ),
    ).toEqual(sumsOf(built.amounts));
    expect((await client.declarations.list()).items).toEqual([]);
    expect((await client.runs.list()).items).toHaveLength(1);

    const again = await client.documents.reprocess(document.id);
    await client.waitForRun(again.id, { timeoutMs: 60_000 });
    expect(amountsOf(await recordsOf(client, document.id))).toEqual(promised(built.amounts));
  });

  test("DIAN's XML agrees with its header, and its records are found by third party", async () => {
    const { client } = await stack.newTenant();
    const built = buildBulkXml({ format: '1003', records: 1_200 });
    const accepted = await client.documents.upload({ data: built.bytes, filename: built.fileName });
    await client.waitForRun(accepted.run.id, { timeoutMs: 60_000 });
    const { bulk, warnings } = await client.documents.get(accepted.document.id);
    expect(bulk?.header).toMatchObject({ totalMatches: true, recordCountMatches: true, recordCount: 1_200 });
    expect(warnings).toEqual([]);
    expect(amountsOf(await recordsOf(client, accepted.document.id))).toEqual(
      promised(built.amounts, built.element),
    );
    const { number } = built.amounts.at(-1)!;
    const { items } = await client.documents.records(accepted.document.id, { partyNumber: number });
    expect(amountsOf(items)).toEqual(
      promised(
        built.amounts.filter((amount) => amount.number === number),
        built.element,
      ),
    );
  });

  test('a total that is not that of the records is a warning in Spanish, and the records are there', async () => {
    const { client } = await stack.newTenant();
    const built = buildBulkXml({ format: '1006', header: { ValorTotal: '77' } });
    const accepted = await client.documents.upload({ data: built.bytes, filename: built.fileName });
    await client.waitForRun(accepted.run.id, { timeoutMs: 60_000 });
    const { bulk, warnings } = await client.documents.get(accepted.document.id);
    expect(bulk?.header).toMatchObject({ total: '77', totalMatches: false });
    expect(warnings).toMatchObject([
      { code: 'total_mismatch', message: expect.stringContaining('encabezado (77)') },
    ]);
    expect(await recordsOf(client, accepted.document.id)).toHaveLength(built.recordCount);
  });

  const whole = buildBulkXml({ format: '1001', records: 900 }).bytes;
  test.each([
    ['cut', whole.subarray(0, whole.length / 2), 'truncated_workbook', null, /cortado/],
    [
      'with a document type',
      buildBulkXml({ format: '1001', prolog: '<!DOCTYPE mas [<!ENTITY a "b">]>' }).bytes,
      'unsafe_workbook',
      422,
      /peligroso/,
    ],
    [
      'of an unknown format',
      buildBulkXml({ format: '1001', header: { Formato: '9999' } }).bytes,
      'unknown_layout',
      null,
      /formato 9999/,
    ],
  ] as const)(
    'an XML %s is refused with its own words and leaves no record',
    async (_what, data, code, status, words) => {
      const { client, organizationId } = await stack.newTenant();
      const failure = await client.documents
        .upload({ data, filename: 'archivo.xml' })
        .then(({ run }) => client.waitForRun(run.id, { timeoutMs: 60_000 }))
        .then(
          () => expect.unreachable('it was accepted and processed'),
          (error: unknown) => error,
        );
      if (status === null) {
        expect(failure).toBeInstanceOf(RunFailedError);
        expect((failure as RunFailedError).run.error).toMatchObject({
          code,
          message: expect.stringMatching(words),
        });
      } else {
        expect(AccountiaApiError.isInstance(failure)).toBe(true);
        expect(failure).toMatchObject({ status, code, detail: expect.stringMatching(words) });
      }
      const { rows } = await sql`select from bulk_records where organization_id = ${organizationId}`.execute(
        stack.db,
      );
      expect(rows).toEqual([]);
    },
  );

  test('another organization finds nothing, and purging leaves nothing', async () => {
    const { client, organizationId } = await stack.newTenant();
    const { bytes } = buildBulkWorkbook({ format: '1008', records: 12 });
    const { document, run } = await client.documents.upload({ data: bytes, filename: '1008.xlsx' });
    await client.waitForRun(run.id, { timeoutMs: 60_000 });
    const stranger = await stack.newTenant();
    for (const ask of ['get', 'records', 'recordTotals'] as const)
      await expect(stranger.client.documents[ask](document.id)).rejects.toMatchObject({ status: 404 });

    await sql`update documents set expires_at = now() - interval '1 day' where id = ${document.id}`.execute(
      stack.db,
    );
    await stack.db
      .transaction()
      .execute((trx) => enqueue(trx, purgeExpired, {}, { organizationId: SYSTEM_ORGANIZATION_ID }));
    await expect
      .poll(async () => (await client.documents.get(document.id)).state, { timeout: 30_000 })
      .toBe('purged');
    expect(await client.documents.get(document.id)).toMatchObject({ bulk: null, filename: '' });
    expect((await client.documents.records(document.id)).items).toEqual([]);
    const { rows } = await sql`select from bulk_records where organization_id = ${organizationId}`.execute(
      stack.db,
    );
    expect(rows).toEqual([]);
  });

  test('the command line uploads one, shows what it is, and lists its records', async () => {
    const { apiKey } = await stack.newTenant();
    const folder = mkdtempSync(path.join(tmpdir(), 'accountia-bulk-'));
    try {
      const built = buildBulkXml({ format: '1003', records: 20 });
      writeFileSync(path.join(folder, built.fileName), built.bytes);
      const environment = {
        ACCOUNTIA_API_URL: stack.apps.urlOf('api'),
        ACCOUNTIA_API_KEY: apiKey,
        NO_COLOR: '1',
      };
      const accountia = async (...args: string[]) => {
        const main = path.join(ROOT, 'packages/cli/src/main.ts');
        const env = { ...process.env, ...environment };
        return (await promisify(execFile)(process.execPath, [main, ...args], { env, cwd: folder })).stdout;
      };
      const shown = await accountia('upload', path.join(folder, built.fileName));
      expect(shown).toContain('Medios magnéticos, año gravable 2025');
      expect(shown).toMatch(/Encabezado {2}total \$ ?[\d.]+ coincide, 20 registros coincide/);
      const [, id] = /accountia -- records (\S+)/.exec(shown)!;
      const lines = (await accountia('records', id!, '--json')).trimEnd().split('\n');
      expect(lines).toHaveLength(20);
      expect((JSON.parse(lines[0]!) as BulkRecord).documentId).toBe(id);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
