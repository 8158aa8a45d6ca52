import { openWorkbook, rowJsonLine } from '@accountia/excel-parser';
import { draft, problem } from '@accountia/task-contracts/api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type Tenant, type TestApi } from '../testing/api.ts';
import { storeDeclaration } from '../testing/declarations.ts';
import { fact } from '../testing/facts.ts';
import { jsonClient } from '../testing/json.ts';

let api: TestApi;
let tenant: Tenant;
let ask: ReturnType<typeof jsonClient>;
beforeAll(async () => {
  api = await startTestApi();
  tenant = await api.tenant();
  ask = jsonClient(tenant);
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
});

let taxpayer = 1_059_000_000;
const store = async (taxableYear = 2025) =>
  await storeDeclaration(api, tenant.organizationId, {
    taxableYear,
    number: String((taxpayer += 1)),
    entries: [
      fact(20, 'Pagos por salarios', 90_000_000n, { boxes: [32] }),
      fact(21, '=HYPERLINK("http://malo.example")', 5n),
    ],
  });

async function download(path: string) {
  const response = await tenant.request(path);
  expect(response.status).toBe(200);
  return { headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
}

async function cells(bytes: Buffer, sheet: string): Promise<Record<string, unknown>[]> {
  await using workbook = await openWorkbook(bytes);
  const found: Record<string, unknown>[] = [];
  for await (const batch of workbook.rows(sheet)) {
    for (const row of batch) {
      found.push((JSON.parse(rowJsonLine(sheet, row)) as { cells: Record<string, unknown> }).cells);
    }
  }
  return found;
}

describe('the results workbook', () => {
  test('holds the facts and the draft as they are now, and names the version that says the same', async () => {
    const { declarationId } = await store();
    const path = `/v1/declarations/${declarationId}/results.xlsx`;
    const before = await download(path);
    expect(before.headers.get('content-type')).toContain('spreadsheetml.sheet');
    expect(before.headers.get('content-disposition')).toBe(
      `attachment; filename="resultados-2025-${taxpayer}.xlsx"`,
    );
    expect(before.headers.get('cache-control')).toBe('private, no-store');
    const wordsOf = (rows: Record<string, unknown>[]) => rows.find(({ A }) => A === 'Borrador')?.['B'];
    expect(wordsOf(await cells(before.bytes, 'Resumen'))).toContain('sin guardar como versión');
    expect((await cells(before.bytes, 'Datos'))[2]).toMatchObject({ D: '=HYPERLINK("http://malo.example")' });

    const body = { facts: { dependants: 1 } };
    const made = await ask('POST', `/v1/declarations/${declarationId}/drafts`, {
      body,
      status: 201,
      read: draft,
    });
    const after = await download(path);
    expect(wordsOf(await cells(after.bytes, 'Resumen'))).toMatch(/^Versión 1: /);
    const form = await cells(after.bytes, 'Formulario 210');
    const tax = form.find(({ A }) => A === 126);
    expect(String(tax?.['C'])).toBe(made.boxes['126']?.value);
    expect(form.find(({ A }) => A === 32)).toMatchObject({
      C: 90_000_000,
      D: 90_000_000,
      G: 'art. 103 E.T.',
    });
  });

  test('of a year without a known form has all but the draft', async () => {
    const { declarationId } = await store(2019);
    const { bytes } = await download(`/v1/declarations/${declarationId}/results.xlsx`);
    expect(await cells(bytes, 'Datos')).toHaveLength(3);
    const [, reason] = await cells(bytes, 'Formulario 210');
    expect(reason?.['B']).toContain('Solo se conoce el formulario 210');
  });
});

describe('the summary', () => {
  test('is a PDF to save, also without a known form', async () => {
    for (const year of [2025, 2019]) {
      const { declarationId } = await store(year);
      const { headers, bytes } = await download(`/v1/declarations/${declarationId}/summary.pdf`);
      expect(headers.get('content-type')).toBe('application/pdf');
      expect(headers.get('content-disposition')).toBe(
        `attachment; filename="resumen-${year}-${taxpayer}.pdf"`,
      );
      expect(bytes.subarray(0, 5).toString('latin1')).toBe('%PDF-');
      expect(bytes.subarray(-6).toString('latin1')).toContain('%%EOF');
    }
  });
});

test('a declaration with more facts than a workbook holds is refused', async () => {
  const { declarationId, documentId } = await store();
  await api.db.updateTable('documents').set({ entry_count: 50_001 }).where('id', '=', documentId).execute();
  for (const name of ['results.xlsx', 'summary.pdf']) {
    const refused = await ask('GET', `/v1/declarations/${declarationId}/${name}`, {
      status: 422,
      read: problem,
    });
    expect(refused).toMatchObject({
      code: 'too_many_entries',
      detail: expect.stringContaining('50') as string,
    });
  }
});
