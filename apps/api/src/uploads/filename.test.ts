import { expect, test } from 'vitest';
import { sanitizeFilename } from './filename.ts';

test.each([
  ['reporte.xlsx', 'reporte.xlsx'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\ana\\reporte exógena.xlsx', 'reporte exógena.xlsx'],
  ['año  2025\n\t.xlsx', 'año 2025.xlsx'],
  ['factura\u202Exslx.exe', 'facturaxslx.exe'],
  ['a\u0000b\u200B\uFEFF.xlsx', 'ab.xlsx'],
  ['e\u0301.xlsx', 'é.xlsx'],
  ['  ..oculto.xlsx.. ', 'oculto.xlsx'],
  ['..', 'reporte.xlsx'],
  ['', 'reporte.xlsx'],
  ['\uD800.xlsx', 'xlsx'],
])('%j becomes %j', (given, expected) => {
  expect(sanitizeFilename(given)).toBe(expected);
});

test('a long name is cut before its extension, never inside a character', () => {
  const cut = sanitizeFilename(`${'😀'.repeat(200)}.xlsx`);
  expect(cut.length).toBeLessThanOrEqual(255);
  expect(cut).toMatch(/^(😀)+\.xlsx$/u);
  expect(sanitizeFilename('ñ'.repeat(1_000))).toHaveLength(255);
});
