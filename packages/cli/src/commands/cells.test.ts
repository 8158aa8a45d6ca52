import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildWorkbook } from '@accountia/excel-parser/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const MAIN = path.join(import.meta.dirname, '..', 'main.ts');

function cells(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [MAIN, 'cells', ...args], { encoding: 'utf8' });
}

describe('cells', () => {
  let folder = '';
  let file = '';

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'cells-'));
    file = path.join(folder, 'libro.xlsx');
    const rows = Array.from({ length: 5_000 }, (_, index) => ({
      number: index + 1,
      cells: ['año', undefined, index],
    }));
    const error = { xml: '<c r="B2" t="e"><v>#N/A</v></c>' };
    writeFileSync(
      file,
      buildWorkbook({
        sheets: [
          { name: 'Uno', rows },
          { name: 'Dos', rows: [{ number: 2, cells: [undefined, error] }] },
        ],
      }),
    );
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it('prints every row of every sheet as a line of JSON', () => {
    const { status, stdout } = cells(file);
    const lines = stdout.trimEnd().split('\n');
    expect(status).toBe(0);
    expect(lines).toHaveLength(5_001);
    expect(lines[0]).toBe('{"sheet":"Uno","row":1,"cells":{"A":"año","C":0}}');
    expect(lines[5_000]).toBe('{"sheet":"Dos","row":2,"cells":{"B":{"error":"#N/A"}}}');
  });

  it('prints one sheet when it is named, and says so when there is none', () => {
    expect(cells(file, '--sheet', 'Dos').stdout.trimEnd().split('\n')).toHaveLength(1);
    const absent = cells(file, '--sheet', 'Tres');
    expect(absent).toMatchObject({ status: 1, stdout: '' });
    expect(absent.stderr).toContain('sheet_not_found');
  });

  it('says why a file cannot be read', () => {
    const other = path.join(folder, 'otro.xlsx');
    writeFileSync(other, '%PDF-1.7');
    expect(cells(other)).toMatchObject({ status: 1, stderr: expect.stringContaining('pdf_file') });
  });
});
