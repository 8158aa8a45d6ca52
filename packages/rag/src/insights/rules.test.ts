import { parameters, TaxRulesError } from '@accountia/tax-rules';
import { describe, expect, test } from 'vitest';
import { passageKey } from '../corpus/passage.ts';
import { readCorpus } from '../corpus/read-corpus.ts';
import {
  ABROAD,
  declaration,
  EMPLOYEE,
  EVERYTHING,
  TAXPAYER,
  TRADER,
  type Fact,
} from '../testing/declarations.ts';
import { INSIGHT_CODES, type InsightCode } from './codes.ts';
import { draftInsights } from './find-insights.ts';
import { RULES } from './rules/index.ts';
import type { AnalysisInput, DraftInsight } from './types.ts';

const NOTHING = { '1': 0n, '2': 0n, '3': 0n, '4': 0n, '5': 0n };

const SITUATIONS: Record<string, AnalysisInput> = {
  employee: declaration(EMPLOYEE),
  everything: declaration(EVERYTHING),
  'over every tope': declaration(EMPLOYEE, {
    topes: { '1': 69_718_600n, '2': 224_095_501n, '3': 69_718_601n, '4': 90_000_000n, '5': 90_000_000n },
  }),
  'near every tope': declaration(EMPLOYEE, {
    topes: { '1': 69_000_000n, '2': 210_000_000n, '3': 69_000_000n, '4': 65_000_000n, '5': 63_000_000n },
  }),
  'not obliged': declaration(
    [...EMPLOYEE, { detail: 'responsabilidad 49 RUT', amount: 0n, reporter: 'dian' }],
    { topes: NOTHING },
  ),
  'unknown obligation': declaration(EMPLOYEE, { topes: { '1': 1n } }),
  'responsible for VAT': declaration([{ detail: 'responsabilidad 48 RUT', amount: 0n, reporter: 'dian' }], {
    topes: NOTHING,
  }),
  'a trader who lost patrimony': declaration(TRADER, {
    topes: { '1': 400_000_000n, '2': 90_000_000n, '3': 0n, '4': 0n, '5': 40_000_000n },
  }),
  'near the limit of VAT': declaration([{ detail: 'Honorarios (5002)', amount: 170_000_000n }]),
  'money abroad, under another document': declaration(ABROAD, {
    taxpayer: { ...TAXPAYER, documentType: 'C. E.' },
    topes: { '1': 900_000_000n, '2': 3_800_000_000n },
  }),
  'a little abroad and near the patrimony tax': declaration(
    [{ detail: 'Saldo cuentas bancarias en el exterior', amount: 5_000_000n, reporter: 'bank' }],
    { topes: { '1': 1n, '2': 3_600_000_000n } },
  ),
  'in the SIMPLE regime': declaration([{ detail: 'responsabilidad 47 RUT', amount: 0n, reporter: 'dian' }]),
  overdue: declaration(EMPLOYEE, { today: '2026-11-20' }),
  'patrimony that grew with its income': declaration([
    { detail: 'Total patrimonio bruto declarado en el año anterior', amount: 100_000_000n },
  ]),
};

const find = (input: AnalysisInput, code: InsightCode): DraftInsight[] =>
  draftInsights(input).filter((draft) => draft.code === code);
const only = (input: AnalysisInput, code: InsightCode): DraftInsight => {
  const found = find(input, code);
  expect(found.map((draft) => draft.code)).toEqual([code]);
  return found[0] as DraftInsight;
};
const withFacts = (...facts: Fact[]) => declaration([...EMPLOYEE, ...facts]);

describe('the rules together', () => {
  test('produce every code there is, and no other', () => {
    const produced = new Set(
      Object.values(SITUATIONS).flatMap((input) => draftInsights(input).map((draft) => draft.code)),
    );
    expect([...produced].toSorted()).toEqual([...INSIGHT_CODES].toSorted());
    expect([...new Set(RULES.flatMap((rule) => rule.codes))].toSorted()).toEqual(
      [...INSIGHT_CODES].toSorted(),
    );
  });

  test.each([2021, 2022, 2023, 2024, 2025, 2026])(
    'cite only passages that the shipped corpus has for %i',
    async (year) => {
      const available = new Set(
        (await readCorpus())
          .filter(({ validFrom, validTo }) => (validFrom ?? 0) <= year && year <= (validTo ?? Infinity))
          .map((passage) => passageKey(passage.id)),
      );
      const missing = Object.values(SITUATIONS).flatMap((input) =>
        draftInsights({ ...input, year }).flatMap((draft) =>
          draft.cites.filter((key) => !available.has(key)).map((key) => `${draft.code} cites ${key}`),
        ),
      );
      expect(missing).toEqual([]);
    },
  );

  test('refer only to entries of the declaration and say something to do', () => {
    for (const input of Object.values(SITUATIONS)) {
      const known = new Set(input.entries.map((entry) => entry.id));
      const drafts = draftInsights(input);
      expect(drafts.flatMap((draft) => draft.entryIds).filter((id) => !known.has(id))).toEqual([]);
      expect(drafts.filter(({ title, body, action }) => [title, body, action].includes(''))).toEqual([]);
      expect(
        drafts.filter((draft) => /undefined|NaN|null|\[object/.test(draft.title + draft.body + draft.action)),
      ).toEqual([]);
    }
  });

  test('come most severe first', () => {
    const severities = draftInsights(declaration(EVERYTHING)).map((draft) =>
      ['critical', 'warning', 'info'].indexOf(draft.severity),
    );
    expect(severities).toEqual(severities.toSorted());
  });

  test('refuse a year whose law is not known', () => {
    expect(() => draftInsights(declaration(EMPLOYEE, { year: 1999 }))).toThrow(TaxRulesError);
  });
});

describe('obligation', () => {
  test('income equal to the limit obliges, one peso less is a near miss', () => {
    const at = declaration([], { topes: { ...NOTHING, '1': 69_718_600n } });
    const below = declaration([], { topes: { ...NOTHING, '1': 69_718_000n } });
    expect(find(at, 'tope_income_exceeded')).toHaveLength(1);
    expect(find(below, 'tope_income_exceeded')).toEqual([]);
    expect(only(below, 'tope_income_near').body).toContain('faltan $ 600 ');
  });

  test('a total under 90 % of its limit is not mentioned', () => {
    expect(find(declaration([], { topes: { ...NOTHING, '3': 62_000_000n } }), 'tope_cards_near')).toEqual([]);
  });

  test('who is not obliged and had withholdings may file and recover them', () => {
    const draft = only(declaration(EMPLOYEE, { topes: NOTHING }), 'voluntary_return');
    expect(draft).toMatchObject({ amount: 1_900_000n, box: 132, cites: expect.arrayContaining(['et-6']) });
    expect(find(declaration(EMPLOYEE), 'voluntary_return')).toEqual([]);
  });

  test('the due date follows the last two digits', () => {
    expect(only(declaration(EMPLOYEE), 'due_date')).toMatchObject({
      deadline: '2026-09-16',
      title: 'Plazo para declarar: 16 de septiembre de 2026',
      severity: 'critical',
    });
  });

  test('a taxpayer number that is not one gives no due date instead of failing', () => {
    const input = declaration(EMPLOYEE, {
      taxpayer: { documentType: 'PASSPORT', number: 'AB12', name: 'X' },
    });
    expect(find(input, 'due_date')).toEqual([]);
  });
});

describe('deductions, exemptions and credits', () => {
  test('the 25 % exemption stops at its limit', () => {
    expect(only(declaration(EMPLOYEE), 'labour_exemption').amount).toBe(19_320_000n);
    const rich = declaration([{ detail: 'Pagos por salarios (2276)', amount: 400_000_000n }]);
    expect(only(rich, 'labour_exemption').amount).toBe(790n * parameters(2025).uvt.value);
  });

  test('the e-invoice benefit is 1 % up to 240 UVT, and does not exist before 2023', () => {
    expect(only(declaration(EMPLOYEE), 'e_invoice_benefit')).toMatchObject({ amount: 300_000n, box: 28 });
    const spender = withFacts({
      detail: 'Monto total de facturación electrónica susceptible de beneficio',
      amount: 5_000_000_000n,
      reporter: 'dian',
    });
    expect(only(spender, 'e_invoice_benefit').amount).toBe(240n * parameters(2025).uvt.value);
    expect(find({ ...spender, year: 2022 }, 'e_invoice_benefit')).toEqual([]);
  });

  test('prepaid medicine stops at 16 UVT a month', () => {
    expect(
      only(withFacts({ detail: 'Pagos por medicina prepagada', amount: 11_000_000n }), 'prepaid_medicine')
        .amount,
    ).toBe(9_561_408n);
    expect(
      only(withFacts({ detail: 'Pagos por medicina prepagada', amount: 2_000_000n }), 'prepaid_medicine')
        .amount,
    ).toBe(2_000_000n);
  });

  test('voluntary savings over 30 % of the income are pointed out', () => {
    const draft = only(
      withFacts({ detail: 'Aportes a cuentas AFC (2276)', amount: 30_000_000n }),
      'voluntary_savings_over_limit',
    );
    expect(draft.amount).toBe(30_000_000n - 25_200_000n);
  });

  test('the inflationary part of the yields is that of the year', () => {
    expect(only({ ...declaration(EMPLOYEE), year: 2024 }, 'inflationary_yield')).toMatchObject({
      amount: 305_280n,
      box: 59,
    });
    expect(only(declaration(EMPLOYEE), 'inflationary_yield')).toMatchObject({
      confidence: 'low',
      body: expect.stringContaining('por confirmar'),
    });
  });

  test('severance is exempt by the average pay of six months', () => {
    expect(only(declaration(EMPLOYEE), 'severance_exempt').body).toContain('la parte exenta es el 100 %');
    const better = EMPLOYEE.map((fact) =>
      fact.detail.includes('promedio') ? { ...fact, amount: 21_000_000n } : fact,
    );
    expect(only(declaration(better), 'severance_exempt').body).toContain('la parte exenta es el 80 %');
  });

  test('a donation is a credit of 25 %', () => {
    expect(only(withFacts({ detail: 'Donaciones', amount: 2_000_000n }), 'donation_credit')).toMatchObject({
      amount: 500_000n,
      box: 123,
    });
  });

  test('the dividend credit starts above 1,090 UVT', () => {
    const dividends = (amount: bigint) =>
      withFacts({ detail: 'Participación o dividendo gravado num. 3 art. 49 (5071)', amount });
    expect(find(dividends(54_280_910n), 'dividend_credit')).toEqual([]);
    expect(only(dividends(64_280_910n), 'dividend_credit').amount).toBe(1_900_000n);
  });
});

describe('what does not fit together', () => {
  test('a withholding whose reporter tells no income', () => {
    const draft = only(
      withFacts({ detail: 'Retención en la fuente por otros conceptos', amount: 90_000n, reporter: 'dian' }),
      'withholding_without_income',
    );
    expect(draft).toMatchObject({ amount: 90_000n, entryIds: ['entry-10'] });
    expect(find(declaration(EMPLOYEE), 'withholding_without_income')).toEqual([]);
  });

  test('patrimony that grew more than income and debts', () => {
    const before = (amount: bigint) =>
      withFacts({ detail: 'Total patrimonio bruto declarado en el año anterior', amount });
    expect(only(before(10_000_000n), 'patrimony_growth_unexplained')).toMatchObject({
      amount: 110_000_000n,
      severity: 'critical',
    });
    expect(find(before(100_000_000n), 'patrimony_growth_unexplained')).toEqual([]);
    expect(find(before(500_000_000n), 'patrimony_growth')).toEqual([]);
  });

  test('severance told by employer and fund, and rows in the name of someone else', () => {
    const input = declaration(EVERYTHING);
    expect(only(input, 'severance_reported_twice').cites).toContain('et-27');
    expect(only(input, 'another_name').body).toContain('RAMIRO ESCOBAR TIRADO');
  });

  test('invisible characters of a cell do not reach the text', () => {
    const draft = only(
      withFacts({ detail: 'Rareza\u200B sin\u202E concepto', amount: 5n }),
      'unknown_concept',
    );
    expect(draft.title + draft.body + draft.action).not.toMatch(/[\u200B\u202E]/);
  });
});
