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

/** A program in AssemblyScript, and where its code is kept. */
interface Program {
  name: string;
  /** Its first file, and the file that its code is kept in: from the package's folder. */
  source: string;
  codeFile: string;
  options?: readonly string[];
}

const run = promisify(execFile);
const COMPILER = fileURLToPath(import.meta.resolve('assemblyscript/bin/asc.js'));
// Memory is managed by hand, and nothing of JavaScript's is called.
const OPTIONS = ['-O3', '--runtime', 'stub', '--noAssert', '--use', 'abort='];
const folder = path.join(import.meta.dirname, '..');

export const programs: readonly Program[] = [
  { name: 'scanner', source: 'scanner/assembly/rows.ts', codeFile: 'src/workbook/scanner-code.ts' },
  {
    name: 'inflater',
    source: 'inflater/assembly/inflate.ts',
    codeFile: 'src/zip/inflater-code.ts',
    options: ['--enable', 'simd'],
  },
];

export function codePath({ codeFile }: Program): string {
  return path.join(folder, codeFile);
}

/** Compiles a program. @returns what the file with its code has to be */
export async function compileProgram({ name, source, options }: Program): Promise<string> {
  const binary = await compile(source, options);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(binary));
  const layout = Object.entries(exports).flatMap(([constant, value]) =>
    value instanceof WebAssembly.Global ? [`  ${constant}: ${value.value},\n`] : [],
  );
  return [
    `// Made of \`${path.dirname(source)}\` by \`node packages/excel-parser/webassembly/compile-main.ts\`: not to be edited.\n\n`,
    `/** Where things are in the memory of the ${name}, in bytes. */\n`,
    `export const layout = {\n${layout.join('')}} as const;\n\n`,
    `/** The ${name} as WebAssembly, in Base64. */\n`,
    `export const code =\n  '${binary.toString('base64')}';\n`,
  ].join('');
}

async function compile(source: string, options: readonly string[] = []): Promise<Buffer> {
  const directory = await mkdtemp(path.join(tmpdir(), 'webassembly-'));
  const output = path.join(directory, 'program.wasm');
  try {
    await run(
      process.execPath,
      [COMPILER, path.basename(source), '--outFile', output, ...OPTIONS, ...options],
      { cwd: path.join(folder, path.dirname(source)) },
    );
    return await readFile(output);
  } finally {
    await rm(directory, { recursive: true });
  }
}
