import { describe, expect, it } from 'vitest';
import { dueDate } from '../calendar/due-date.ts';
import { filingObligation } from '../obligation/filing-obligation.ts';
import { vatResponsibility } from '../obligation/vat-responsibility.ts';
import { proposeBoxes } from '../proposal/propose-boxes.ts';
import type { ProposalDecisions } from '../proposal/types.ts';
import { EXAMPLES } from '../testing/examples.ts';
import type { WorkedExample } from '../testing/examples.ts';
import { draftReturn } from './draft-return.ts';
import { readDraftInput } from './facts/read-json.ts';

function draftOf({ input, entries }: WorkedExample) {
  const { decisions, ...rest } = input;
  const told = readDraftInput(rest);
  const proposal = proposeBoxes(
    { year: told.year, taxpayerName: '', entries },
    (decisions ?? {}) as ProposalDecisions<number>,
  );
  return draftReturn({
    year: told.year,
    boxes: { ...proposal.input.boxes, ...told.boxes },
    facts: { ...proposal.input.facts, ...told.facts },
  });
}

describe.each(EXAMPLES)('worked example $name', (example) => {
  const draft = draftOf(example);

  it.each(Object.entries(example.expected))('box %s is %d', (box, value) => {
    expect(draft.boxes[Number(box)]?.value).toBe(value);
  });

  it('leaves every other box at zero', () => {
    const others = Object.values(draft.boxes).filter(
      ({ box, value }) => value !== 0n && example.expected[box] === undefined,
    );
    expect(others.map(({ box }) => box)).toEqual([]);
  });

  it('explains every box and cites its article', () => {
    for (const { explanation, citation } of Object.values(draft.boxes)) {
      expect(explanation).toMatch(/\.$/);
      expect(citation).toMatch(/^art\. [\d-]+( .+)? E\.T\.$/);
    }
  });
});

describe('the foreign resident', () => {
  const example = EXAMPLES.find(({ name }) => name === 'foreign-resident-without-obligation');

  it('is not obliged to file (arts. 592 and 594-3)', () => {
    const vat = vatResponsibility((example?.entries ?? []).map(({ detail }) => detail));
    expect(vat).toBe(false);
    expect(filingObligation(example?.topes ?? {}, 2025, vat)).toMatchObject({ obligated: false });
  });

  it('pays no penalty for filing late of her own will (art. 641)', () => {
    if (!example) throw new Error('no example');
    const due = dueDate('17', 2025).date;
    const late = {
      ...example,
      input: { ...example.input, facts: { ...example.input.facts, dueDate: due, filingDate: '2026-12-01' } },
    };
    expect(draftOf(late).boxes[135]?.value).toBe(0n);
  });
});
