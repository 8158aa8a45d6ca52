import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { compileScanner, scannerCodeFile } from '../../scanner/compile.ts';

it('the code of the scanner is what its sources compile to', async () => {
  expect(await readFile(scannerCodeFile, 'utf8')).toBe(await compileScanner());
});
