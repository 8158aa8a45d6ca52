import {
  draftValues,
  FORM_YEARS,
  TaxRulesError,
  type BoxAmounts,
  type BoxProposal,
  type DraftFacts,
  type ProposalDecisions,
} from '@accountia/tax-rules';

/** A change to the return that the report leads to. */
export interface Change {
  /** Boxes that take this value instead. */
  readonly boxes?: BoxAmounts;
  /** Boxes that grow by this much; below zero they shrink, down to zero. */
  readonly plus?: BoxAmounts;
  /** Facts that take this value instead. */
  readonly facts?: DraftFacts;
  /** Choices of the proposal that are made otherwise. */
  readonly decisions?: ProposalDecisions<string>;
}

/** The figures of Form 210 as the report alone leads to it, and what the tax would be if something were otherwise. */
export interface ReturnEstimate {
  /** Income and occasional gains tax after credits, box 129. */
  readonly tax: bigint;
  box(number: number): bigint;
  taxWith(change: Change): bigint;
}

/** There may be none: `reason` tells why, in Spanish. */
export type Estimated =
  | { readonly estimate: ReturnEstimate; readonly reason?: undefined }
  | { readonly estimate: null; readonly reason: string };

const TOTAL_TAX = 129;

/** The boxes and facts that the report leads to, each thing counted once, with the rows behind them. */
export type Proposer = (decisions?: ProposalDecisions<string>) => BoxProposal<string>;

/** Drafts the return from what third parties report. Figures come from tax-rules, never from rough rates. */
export function estimateReturn(year: number, proposal: BoxProposal<string>, propose: Proposer): Estimated {
  if (!FORM_YEARS.includes(year)) {
    return {
      estimate: null,
      reason: `No se estima: las casillas del formulario 210 del año gravable ${year} no están en las reglas.`,
    };
  }
  try {
    const values = draftValues(proposal.input);
    const box = (number: number) => values.get(number) ?? 0n;
    return { estimate: { tax: box(TOTAL_TAX), box, taxWith } };

    function taxWith({ boxes, plus = {}, facts, decisions }: Change): bigint {
      const base = decisions === undefined ? proposal.input : propose(decisions).input;
      const changed: Record<number, bigint | undefined> = { ...base.boxes, ...boxes };
      for (const [number, amount = 0n] of Object.entries(plus)) {
        const grown = (changed[Number(number)] ?? 0n) + amount;
        changed[Number(number)] = grown > 0n ? grown : 0n;
      }
      const otherwise = draftValues({ year, boxes: changed, facts: { ...base.facts, ...facts } });
      return otherwise.get(TOTAL_TAX) ?? 0n;
    }
  } catch (error) {
    // Figures that no return can hold (a cell of twenty digits) are told as such elsewhere; here nothing can be worked out.
    if (!(error instanceof TaxRulesError) || error.code !== 'invalid_input') throw error;
    return {
      estimate: null,
      reason: 'No se estima: hay cifras en el reporte que no caben en una declaración; revíselas primero.',
    };
  }
}
