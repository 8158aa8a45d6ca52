import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONCEPTS } from '../concepts/index.ts';
import type { ReviewEntry } from '../findings/types.ts';
import { findings } from '../findings/findings.ts';
import { proposeBoxes } from '../proposal/propose-boxes.ts';
import { conceptKey, sameConcept } from './concept-key.ts';
import { decisionOfDuplicate, DUPLICATE_CODES } from './duplicates.ts';
import { factIdentities } from './fact-identity.ts';
import { applyOrganizationRules } from './organization-rules.ts';

function row(id: number, changes: Partial<ReviewEntry<number>> = {}): ReviewEntry<number> {
  return {
    id,
    reporterNit: '900123456',
    detail: 'Bonos de fidelidad redimidos',
    amount: 1_000_000n,
    category: 'unclassified',
    boxes: [],
    topes: [],
    ...changes,
  };
}

describe('the key of a concept', () => {
  it.each([
    'BONOS DE FIDELIDAD REDIMIDOS',
    '  Bonos   de fidelidad: redimidos (5099) ',
    'Certificado - Bonos de fidelidad redimidos (Concepto: 5099)',
    'Bonos de fidelidad redimidos 2024',
    'Bonos de Fidelidad Redimidos 2025.',
  ])('of %j is the same', (detail) => {
    expect(conceptKey(detail)).toBe('bonos de fidelidad redimidos');
  });

  it('of numbers alone is made of them, and of nothing is empty', () => {
    expect(conceptKey('(5001 / 2011)')).toBe('codigo 5001 2011');
    expect(conceptKey(' -- ')).toBe('');
  });

  it('of another concept is another', () => {
    const keys = new Set(CONCEPTS.flatMap(({ examples }) => examples).map(conceptKey));
    expect(keys.size).toBeGreaterThan(CONCEPTS.length / 2);
  });

  it('of a key is the key itself', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constant('(2011)')), (detail) => {
        const key = conceptKey(detail);
        expect(conceptKey(key)).toBe(key);
      }),
    );
  });

  it('lets a lost letter stand for one with a mark, and for no other', () => {
    expect(sameConcept('avaluo del predio', 'aval\uFFFDo del predio')).toBe(true);
    expect(sameConcept('aval\uFFFDo del predio', 'avaluo del predio')).toBe(true);
    expect(sameConcept('avalto del predio', 'aval\uFFFDo del predio')).toBe(false);
    expect(sameConcept('avaluo del predio', 'aval\uFFFDo del')).toBe(false);
  });
});

describe("an organization's rules", () => {
  const rule = { id: 'r1', concept: 'bonos de fidelidad redimidos', category: 'non_labour_income' } as const;

  it('say what the facts of their concept are, and nothing about others', () => {
    const facts = [
      row(1),
      row(2, { detail: 'Pagos por salarios' }),
      row(3, { detail: 'BONOS DE FIDELIDAD REDIMIDOS (1)' }),
    ];
    expect(applyOrganizationRules(facts, [rule])).toEqual([
      { fact: facts[0], ruleId: 'r1', category: 'non_labour_income', candidateBoxes: [74] },
      { fact: facts[2], ruleId: 'r1', category: 'non_labour_income', candidateBoxes: [74] },
    ]);
    expect(applyOrganizationRules(facts, [])).toEqual([]);
  });

  it('overrule what our own rules know', () => {
    const salary = row(1, { detail: 'Pagos por salarios', category: 'labour_income' });
    const asPension = { id: 'r2', concept: conceptKey(salary.detail), category: 'pension_income' } as const;
    expect(applyOrganizationRules([salary], [asPension])).toMatchObject([{ candidateBoxes: [99] }]);
  });

  it('reach a wording with lost letters, the exact one first', () => {
    const damaged = row(1, { detail: 'Cr\uFFFDditos especiales' });
    const rules = [
      { id: 'lost', concept: 'cr\uFFFDditos especiales', category: 'reference' },
      { id: 'whole', concept: 'creditos especiales', category: 'liabilities' },
    ] as const;
    expect(applyOrganizationRules([damaged], rules)).toMatchObject([{ ruleId: 'lost' }]);
    expect(applyOrganizationRules([damaged], [rules[1]])).toMatchObject([
      { ruleId: 'whole', candidateBoxes: [30] },
    ]);
  });

  it('name the boxes also of what is worth nothing, and none for what is only informative', () => {
    const assets = { ...rule, category: 'assets' } as const;
    expect(applyOrganizationRules([row(1, { amount: 0n })], [assets])).toMatchObject([
      { candidateBoxes: [29] },
    ]);
    const reference = { ...rule, category: 'reference' } as const;
    expect(applyOrganizationRules([row(1)], [reference])).toMatchObject([{ candidateBoxes: [] }]);
  });
});

describe('the identity of a fact', () => {
  it('is the same in a newer download, whatever its place and spelling', () => {
    const before = factIdentities([row(1), row(2, { amount: 5n })]);
    const after = factIdentities([
      row(8, { amount: 5n }),
      row(9, { detail: 'BONOS DE FIDELIDAD  REDIMIDOS' }),
    ]);
    expect(after.get(9)).toBe(before.get(1));
    expect(after.get(8)).toBe(before.get(2));
  });

  it('tells equal facts apart by their turn, and changed ones by what changed', () => {
    const identities = factIdentities([
      row(1),
      row(2),
      row(3, { amount: 1_000_001n }),
      row(4, { reporterNit: '1' }),
      row(5, { additionalInformation: [{ key: 'Cuenta', value: '7' }] }),
      row(6, { detail: 'Bonos de fidelidad redimidos (2)' }),
    ]);
    expect(new Set(identities.values()).size).toBe(6);
  });
});

describe('the resolution of a suspected duplicate', () => {
  const taxpayerName = '';
  const twice = [
    row(1, { detail: 'Pagos por salarios', category: 'labour_income' }),
    row(2, { detail: 'Pagos por salarios', category: 'labour_income' }),
  ];
  const [finding] = findings({ year: 2024, taxpayerName, topes: {}, entries: twice });

  it.each([
    ['keep', [], 2_000_000n],
    ['ignore', [], 1_000_000n],
    ['ignore', [2], 1_000_000n],
    ['ignore', [1, 2], 2_000_000n],
  ] as const)('%s %j of equal rows counts %d', (resolution, counted, expected) => {
    expect(finding?.code).toBe('duplicate_candidate');
    const decision = decisionOfDuplicate(finding!, resolution, counted);
    if (decision.kind !== 'entries') throw new Error('rows were expected');
    const proposal = proposeBoxes(
      { year: 2024, taxpayerName, entries: twice },
      { entries: decision.entries },
    );
    expect(proposal.input.boxes[32]).toBe(expected);
    if (counted.length === 1)
      expect(proposal.leftOut).toMatchObject([{ id: 1, reason: 'excluded_by_person' }]);
  });

  it('of a fact told by two sources is a choice of the proposal', () => {
    const severance = [
      row(1, { detail: 'Cesantías e intereses pagadas al empleado', category: 'severance' }),
      row(2, {
        detail: 'Cesantías abonadas por el fondo',
        category: 'severance',
        reporterNit: '2',
        amount: 900_000n,
      }),
    ];
    const told = findings({ year: 2024, taxpayerName, topes: {}, entries: severance }).find(
      ({ code }) => code === 'severance_reported_twice',
    );
    expect(decisionOfDuplicate(told!, 'keep')).toEqual({
      kind: 'choice',
      decision: 'severance',
      option: 'sum',
    });
    expect(decisionOfDuplicate(told!, 'ignore')).toEqual({
      kind: 'choice',
      decision: 'severance',
      option: 'larger',
    });
  });

  it('takes every kind of duplicate, and nothing else', () => {
    for (const code of DUPLICATE_CODES) {
      expect(decisionOfDuplicate({ code, entries: [1, 2] }, 'ignore')).toBeDefined();
    }
    expect(() => decisionOfDuplicate({ code: 'fees_choice', entries: [1] }, 'keep')).toThrow(RangeError);
  });
});
