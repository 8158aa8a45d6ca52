import { describe, expect, test } from 'vitest';
import { INSIGHT_CODES } from '../insights/codes.ts';
import { draftInsights } from '../insights/find-insights.ts';
import { evaluateGoldenCases } from './evaluate.ts';
import { parseGoldenCase, readGoldenCases } from './golden-case.ts';

const cases = await readGoldenCases();

describe('the golden declarations', () => {
  test('are at least thirty, of every year, and leave no common situation out', () => {
    expect(cases.length).toBeGreaterThanOrEqual(30);
    expect(new Set(cases.map(({ input }) => input.year))).toEqual(
      new Set([2021, 2022, 2023, 2024, 2025, 2026]),
    );
    const expected = new Set(cases.flatMap((golden) => golden.expected.map(({ code }) => code)));
    expect(expected.size).toBeGreaterThan(INSIGHT_CODES.length / 2);
  });

  test.each(cases.map((golden) => [golden.name, golden] as const))(
    '%s: the rules say all that the accountant says, and nothing else',
    (_name, golden) => {
      const [result] = evaluateGoldenCases([golden]).results;
      expect(result).toMatchObject({ missing: [], spurious: [], ruledOut: [] });
    },
  );

  test('an answer that was changed after the comparison says why', () => {
    for (const { reviewed } of cases) for (const { why } of reviewed) expect(why).not.toBe('');
  });
});

describe('the evaluation', () => {
  const [golden] = cases;
  if (golden === undefined) throw new Error('There are no golden declarations');

  test('counts as missing what is not found, or is found with another figure', () => {
    const none = evaluateGoldenCases([golden], () => []);
    expect(none).toMatchObject({ missing: golden.expected.length, spurious: 0 });
    const other = evaluateGoldenCases([golden], (input) =>
      draftInsights(input).map((draft) =>
        draft.code === 'e_invoice_benefit' ? { ...draft, amount: 1n } : draft,
      ),
    );
    expect(other).toMatchObject({ missing: 1, spurious: 1 });
    expect(other.results[0]?.missing).toEqual(['e_invoice_benefit (300000, box 28), found with 1, box 28']);
  });

  test('counts as spurious what nobody expects, a second time of the same too, with the reason it is ruled out', () => {
    const extra = evaluateGoldenCases([golden], (input) => {
      const drafts = draftInsights(input);
      const [first] = drafts;
      if (first === undefined) throw new Error('No insight to repeat');
      return [...drafts, first, { ...first, code: 'severance_reported_twice' }];
    });
    expect(extra).toMatchObject({ missing: 0, spurious: 2 });
    expect(extra.results[0]?.ruledOut).toEqual(['severance_reported_twice: solo el empleador la informa']);
  });
});

test('a file that expects a code that does not exist, or contradicts itself, is refused by name', () => {
  const text = (code: string) =>
    [
      "about: 'x'",
      'year: 2025',
      "taxpayer: { documentType: CC, number: '1', name: X }",
      'topes: {}',
      'facts: []',
      `expected: [{ code: ${code} }]`,
      "never: [{ code: due_date, why: 'x' }]",
    ].join('\n');
  expect(() => parseGoldenCase('99-x.yaml', text('no_such_code'))).toThrow(/99-x\.yaml/);
  expect(() => parseGoldenCase('99-x.yaml', text('due_date'))).toThrow(/expects due_date and never/);
});
