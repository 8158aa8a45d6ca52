import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BulkRecord, BulkTotals } from '@accountia/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommand } from '../testing/run-command.ts';

const DOCUMENT = '0198a000-0000-7000-8000-000000000002';
const party = {
  documentType: 'NIT',
  documentTypeLabel: '31',
  number: '900123456',
  checkDigit: '8',
  checkDigitRight: true,
  kind: 'identified',
  name: 'EMPRESA INVENTADA S.A.S.',
  firstSurname: '',
  secondSurname: '',
  firstName: '',
  otherNames: '',
  companyName: 'EMPRESA INVENTADA S.A.S.',
};
const column = { attribute: 'pago', heading: 'Pago deducible', meaning: 'income' };
const amount = {
  ...column,
  cell: 'M2',
  amount: '9007199254740993',
  status: 'read' as const,
  rawAmount: null,
  boxes: [],
  concerns: 'party' as const,
};

function record(position: number, changes: Partial<BulkRecord> = {}): BulkRecord {
  return {
    documentId: DOCUMENT,
    position,
    sheet: '1001',
    row: position + 2,
    format: '1001',
    concept: '5002',
    conceptName: 'Honorarios',
    party,
    secondParty: null,
    texts: {},
    amounts: [amount],
    ...changes,
  };
}

const RECORDS = [
  record(0),
  record(1, { amounts: [{ ...amount, cell: 'M3', amount: '0', status: 'unreadable', rawAmount: 'mil' }] }),
  record(2, { amounts: [] }),
];
const total = { ...column, sheet: '1001', format: '1001', amountCount: 2, unreadableCount: 1 };
const TOTALS: BulkTotals = {
  documentId: DOCUMENT,
  recordCount: 3,
  amount: '18014398509481986',
  columns: [{ ...total, amount: '18014398509481986' }],
  concepts: [{ ...total, concept: '5002', conceptName: 'Honorarios', amount: '18014398509481986' }],
  moreConcepts: false,
};

describe('records', () => {
  let server: Server;
  let environment: Record<string, string>;
  const asked: string[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      const url = new URL(request.url ?? '', 'http://localhost');
      const at = Number(url.searchParams.get('cursor') ?? 0);
      const page = {
        items: RECORDS.slice(at, at + 2),
        nextCursor: at + 2 < RECORDS.length ? String(at + 2) : null,
      };
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(url.pathname.endsWith('/totals') ? TOTALS : page));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    environment = { ACCOUNTIA_API_URL: url, ACCOUNTIA_API_KEY: 'ack_test', NO_COLOR: '1' };
  });
  afterAll(async () => {
    server.close();
    await once(server, 'close');
  });

  test('shows each amount with its cell, third party and concept, whatever the page it came with', async () => {
    const { exitCode, output } = await runCommand(['records', DOCUMENT, '--party', '900123456'], {
      environment,
    });
    expect(exitCode).toBe(0);
    expect(output).toMatch(
      / M2 +NIT 900123456 EMPRESA INVENTADA S\.A\.S\. +5002 Honorarios +Pago deducible +\$ ?9\.007\.199\.254\.740\.993\n/,
    );
    expect(output).toMatch(/ M3 .*ilegible: mil\n/);
    expect(output).toContain('fila 4');
    expect(asked.at(-1)).toBe(`/v1/documents/${DOCUMENT}/records?partyNumber=900123456&limit=100&cursor=2`);
  });

  test('says when it does not show all', async () => {
    const { output } = await runCommand(['records', DOCUMENT, '--limit', '1'], { environment });
    expect(output).toContain('Se muestran 1;');
    expect(output).not.toContain('M3');
  });

  test('gives each record as a line of JSON', async () => {
    const { output } = await runCommand(['records', DOCUMENT, '--json'], { environment });
    const lines = output.trimEnd().split('\n');
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual(RECORDS);
  });

  test('adds up by column and concept', async () => {
    const { output } = await runCommand(['records', DOCUMENT, '--totals', '--concept', '5002'], {
      environment,
    });
    expect(output).toMatch(/1001 +Pago deducible +2 +\$ ?18\.014\.398\.509\.481\.986\n/);
    expect(output).toMatch(/ {2}5002 Honorarios +2 +\$ ?18\.014\.398\.509\.481\.986\n/);
    const json = await runCommand(['records', DOCUMENT, '--totals', '--json'], { environment });
    expect(JSON.parse(json.output)).toEqual(TOTALS);
  });
});
