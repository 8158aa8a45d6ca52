import {
  draftReturn,
  FORM_YEARS,
  proposeBoxes,
  TaxRulesError,
  type BoxAmounts,
  type BoxProposal,
  type DraftFacts,
  type DraftReturn,
  type ProposalDecisions,
} from '@accountia/tax-rules';
import type { AnalysisInput } from './types.ts';

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

/** Form 210 as the report alone leads to it, and what the tax would be if something were otherwise. */
export interface ReturnEstimate {
  readonly draft: DraftReturn;
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
export function propose(input: AnalysisInput, decisions?: ProposalDecisions<string>): BoxProposal<string> {
  const { year, taxpayer, entries } = input;
  return proposeBoxes({ year, taxpayerName: taxpayer.name, entries }, decisions);
}

/** Drafts the return from what third parties report. Figures come from tax-rules, never from rough rates. */
export function estimateReturn(input: AnalysisInput, proposal: BoxProposal<string>): Estimated {
  if (!FORM_YEARS.includes(input.year)) {
    return {
      estimate: null,
      reason: `No se estima: las casillas del formulario 210 del año gravable ${input.year} no están en las reglas.`,
    };
  }
  try {
    const draft = draftReturn(proposal.input);
    const box = (number: number) => draft.boxes[number]?.value ?? 0n;
    return {
      estimate: { draft, tax: box(TOTAL_TAX), box, taxWith },
    };

    function taxWith({ boxes, plus = {}, facts, decisions }: Change): bigint {
      const base = decisions === undefined ? proposal.input : propose(input, decisions).input;
      const changed: Record<number, bigint | undefined> = { ...base.boxes, ...boxes };
      for (const [number, amount = 0n] of Object.entries(plus)) {
        const grown = (changed[Number(number)] ?? 0n) + amount;
        changed[Number(number)] = grown > 0n ? grown : 0n;
      }
      const { boxes: drafted } = draftReturn({
        year: input.year,
        boxes: changed,
        facts: { ...base.facts, ...facts },
      });
      return drafted[TOTAL_TAX]?.value ?? 0n;
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
