import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { codePath, compileProgram, programs } from '../webassembly/compile.ts';

it.each(programs)('the code of the $name is what its sources compile to', async (program) => {
  expect(await readFile(codePath(program), 'utf8')).toBe(await compileProgram(program));
});
