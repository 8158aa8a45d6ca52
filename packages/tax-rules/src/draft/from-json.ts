import { draftReturn } from './draft-return.ts';
import { readDraftInput } from './facts/read-json.ts';
import type { DraftBox, DraftNote, DraftReturn, Operand } from './types.ts';

export interface DraftBoxJson extends Omit<DraftBox, 'box' | 'value' | 'operands'> {
  /** Decimal string of whole pesos, a count, or `1` for a mark. */
  readonly value: string;
  readonly operands: readonly (Omit<Operand, 'value'> & { readonly value: string })[];
}

export interface DraftJson {
  readonly year: number;
  readonly form: '210';
  readonly provisional: boolean;
  /** By box number. */
  readonly boxes: { readonly [box: string]: DraftBoxJson };
  readonly warnings: readonly DraftNote[];
  readonly assumptions: readonly DraftNote[];
}

/**
 * Drafts the return that a JSON document describes; `DRAFT_INPUT_SCHEMA` documents it. The answer is ready
 * for `JSON.stringify`: amounts are decimal strings.
 * @throws {TaxRulesError} `invalid_input` naming the fields, `form_unknown`
 */
export function draftFromJson(json: unknown): DraftJson {
  return draftToJson(draftReturn(readDraftInput(json)));
}

/** A draft as JSON: the same, with amounts as decimal strings. */
export function draftToJson(draft: DraftReturn): DraftJson {
  return {
    year: draft.year,
    form: draft.form,
    provisional: draft.provisional,
    boxes: Object.fromEntries(
      Object.values(draft.boxes).map(({ box, value, operands, ...rest }) => [
        String(box),
        {
          ...rest,
          value: String(value),
          operands: operands.map((operand) => ({ ...operand, value: String(operand.value) })),
        },
      ]),
    ),
    warnings: draft.warnings,
    assumptions: draft.assumptions,
  };
}
