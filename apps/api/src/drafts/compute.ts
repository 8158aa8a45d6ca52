import {
  type BoxProposal,
  type DraftReturn,
  draftReturn,
  type EntryDecision,
  proposeBoxes,
  type ProposalDecisions,
  readDraftInput,
} from '@accountia/tax-rules';
import type { DeclarationCase } from './case.ts';

/** What a person told about one entry, as it is stored: with the wording, for those who read it later. */
export interface ToldEntry extends Omit<EntryDecision, 'id'> {
  readonly detail: string;
}

/** What was told about a declaration, by kind. */
export interface ToldValues {
  readonly facts: Readonly<Record<string, unknown>>;
  readonly boxes: Readonly<Record<string, unknown>>;
  readonly choices: Readonly<Record<string, string>>;
  /** By fact. */
  readonly entries: Readonly<Record<string, ToldEntry>>;
}

export interface ComputedDraft {
  readonly told: ToldValues;
  readonly proposal: BoxProposal<string>;
  readonly draft: DraftReturn;
  /** Wordings of facts that were decided about and that no current report has any more. */
  readonly unused: readonly string[];
}

export function toldValues({ told }: Pick<DeclarationCase, 'told'>): ToldValues {
  const ofKind = (kind: string) =>
    Object.fromEntries(told.filter((row) => row.kind === kind).map(({ subject, value }) => [subject, value]));
  return {
    facts: ofKind('fact'),
    boxes: ofKind('box'),
    choices: ofKind('choice') as Record<string, string>,
    entries: ofKind('entry') as Record<string, ToldEntry>,
  };
}

/** What was decided, as the proposal takes it. */
export function proposalDecisions(
  { entryOfFact }: Pick<DeclarationCase, 'entryOfFact'>,
  told: ToldValues,
): ProposalDecisions<string> {
  const entries = Object.entries(told.entries).flatMap(([fact, { use, box, sharePercent }]) => {
    const id = entryOfFact.get(fact);
    if (id === undefined) return [];
    return [
      {
        id,
        ...(use === undefined ? {} : { use }),
        ...(box === undefined ? {} : { box }),
        ...(sharePercent === undefined ? {} : { sharePercent }),
      },
    ];
  });
  return { ...told.choices, entries };
}

/**
 * Drafts the return of a case: entries propose boxes and facts, what people told replaces them.
 * @throws {TaxRulesError} `form_unknown`, `invalid_input`
 */
export function computeDraft(declared: DeclarationCase): ComputedDraft {
  const { declaration, entries, entryOfFact } = declared;
  const year = declaration.taxable_year;
  const told = toldValues(declared);
  const proposal = proposeBoxes(
    { year, taxpayerName: declaration.taxpayer_name, entries },
    proposalDecisions(declared, told),
  );
  const input = readDraftInput({ year, boxes: told.boxes, facts: told.facts });
  const draft = draftReturn({
    year,
    boxes: { ...proposal.input.boxes, ...input.boxes },
    facts: { ...finalDigits(declaration.taxpayer_number), ...proposal.input.facts, ...input.facts },
  });
  const unused = Object.entries(told.entries)
    .filter(([fact]) => !entryOfFact.has(fact))
    .map(([, { detail }]) => detail);
  return { told, proposal, draft, unused };
}

/** The due date depends on them; documents without digits, such as passports, have none. */
function finalDigits(number: string): { idLastTwoDigits?: string } {
  return /^\d{2,}$/.test(number) ? { idLastTwoDigits: number.slice(-2) } : {};
}
