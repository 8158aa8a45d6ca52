import { proposeBoxes } from '../proposal/propose-boxes.ts';
import type { BoxProposal, ProposalDecisions } from '../proposal/types.ts';
import type { Row } from './review.ts';
import { entriesOf, TAXPAYER } from './review.ts';

/** Proposal for rows numbered from 1, classified as the worker would. */
export function propose(
  rows: readonly Row[],
  decisions: ProposalDecisions<number> = {},
  year = 2024,
): BoxProposal<number> {
  return proposeBoxes({ year, taxpayerName: TAXPAYER, entries: entriesOf(rows) }, decisions);
}

/** Boxes and facts of a proposal together, without what is absent. */
export function amountsOf({ input }: BoxProposal<number>): Record<string, bigint> {
  return { ...input.boxes, ...input.facts } as Record<string, bigint>;
}
