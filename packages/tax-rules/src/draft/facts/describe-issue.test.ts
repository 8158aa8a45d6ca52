import { describe, expect, it } from 'vitest';
import { describeInputIssue } from './describe-issue.ts';
import { FACT_FIELDS, FACT_NAMES } from './fields.ts';

describe('what people read about a wrong field', () => {
  it.each([
    ['facts.dependants', 'out_of_range', 'Debe estar entre 0 y 50.'],
    ['facts.monthsWorked', 'out_of_range', 'Debe estar entre 1 y 12.'],
    ['facts.idLastTwoDigits', 'not_digits', 'Deben ser 2 dígitos.'],
    ['facts.penaltyReduction', 'not_an_option', 'Debe ser uno de: none, to_50_percent, to_75_percent.'],
    ['boxes.32', 'too_large', 'No puede pasar de $ 1.000.000.000.000.000.'],
  ] as const)('%s %s', (field, problem, text) => {
    expect(describeInputIssue({ field, problem })).toBe(text);
  });

  it('never depends on the field being known', () => {
    for (const problem of ['out_of_range', 'not_digits', 'not_an_option'] as const) {
      expect(describeInputIssue({ field: 'facts.toString', problem })).toMatch(/^[A-Z].*\.$/);
    }
  });

  it('has bounds for every count', () => {
    for (const name of FACT_NAMES.filter((fact) => FACT_FIELDS[fact].kind === 'count')) {
      expect(describeInputIssue({ field: `facts.${name}`, problem: 'out_of_range' })).toMatch(/\d+ y \d+/);
    }
  });
});
