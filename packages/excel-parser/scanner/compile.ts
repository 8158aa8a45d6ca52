import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { exports: Record<string, unknown> };
  Global: new () => { readonly value: number };
};

const run = promisify(execFile);
const COMPILER = fileURLToPath(import.meta.resolve('assemblyscript/bin/asc.js'));
// Memory is managed by hand, and nothing of JavaScript's is called.
const OPTIONS = ['-O3', '--runtime', 'stub', '--noAssert', '--use', 'abort='];

/** The file that compiled code is kept in. */
export const scannerCodeFile = path.join(import.meta.dirname, '../src/workbook/scanner-code.ts');

/** Compiles the scanner. @returns what the file with its code has to be */
export async function compileScanner(): Promise<string> {
  const binary = await compile();
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(binary));
  const layout = Object.entries(exports).flatMap(([name, value]) =>
    value instanceof WebAssembly.Global ? [`  ${name}: ${value.value},\n`] : [],
  );
  return [
    '// Made of `scanner/assembly` by `node packages/excel-parser/scanner/compile-main.ts`: not to be edited.\n\n',
    '/** Where things are in the memory of the scanner, in bytes. */\n',
    `export const layout = {\n${layout.join('')}} as const;\n\n`,
    '/** The scanner as WebAssembly, in Base64. */\n',
    `export const code =\n  '${binary.toString('base64')}';\n`,
  ].join('');
}

async function compile(): Promise<Buffer> {
  const directory = await mkdtemp(path.join(tmpdir(), 'scanner-'));
  const output = path.join(directory, 'scanner.wasm');
  try {
    await run(process.execPath, [COMPILER, 'rows.ts', '--outFile', output, ...OPTIONS], {
      cwd: path.join(import.meta.dirname, 'assembly'),
    });
    return await readFile(output);
  } finally {
    await rm(directory, { recursive: true });
  }
}
