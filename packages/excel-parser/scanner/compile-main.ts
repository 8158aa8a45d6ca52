/** Compiles the scanner and keeps its code where the reader finds it: `node packages/excel-parser/scanner/compile-main.ts`. */
import { writeFile } from 'node:fs/promises';
import { compileScanner, scannerCodeFile } from './compile.ts';

await writeFile(scannerCodeFile, await compileScanner());
