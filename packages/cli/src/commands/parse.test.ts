import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brokenFiles, buildPersonalReport } from '@accountia/excel-parser/testing';
import { describe, expect, test } from 'vitest';
import { callCommand, runCommand } from '../testing/run-command.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import type { ReportJson } from '../report/report-json.ts';

const REPORTS = path.resolve(import.meta.dirname, '../../../excel-parser/fixtures/dian-reports');

/** The answer that goes with a report; its amounts are JSON numbers. */
interface Expected {
  readonly year: number;
  readonly taxpayer: ReportJson['taxpayer'];
  readonly topes: Readonly<Record<string, number>>;
  readonly rowCount: number;
  readonly totalsByCategory: Readonly<Record<string, number>>;
  readonly rows: readonly (Pick<
    ReportJson['rows'][number],
    'row' | 'reporterNit' | 'detail' | 'boxes' | 'topes' | 'category'
  > & {
    readonly amount: number;
  })[];
}

const asDecimals = (amounts: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(amounts).map(([key, amount]) => [key, String(amount)]));

describe('parse --json', () => {
  test.for([1, 2, 3, 4, 5, 6])('gives exactly what report %i says', async (number) => {
    const file = path.join(REPORTS, `reporteExogena-${number}.xlsx`);
    const expected = JSON.parse(readFileSync(file.replace('.xlsx', '.expected.json'), 'utf8')) as Expected;
    const { exitCode, output, errors } = await runCommand(['parse', file, '--json']);
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });

    const report = JSON.parse(output) as ReportJson;
    expect(Object.keys(report)).toEqual([
      'layout',
      'year',
      'taxpayer',
      'topes',
      'rows',
      'totalsByCategory',
      'warnings',
    ]);
    expect(report).toMatchObject({
      layout: 'personal-report',
      year: expected.year,
      taxpayer: expected.taxpayer,
    });
    expect(report.topes).toEqual(asDecimals(expected.topes));
    expect(report.totalsByCategory).toEqual(asDecimals(expected.totalsByCategory));
    expect(report.rows).toHaveLength(expected.rowCount);
    expect(report.rows.map(({ reporterName: _name, ...row }) => row)).toEqual(
      expected.rows.map((row) => ({ ...row, amount: String(row.amount) })),
    );
    for (const row of report.rows) {
      expect(Object.keys(row)).toEqual([
        'row',
        'reporterNit',
        'reporterName',
        'detail',
        'amount',
        'boxes',
        'topes',
        'category',
      ]);
    }
  });

  test.for(brokenFiles())(
    'of $name is exit code 1 with its reason as JSON',
    async ({ name, bytes, code }) => {
      using directory = temporaryDirectory();
      const file = path.join(directory.path, name);
      writeFileSync(file, bytes);
      const { exitCode, output, errors } = await callCommand(['parse', file, '--json']);
      expect({ exitCode, errors }).toEqual({ exitCode: 1, errors: '' });
      const answer = JSON.parse(output) as { error: Record<string, unknown> };
      expect(Object.keys(answer)).toEqual(['error']);
      expect(answer.error).toEqual({
        code,
        message: expect.stringMatching(/^[A-Z].{15,}\.$/),
        details: expect.any(Object),
      });
    },
  );

  test('of a file that is not there says so', async () => {
    const { exitCode, output } = await runCommand(['parse', 'no-such-report.xlsx', '--json']);
    expect(exitCode).toBe(1);
    expect(JSON.parse(output)).toMatchObject({
      error: { code: 'source_unreadable', message: 'El archivo no existe.' },
    });
  });
});

describe('parse', () => {
  const report = path.join(REPORTS, 'reporteExogena-1.xlsx');

  test('tells a person who, how much and what obliges to file', async () => {
    const { exitCode, output } = await runCommand(['parse', report]);
    expect(exitCode).toBe(0);
    expect(output).toContain('año gravable 2024');
    expect(output).toContain('CC 1057664193  QUIÑONES ZÁRATE ÁNGEL MARÍA');
    expect(output).toMatch(/Ingresos brutos .*\$ 224\.348\.987 .*supera/);
    expect(output).toMatch(/Ingresos laborales +5 +\$ 82\.525\.307/);
    expect(output).toContain('Avisos');
    expect(output).not.toContain('Arrendamientos (5005)');
  });

  test('shows every row when asked', async () => {
    const { output } = await runCommand(['parse', report, '--rows']);
    expect(output).toMatch(/65 +892138303 +Arrendamientos \(5005\) +\$ 41\.225\.785 +R58 +Rentas de capital/);
  });

  test('tells what is wrong with a file on standard error', async () => {
    using directory = temporaryDirectory();
    const file = path.join(directory.path, 'empty.xlsx');
    writeFileSync(file, '');
    const { exitCode, output, errors } = await runCommand(['parse', file]);
    expect({ exitCode, output }).toEqual({ exitCode: 1, output: '' });
    expect(errors).toContain('El archivo no tiene contenido');
    expect(errors).toContain('(empty_file)');
  });

  test('reads reports of years whose limits nobody knows yet', async () => {
    using directory = temporaryDirectory();
    const file = path.join(directory.path, 'future.xlsx');
    writeFileSync(file, buildPersonalReport({ seed: 3, year: 2040 }).bytes);
    const { exitCode, output } = await runCommand(['parse', file]);
    expect(exitCode).toBe(0);
    expect(output).toContain('No se conocen los límites del año 2040');
  });

  test('finds a file named from where npm was called', async () => {
    using directory = temporaryDirectory();
    mkdirSync(path.join(directory.path, 'elsewhere'));
    writeFileSync(path.join(directory.path, 'mine.xlsx'), readFileSync(report));
    const { exitCode } = await runCommand(['parse', 'mine.xlsx'], {
      directory: path.join(directory.path, 'elsewhere'),
      environment: { INIT_CWD: directory.path },
    });
    expect(exitCode).toBe(0);
  });
});
