import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { brokenFile } from '@accountia/excel-parser/testing';
import { describe, expect, test } from 'vitest';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { ROOT } from './stack.ts';

const STATE = path.join(ROOT, '.data', 'e2e-demo');

interface Outcome {
  readonly code: number | null;
  readonly output: string;
}

function demo(...args: string[]): { readonly pid: number; readonly ended: Promise<Outcome> } {
  const child = spawn(process.execPath, [path.join(ROOT, 'packages/cli/src/main.ts'), 'demo', ...args], {
    env: { ...process.env, ACCOUNTIA_STATE_DIRECTORY: STATE, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<Outcome>((resolve) => child.on('close', (code) => resolve({ code, output })));
  return { pid: child.pid!, ended };
}

/** Processes of the stack that the demo started, found by the state directory they were started with. */
function survivors(output: string): number[] {
  const pids = [...output.matchAll(/process (\d+)/g)].map((match) => Number(match[1]));
  return pids.filter(
    (pid) => existsSync(`/proc/${pid}`) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('main.ts'),
  );
}

describe('npm run demo', () => {
  test('shows who the taxpayer is, totals, topes, warnings and insights with their law, and leaves nothing running', async () => {
    const { code, output } = await demo().ended;
    expect(output).toContain('CC 1098765401 · año gravable 2025');
    expect(output).toContain('Ingresos laborales');
    expect(output).toMatch(/1\. Ingresos brutos .* supera/);
    expect(output).toContain('Debe declarar');
    expect(output).toContain('Estatuto Tributario, art. 592');
    expect(code).toBe(0);
    expect(survivors(output)).toEqual([]);
  });

  test('a file that is no report ends with its reason and exit code 1', async () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'accountia-demo-')), 'factura.xlsx');
    writeFileSync(file, brokenFile('document.pdf').bytes);
    const { code, output } = await demo(file).ended;
    expect(code).toBe(1);
    expect(output).toContain('pdf_file');
    expect(survivors(output)).toEqual([]);
  });

  test('a path that does not exist costs no time and says so', async () => {
    const { code, output } = await demo('no/such/report.xlsx').ended;
    expect(code).toBe(1);
    expect(output).toContain('no/such/report.xlsx');
    expect(output).not.toContain('Starting');
  });
});
