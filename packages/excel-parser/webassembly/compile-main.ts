/** Compiles what is WebAssembly, and keeps it where it is used: `node packages/excel-parser/webassembly/compile-main.ts`. */
import { writeFile } from 'node:fs/promises';
import { codePath, compileProgram, programs } from './compile.ts';

for (const program of programs) await writeFile(codePath(program), await compileProgram(program));
