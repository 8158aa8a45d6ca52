import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatNit, groupThousands } from '../testing/index.ts';
import { readDateTime } from './date-time.ts';
import { documentTypeOf } from './document-type.ts';
import { nitCheckDigit, parseIdentification, readIdentification } from './nit.ts';
import { foldedEquals, foldLabel, namesAgree } from './text.ts';

describe('identifications', () => {
  it('computes the check digit of public entities', () => {
    // DIAN, Bancolombia, Davivienda, República de Colombia: published by themselves.
    expect(['800197268', '890903938', '860034313', '899999090'].map(nitCheckDigit)).toEqual([
      '4',
      '8',
      '7',
      '2',
    ]);
    expect(nitCheckDigit('12A')).toBeUndefined();
  });

  it.each([
    ['900111222', '900111222', undefined],
    ['900111222.0', '900111222', undefined],
    ['900.111.222-9', '900111222', '9'],
    ['900111222 - 9', '900111222', '9'],
    ['900,111,222', '900111222', undefined],
    ['NIT. 900.111.222', '900111222', undefined],
    ['C.C. No. 1.098.765.401', '1098765401', undefined],
    ['8.38893829E8', '838893829', undefined],
    ['1.23456789012E+13', '12345678901200', undefined],
    ['123456789012345678901', '123456789012345678901', undefined],
    ['0012345', '0012345', undefined],
    ['AB 123-456', 'AB123456', undefined],
    ['', '', undefined],
  ])('reads %j', (text, expected, checkDigit) => {
    expect(parseIdentification(text)).toEqual({ number: expected, checkDigit });
  });

  it('keeps every digit of a long number cell', () => {
    const raw = '222222222222222222';
    expect(readIdentification({ kind: 'number', value: Number(raw), raw }).number).toBe(raw);
  });

  it('reads back every NIT in every shape', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_000_000, max: 9_999_999_999 }), (value) => {
        const nit = String(value);
        for (const shape of [nit, `${nit}.0`, groupThousands(nit), groupThousands(nit, ',')]) {
          expect(parseIdentification(shape)).toEqual({ number: nit, checkDigit: undefined });
        }
        expect(parseIdentification(formatNit(nit))).toEqual({ number: nit, checkDigit: nitCheckDigit(nit) });
      }),
    );
  });
});

describe('document types', () => {
  it.each([
    ['C. C.', 'CC'],
    ['Cédula de Ciudadanía', 'CC'],
    ['C\uFFFDdula de Ciudadan\uFFFDa', 'CC'],
    ['13 - Cédula', 'CC'],
    ['C.E.', 'CE'],
    ['NIT', 'NIT'],
    ['T. I.', 'TI'],
    ['Pasaporte', 'PAS'],
    ['PPT (Permiso por Protección Temporal)', 'PPT'],
    ['', undefined],
    ['Libreta militar', undefined],
  ])('%j is %s', (label, expected) => {
    expect(documentTypeOf(label)).toBe(expected);
  });
});

describe('date-times', () => {
  it.each([
    ['2026-07-28 10:15:00', '2026-07-28T10:15:00'],
    ['2026-07-28', '2026-07-28T00:00:00'],
    ['28/07/2026  10:15', '2026-07-28T10:15:00'],
    ['28-07-2026 12:05:09 a. m.', '2026-07-28T00:05:09'],
    ['28-07-2026 01:05:09 PM', '2026-07-28T13:05:09'],
    ['31/02/2026', undefined],
    ['ayer', undefined],
  ])('reads %j', (text, expected) => {
    expect(readDateTime({ kind: 'text', text })).toBe(expected);
  });

  it('takes the value of a date cell', () => {
    expect(readDateTime({ kind: 'date', value: '2026-07-28T10:15:00', raw: '46231.427' })).toBe(
      '2026-07-28T10:15:00',
    );
  });
});

describe('texts with lost letters', () => {
  it('compares labels without accents, case, blanks and punctuation', () => {
    expect(foldLabel('Información\u00A0 Adicional ')).toBe('informacionadicional');
    expect(foldLabel('Nombre/Razón  Social')).toBe(foldLabel('Nombre / Raz\u006F\u0301n Social:'));
  });

  it('lets U+FFFD stand for one letter, or two for a letter of two bytes', () => {
    expect(foldedEquals('raz\uFFFDn', 'razon')).toBe(true);
    expect(foldedEquals('raz\uFFFD\uFFFDn', 'razon')).toBe(true);
    expect(foldedEquals('raz\uFFFDn', 'razn')).toBe(false);
    expect(foldedEquals('\uFFFD\uFFFD\uFFFD\uFFFD', 'nits')).toBe(false);
    expect(foldedEquals('(a+\uFFFD)*', '(a+b)*')).toBe(true);
  });

  it('compares names by two words in any order', () => {
    const name = 'PEÑARANDA MUÑETÓN LUCÍA INÉS';
    expect(namesAgree(name, 'lucia peñaranda')).toBe(true);
    expect(namesAgree(name, 'PE\uFFFDARANDA MU\uFFFDET\uFFFDN')).toBe(true);
    expect(namesAgree(name, 'PEÑARANDA')).toBe(true);
    expect(namesAgree(name, 'PEÑARANDA GÜIZA ÁNGEL')).toBe(false);
    expect(namesAgree('ANA ANA', 'ANA RUIZ')).toBe(false);
  });
});
