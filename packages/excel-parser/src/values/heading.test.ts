import { describe, expect, it } from 'vitest';
import { columnIndex } from './column-letters.ts';
import { headingKey, headingSense, matchHeadings } from './heading.ts';

describe('headings', () => {
  it.each([
    ['Cód. Dpto.', 'Código del Departamento'],
    ['NRO.  IDENTIFICACIÓN', 'Número de\u00A0identificación'],
    ['No. de documento', 'Número de documento'],
    ['Nº documento', 'N° documento'],
    ['Num_factura_venta', 'Número factura de venta'],
    ['Primer apellido del accionista', 'PRIMER APELLIDO'],
    ['Vlr. Retención', 'Valor  retención'],
  ])('takes %s and %s for the same', (left, right) => {
    expect(headingKey(left)).not.toBe('');
    expect(headingKey(left)).toBe(headingKey(right));
  });

  it.each([
    ['Pago o abono en cuenta deducible', 'Pago o abono en cuenta NO deducible'],
    ['Saldo cuentas por cobrar', 'Saldo cuentas por pagar'],
    ['Tipo de documento', 'Tipo de documento del dependiente económico'],
    ['NIT', 'NIT Informante'],
  ])('tells %s from %s', (left, right) => {
    expect(headingKey(left)).not.toBe(headingKey(right));
  });

  it('is not fooled by names of the prototype', () => {
    expect(headingKey('constructor')).toBe('constructor');
    expect(headingKey('__proto__')).toBe('proto');
  });

  it.each([
    ['Saldo final de la cuenta', 'money'],
    ['Valor avalúo catastral', 'money'],
    ['Cuenta por pagar como cliente', 'money'],
    ['IVA generado', 'money'],
    ['Número de cuenta', 'text'],
    ['N° de movimientos', 'text'],
    ['Fecha de apertura', 'text'],
    ['Porcentaje de participación', 'text'],
    ['Cuenta bancaria', 'text'],
    ['Matrícula', 'text'],
    ['Zona', 'unknown'],
  ])('judges %s to be %s', (heading, sense) => {
    expect(headingSense(heading)).toBe(sense);
  });

  it('gives each field one column, also with lost letters', () => {
    const headings = ['Raz\uFFFDn Social', 'NIT', 'NIT', 'Otro'].map((text, at) => ({ at, text }));
    expect(matchHeadings(headings, { name: ['razon social'], nit: ['nit'], second: ['nit'] })).toEqual(
      new Map([
        ['name', 0],
        ['nit', 1],
        ['second', 2],
      ]),
    );
  });
});

describe('column letters', () => {
  it.each([
    ['A', 0],
    ['z', 25],
    ['AA', 26],
    ['XFD', 16_383],
    ['XFE', undefined],
    ['A1', undefined],
    ['', undefined],
  ])('reads %s as %s', (letters, column) => {
    expect(columnIndex(letters)).toBe(column);
  });
});
