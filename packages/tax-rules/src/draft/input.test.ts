import { describe, expect, it } from 'vitest';
import { TaxRulesError } from '../errors.ts';
import { codesOf, draft } from '../testing/draft.ts';
import { draftReturn } from './draft-return.ts';
import { FACT_FIELDS, FACT_NAMES } from './facts/fields.ts';
import { readDraftInput } from './facts/read-json.ts';
import { DRAFT_INPUT_SCHEMA } from './facts/schema.ts';
import type { InputIssue } from './facts/validate.ts';
import { validateDraftInput } from './facts/validate.ts';
import { FORM_210_BOXES } from './form/form-210.ts';
import { FORM_YEARS } from './form/forms.ts';
import { draftFromJson, draftToJson } from './from-json.ts';

function issuesOf(json: unknown): Pick<InputIssue, 'field' | 'problem'>[] {
  try {
    readDraftInput(json);
  } catch (error) {
    if (!(error instanceof TaxRulesError) || error.code !== 'invalid_input') throw error;
    const issues = error.details['issues'] as InputIssue[];
    return issues.map(({ field, problem }) => ({ field, problem }));
  }
  return [];
}

describe('the form of each year', () => {
  it.each([2019, 2020, 2021, 2022, 2027, 2024.5, Number.NaN])(
    'refuses %d, whose boxes are not known',
    (year) => {
      expect(() => draftReturn({ year, boxes: {} })).toThrowError(
        expect.objectContaining({ code: 'form_unknown', details: { year, knownYears: FORM_YEARS } }),
      );
    },
  );

  it.each([2023, 2024, 2025])('drafts %d without marking it provisional', (year) => {
    expect(draft(year, { 32: 60_000_000n }).provisional).toBe(false);
  });

  it('drafts 2026 with a mark: its form is not known', () => {
    const result = draft(2026, { 32: 60_000_000n });
    expect(result.provisional).toBe(true);
    expect(codesOf(result.assumptions)).toContain('provisional_form');
  });

  it('refuses a non-resident, who files Form 110 (arts. 9 and 10)', () => {
    expect(() => draft(2024, {}, { resident: false })).toThrowError(
      expect.objectContaining({ code: 'form_unknown' }),
    );
  });

  it('fills every box of the form, in order', () => {
    const boxes = FORM_210_BOXES.map(({ box }) => box).sort((first, second) => first - second);
    expect(Object.keys(draft(2024, {}).boxes).map(Number)).toEqual(boxes);
  });

  it('gives zero for an empty return', () => {
    expect(Object.values(draft(2024, {}).boxes).every(({ value }) => value === 0n)).toBe(true);
  });
});

describe('reading an input from JSON', () => {
  it.each([
    ['not an object', 'texto', [{ field: 'input', problem: 'not_an_object' }]],
    ['an array', [], [{ field: 'input', problem: 'not_an_object' }]],
    ['nothing', null, [{ field: 'input', problem: 'not_an_object' }]],
    ['no year', {}, [{ field: 'year', problem: 'not_a_year' }]],
    ['a year of text', { year: '2024' }, [{ field: 'year', problem: 'not_a_year' }]],
    ['an unknown field', { year: 2024, box: {} }, [{ field: 'box', problem: 'unknown_field' }]],
    ['boxes of another kind', { year: 2024, boxes: [1] }, [{ field: 'boxes', problem: 'not_an_object' }]],
    ['an unknown box', { year: 2024, boxes: { 27: '1' } }, [{ field: 'boxes.27', problem: 'unknown_field' }]],
    [
      'a box that is no number',
      { year: 2024, boxes: { a: '1' } },
      [{ field: 'boxes.a', problem: 'unknown_field' }],
    ],
    [
      'pesos with dots',
      { year: 2024, boxes: { 32: '1.000' } },
      [{ field: 'boxes.32', problem: 'not_pesos' }],
    ],
    ['pesos with cents', { year: 2024, boxes: { 32: 1.5 } }, [{ field: 'boxes.32', problem: 'not_pesos' }]],
    [
      'a number that lost digits',
      { year: 2024, boxes: { 32: 2 ** 60 } },
      [{ field: 'boxes.32', problem: 'not_pesos' }],
    ],
    ['no pesos', { year: 2024, boxes: { 32: '' } }, [{ field: 'boxes.32', problem: 'not_pesos' }]],
    ['null pesos', { year: 2024, boxes: { 32: null } }, [{ field: 'boxes.32', problem: 'not_pesos' }]],
    ['negative pesos', { year: 2024, boxes: { 32: '-1' } }, [{ field: 'boxes.32', problem: 'negative' }]],
    [
      'too many pesos',
      { year: 2024, boxes: { 32: '9'.repeat(20) } },
      [{ field: 'boxes.32', problem: 'too_large' }],
    ],
    [
      'an unknown fact',
      { year: 2024, facts: { hijos: 2 } },
      [{ field: 'facts.hijos', problem: 'unknown_field' }],
    ],
    [
      'an inherited name',
      { year: 2024, facts: { toString: 2 } },
      [{ field: 'facts.toString', problem: 'unknown_field' }],
    ],
    [
      'half a dependant',
      { year: 2024, facts: { dependants: 1.5 } },
      [{ field: 'facts.dependants', problem: 'not_a_count' }],
    ],
    [
      'dependants as text',
      { year: 2024, facts: { dependants: '2' } },
      [{ field: 'facts.dependants', problem: 'not_a_count' }],
    ],
    [
      'negative dependants',
      { year: 2024, facts: { dependants: -1 } },
      [{ field: 'facts.dependants', problem: 'out_of_range' }],
    ],
    [
      'thirteen months',
      { year: 2024, facts: { monthsWorked: 13 } },
      [{ field: 'facts.monthsWorked', problem: 'out_of_range' }],
    ],
    [
      'a flag as text',
      { year: 2024, facts: { firstYearFiling: 'sí' } },
      [{ field: 'facts.firstYearFiling', problem: 'not_a_flag' }],
    ],
    [
      'a day that does not exist',
      { year: 2024, facts: { filingDate: '2025-02-30' } },
      [{ field: 'facts.filingDate', problem: 'not_a_date' }],
    ],
    [
      'a date of another shape',
      { year: 2024, facts: { dueDate: '12/08/2025' } },
      [{ field: 'facts.dueDate', problem: 'not_a_date' }],
    ],
    [
      'one digit',
      { year: 2024, facts: { idLastTwoDigits: '7' } },
      [{ field: 'facts.idLastTwoDigits', problem: 'not_digits' }],
    ],
    [
      'an unknown option',
      { year: 2024, facts: { penaltyReduction: 'half' } },
      [{ field: 'facts.penaltyReduction', problem: 'not_an_option' }],
    ],
    [
      'first and second return at once',
      { year: 2024, facts: { firstYearFiling: true, secondYearFiling: true } },
      [{ field: 'facts.secondYearFiling', problem: 'contradictory' }],
    ],
    [
      'a reduction after a summons (art. 640)',
      { year: 2024, facts: { afterSummons: true, penaltyReduction: 'to_50_percent' } },
      [{ field: 'facts.penaltyReduction', problem: 'contradictory' }],
    ],
    [
      'several faults, all at once',
      { year: 2024, boxes: { 32: 'x', 33: '-5' }, facts: { dependants: 0.1, nada: 1 } },
      [
        { field: 'boxes.32', problem: 'not_pesos' },
        { field: 'boxes.33', problem: 'negative' },
        { field: 'facts.dependants', problem: 'not_a_count' },
        { field: 'facts.nada', problem: 'unknown_field' },
      ],
    ],
  ])('refuses %s', (_title, json, issues) => {
    expect(issuesOf(json)).toEqual(issues);
  });

  it('takes pesos as text or as a whole number', () => {
    const input = readDraftInput({
      year: 2024,
      boxes: { 32: '60000000', 33: 4_800_000 },
      facts: { donations: '5' },
    });
    expect(input).toEqual({
      year: 2024,
      boxes: { 32: 60_000_000n, 33: 4_800_000n },
      facts: { donations: 5n },
    });
  });

  it('checks bigint inputs too', () => {
    expect(validateDraftInput({ year: 2024, boxes: { 32: -1n, 999: 1n } })).toEqual([
      expect.objectContaining({ field: 'boxes.32', problem: 'negative' }),
      expect.objectContaining({ field: 'boxes.999', problem: 'unknown_field' }),
    ]);
    expect(() => draft(2024, { 32: -1n })).toThrowError(expect.objectContaining({ code: 'invalid_input' }));
  });
});

describe('a draft as JSON', () => {
  it('prints every box as a decimal string with its rule and article', () => {
    const { boxes, warnings, assumptions } = draftFromJson({
      year: 2024,
      boxes: { 32: '120000000' },
      facts: { dependants: 2, eInvoicePurchases: '30000000' },
    });
    expect(boxes['28']).toMatchObject({
      value: '300000',
      rule: 'general.e_invoice_purchases',
      article: '336',
      citation: 'art. 336 num. 5 E.T.',
    });
    expect(boxes['138']).toMatchObject({ value: '2', unit: 'count' });
    expect(warnings).toEqual([]);
    expect(assumptions.length).toBeGreaterThan(0);
    expect(() => JSON.stringify({ boxes, warnings, assumptions })).not.toThrow();
  });

  it('is the draft, with amounts as text', () => {
    const json = {
      year: 2025,
      boxes: { 32: '90000000', 58: '5000000' },
      facts: { financialYields: '5000000' },
    };
    expect(draftFromJson(json)).toEqual(draftToJson(draftReturn(readDraftInput(json))));
  });
});

describe('the JSON Schema of the input', () => {
  const properties = DRAFT_INPUT_SCHEMA['properties'] as Record<
    string,
    { properties: Record<string, Record<string, unknown>> }
  >;

  it('documents every box and every fact', () => {
    expect(Object.keys(properties['boxes']?.properties ?? {}).length).toBe(FORM_210_BOXES.length);
    expect(Object.keys(properties['facts']?.properties ?? {})).toEqual(FACT_NAMES);
  });

  it.each(FACT_NAMES)('tells unit, reason, default and law of %s', (name) => {
    expect(properties['facts']?.properties[name]).toMatchObject({
      title: FACT_FIELDS[name].title,
      'x-unit': FACT_FIELDS[name].kind,
      'x-reason': expect.stringMatching(/\.$/),
      'x-when-missing': expect.stringMatching(/\.$/),
      'x-articles': expect.arrayContaining([expect.stringMatching(/^\d+(-\d+)?$/)]),
    });
  });

  it('survives JSON', () => {
    expect(JSON.parse(JSON.stringify(DRAFT_INPUT_SCHEMA))).toEqual(DRAFT_INPUT_SCHEMA);
  });
});
