import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { brokenFiles } from '@accountia/excel-parser/testing';
import { AccountiaApiError, type Client, type Entry, RunFailedError } from '@accountia/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT, startTestStack, type TestStack } from './stack.ts';

const REPORTS = path.join(ROOT, 'packages/excel-parser/fixtures/dian-reports');

/** Written by another program than ours. */
interface ExpectedReport {
  readonly year: number;
  readonly taxpayer: { documentType: string; number: string; name: string };
  readonly topes: Record<string, number>;
  readonly totalsByCategory: Record<string, number>;
  readonly rowCount: number;
  readonly rows: {
    row: number;
    reporterNit: string;
    detail: string;
    amount: number;
    boxes: number[];
    topes: number[];
    category: string;
  }[];
}

describe('documents, from upload to insights', () => {
  let stack: TestStack;
  let client: Client;
  beforeAll(async () => {
    stack = await startTestStack('e2e');
    ({ client } = await stack.newTenant());
  });
  afterAll(() => stack.stop());

  const names = readdirSync(REPORTS)
    .filter((name) => name.endsWith('.xlsx'))
    .map((name) => name.replace('.xlsx', ''));

  test.each(names)('%s gives exactly the expected answer', async (name) => {
    const expected = JSON.parse(
      readFileSync(path.join(REPORTS, `${name}.expected.json`), 'utf8'),
    ) as ExpectedReport;
    const accepted = await client.documents.upload({
      data: readFileSync(path.join(REPORTS, `${name}.xlsx`)),
      filename: `${name}.xlsx`,
    });
    const run = await client.waitForRun(accepted.run.id, { timeoutMs: 60_000 });
    const { declarationId, analysisRunId } = run.result as { declarationId: string; analysisRunId: string };

    const entries: Entry[] = [];
    for await (const entry of client.documents.entriesAll(accepted.document.id, { limit: 100 }))
      entries.push(entry);
    expect(
      entries.map(({ row, reporterNit, detail, amount, boxes, topes, category }) => ({
        row,
        reporterNit,
        detail,
        amount: Number(amount),
        boxes,
        topes,
        category,
      })),
    ).toEqual(expected.rows);

    const summary = await client.declarations.summary(declarationId);
    expect(summary.taxableYear).toBe(expected.year);
    expect(summary.taxpayer).toEqual(expected.taxpayer);
    expect(toNumbers(summary.totalsByCategory)).toEqual(expected.totalsByCategory);
    expect(
      Object.fromEntries(summary.topes.map(({ tope, amount }) => [String(tope), Number(amount)])),
    ).toEqual(expected.topes);

    await client.waitForRun(analysisRunId, { timeoutMs: 60_000 });
    const { items, generator } = await client.declarations.insights(declarationId);
    expect(generator).toBe('rules');
    expect(items.length).toBeGreaterThan(5);
    expect(items.every(({ citations }) => citations.length > 0)).toBe(true);
  });

  test('progress is told live, in order, and ends with the completion', async () => {
    const data = readFileSync(path.join(ROOT, 'samples/reporteExogena2025.xlsx'));
    const accepted = await client.documents.upload({ data, filename: 'reporte.xlsx' });
    const types: string[] = [];
    const sequences: bigint[] = [];
    for await (const event of client.followRun(accepted.run.id)) {
      types.push(event.type);
      sequences.push(BigInt(event.sequence));
    }
    expect(types[0]).toBe('queued');
    expect(types).toContain('progress');
    expect(types.at(-1)).toBe('completed');
    expect(sequences).toEqual(sequences.toSorted((a, b) => Number(a - b)));
  });

  test('the same bytes again are the same document, and a declaration counts each fact once', async () => {
    const { client: other } = await stack.newTenant();
    const data = readFileSync(path.join(ROOT, 'samples/reporteExogena2025.xlsx'));
    const first = await other.documents.upload({ data, filename: 'reporte.xlsx' });
    await other.waitForRun(first.run.id);
    const second = await other.documents.upload({ data, filename: 'otro nombre.xlsx' });
    expect(second).toMatchObject({ alreadyUploaded: true, document: { id: first.document.id } });
    const { items } = await other.declarations.list();
    expect(items).toMatchObject([{ documentCount: 1, entryCount: first.document.entryCount || 51 }]);
  });

  test('what a person decided about a concept holds for the files that come later', async () => {
    const { client: firm } = await stack.newTenant();
    await firm.reviews.decide({
      concept: 'Bonos de fidelización redimidos (9915)',
      category: 'non_labour_income',
    });
    const data = readFileSync(path.join(ROOT, 'samples/reporteExogena2025.xlsx'));
    const { document, run } = await firm.documents.upload({ data, filename: 'reporte.xlsx' });
    await firm.waitForRun(run.id);
    const { items } = await firm.documents.entries(document.id, { text: 'fidelización' });
    expect(items).toMatchObject([
      { category: 'non_labour_income', rule: expect.stringContaining('organization.') },
    ]);
  });

  // What the API can see by looking at the file, it refuses; the rest the worker finds out.
  test.each(brokenFiles())(
    '$name is answered with its own error and leaves nothing behind',
    async ({ bytes, code }) => {
      const { client: fresh, organizationId } = await stack.newTenant();
      const failure = await uploadAndWait(fresh, bytes).then(
        () => expect.unreachable('a broken file was accepted and processed'),
        (error: unknown) => error,
      );
      if (AccountiaApiError.isInstance(failure)) {
        expect([413, 415, 422]).toContain(failure.status);
        expect(failure.code).toBe(code);
        expect(failure.detail).toMatch(/\p{L}/u);
        expect((await fresh.documents.list()).items).toEqual([]);
        expect(
          await stack.db
            .selectFrom('runs')
            .select('id')
            .where('organization_id', '=', organizationId)
            .execute(),
        ).toEqual([]);
      } else {
        expect(failure).toBeInstanceOf(RunFailedError);
        expect((failure as RunFailedError).run.error?.code).toBe(code);
        expect((await fresh.documents.list()).items).toMatchObject([{ state: 'rejected', error: { code } }]);
        expect((await fresh.declarations.list()).items).toEqual([]);
      }
    },
  );

  test('a file of 26 MiB is refused', async () => {
    const { client: fresh } = await stack.newTenant();
    const data = Buffer.alloc(26 * 1024 * 1024);
    data.write('PK\u0003\u0004');
    await expect(fresh.documents.upload({ data, filename: 'grande.xlsx' })).rejects.toMatchObject({
      status: 413,
      code: 'file_too_large',
    });
  });

  test("another organization's document is not there, and an unknown key opens nothing", async () => {
    const data = readFileSync(path.join(ROOT, 'samples/reporteExogena2025.xlsx'));
    const owner = await stack.newTenant();
    const { document } = await owner.client.documents.upload({ data, filename: 'reporte.xlsx' });
    const stranger = await stack.newTenant();
    await expect(stranger.client.documents.get(document.id)).rejects.toMatchObject({ status: 404 });
    const response = await fetch(`${stack.apps.urlOf('api')}/v1/documents`, {
      headers: { authorization: 'Bearer ack_000000000000_0000000000000000000000000000000000000000000' },
    });
    expect(response.status).toBe(401);
  });
});

async function uploadAndWait(client: Client, data: Uint8Array): Promise<void> {
  const accepted = await client.documents.upload({ data, filename: 'reporte.xlsx' });
  await client.waitForRun(accepted.run.id, { timeoutMs: 60_000 });
}

function toNumbers(amounts: Record<string, string>): Record<string, number> {
  return Object.fromEntries(Object.entries(amounts).map(([category, amount]) => [category, Number(amount)]));
}
