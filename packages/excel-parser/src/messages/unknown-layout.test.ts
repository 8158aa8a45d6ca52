import { describe, expect, it } from 'vitest';
import { unknownLayoutMessage } from './unknown-layout.ts';

const near = { layout: 'bulk-workbook', format: '1003', score: 0.6, matched: 6, of: 10 };

describe('what is said of a workbook of no known layout', () => {
  it('names what it comes nearest to, and the first of the titles that are missing', () => {
    const message = unknownLayoutMessage({ nearest: { ...near, missing: ['A', 'B', 'C', 'D'] } });
    expect(message).toContain(
      'Se parece al formato 1003: tiene 6 de sus 10 títulos; faltan «A», «B», «C» y 1 más.',
    );
    expect(message).toContain('"mapping"');
  });

  it.each([
    ['too little resembles', { ...near, score: 0.2, missing: [] }],
    ['nothing resembles', null],
    ['a newer release knows', { ...near, format: '', layout: 'a-layout-of-a-newer-release', missing: [] }],
  ])('names none that %s', (_case, nearest) => {
    const message = unknownLayoutMessage({ nearest });
    expect(message).not.toContain('Se parece');
    expect(message).toContain('"mapping"');
  });

  it('says of a workbook that is known, but not wanted, what it is, and asks for no mapping', () => {
    const message = unknownLayoutMessage({ nearest: null, recognised: { layout: 'wide-report' } });
    expect(message).toContain('es un reporte general');
    expect(message).not.toContain('mapping');
  });

  it('tells a format that is not read from one that is not said', () => {
    expect(unknownLayoutMessage({ format: '9999' })).toContain('9999');
    expect(unknownLayoutMessage({ format: '' })).toContain('no dice de qué formato');
  });
});
