import { describe, expect, it } from 'vitest';
import { describeFinding } from './describe.ts';
import type { Finding } from './types.ts';
import { FINDING_CODES } from './types.ts';

/** Every parameter that any finding carries. */
const PARAMS = {
  amount: '1234567',
  base: '1000',
  cadastralValue: '300',
  deduction: '10',
  detail: 'Algo nuevo',
  difference: '-5',
  employerAmount: '5000',
  fundAmount: '5100',
  greater: '310',
  holdersAmount: '450',
  kind: 'voluntary.afc',
  maximum: '99',
  name: 'ROJAS LAURA',
  reported: '7',
  sharePercent: 33.5,
  sum: '12',
  taxBase: '310',
  times: 2,
  tope: 3,
  totalAmount: '900',
};

function finding(code: Finding['code'], params: Finding['params'] = PARAMS): Finding {
  return { code, severity: 'info', entries: [1, 2], params, articles: [] };
}

describe('describeFinding', () => {
  it.each(FINDING_CODES)('%s has a title, an explanation and an action in full sentences', (code) => {
    const { title, explanation, action } = describeFinding(finding(code));
    expect(title).toMatch(/^[A-ZÁÉÍÓÚÑ].*[^.]$/);
    for (const sentence of [explanation, action]) expect(sentence).toMatch(/^.*[A-ZÁÉÍÓÚÑ«\d].*\.$/);
    expect(`${title} ${explanation} ${action}`).not.toMatch(/undefined|null|NaN|\[object/);
  });

  it('writes pesos, percentages and rows as Colombians do', () => {
    expect(describeFinding(finding('property_valued_twice')).explanation).toBe(
      'Avalúo catastral $ 300 y base del predial $ 310. Su participación reportada es 33,5 %.',
    );
    expect(describeFinding(finding('joint_holder')).explanation).toContain('2 filas por $ 1.234.567');
    expect(describeFinding({ ...finding('joint_holder'), entries: [9] }).explanation).toContain(
      'Una fila por',
    );
    expect(describeFinding(finding('tope_difference')).explanation).toContain('(diferencia -$ 5)');
  });

  it('refuses a code it does not know', () => {
    const unknown = { ...finding('joint_holder'), code: 'from_the_future' } as unknown as Finding;
    expect(() => describeFinding(unknown)).toThrowError(expect.objectContaining({ code: 'unknown_finding' }));
  });

  it('refuses a finding that lacks a parameter rather than printing a hole', () => {
    expect(() => describeFinding(finding('unknown_concept', {}))).toThrowError(
      expect.objectContaining({ code: 'unknown_finding' }),
    );
  });
});
