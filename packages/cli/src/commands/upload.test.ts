import { expect, test } from 'vitest';
import { callCommand } from '../testing/run-command.ts';

test('a file that is not there is said to be missing, before anybody is asked for anything', async () => {
  const { exitCode, output, errors } = await callCommand(['upload', 'nothing.xlsx']);
  expect({ exitCode, output }).toEqual({ exitCode: 1, output: '' });
  expect(errors).toContain('El archivo no existe.');
});
