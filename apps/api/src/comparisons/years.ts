import { type Database, type DeclarationRow, findDeclaration, findDeclarationOfYear } from '@accountia/db';
import type { YearComparison } from '@accountia/task-contracts/api';
import {
  type AmountChange,
  boxAmounts,
  categoryLabel,
  compareYears,
  type DraftReturn,
  FORM_YEARS,
  summarize,
} from '@accountia/tax-rules';
import type { Kysely } from 'kysely';
import { type DeclarationCase, loadCase } from '../drafts/case.ts';
import { computeDraft } from '../drafts/compute.ts';
import { draftErrors } from '../drafts/told.ts';
import { ApiError } from '../problems/api-error.ts';

/**
 * A declaration against the same taxpayer's of the year before, each as its entries and decisions are now.
 * Throws ApiError `nothing_to_compare` when there is none.
 */
export async function comparePreviousYear(
  db: Kysely<Database>,
  declaration: DeclarationRow,
): Promise<YearComparison> {
  const { organization_id: organizationId, taxable_year: year } = declaration;
  const previousId = await findDeclarationOfYear(db, {
    organizationId,
    documentType: declaration.taxpayer_document_type,
    number: declaration.taxpayer_number,
    taxableYear: year - 1,
  });
  const previous = previousId === null ? null : await findDeclaration(db, organizationId, previousId);
  if (previous === null) {
    throw new ApiError(409, 'nothing_to_compare', { details: { missing: 'previous-year' } });
  }
  const [now, before] = await Promise.all([loadCase(db, declaration), loadCase(db, previous)]);
  // Forms of other years number their boxes otherwise: both must be known.
  const boxesCompared = [year, previous.taxable_year].every((each) => FORM_YEARS.includes(each));
  const drafts = boxesCompared ? { now: draftOf(now), before: draftOf(before) } : undefined;
  const compared = compareYears(figures(now, drafts?.now), figures(before, drafts?.before));
  return {
    current: { declarationId: declaration.id, taxableYear: year },
    previous: { declarationId: previous.id, taxableYear: previous.taxable_year },
    boxesCompared,
    boxes: compared.boxes.map((change) => ({
      box: change.key,
      ...present(drafts?.now.boxes[change.key]?.label ?? '', change),
    })),
    categories: compared.categories.map((change) => ({
      category: change.key,
      ...present(categoryLabel(change.key), change),
    })),
    auditBenefitMonths: compared.auditBenefitMonths ?? null,
  };
}

function draftOf(declared: DeclarationCase): DraftReturn {
  return draftErrors(() => computeDraft(declared)).draft;
}

function figures({ declaration, entries }: DeclarationCase, draft: DraftReturn | undefined) {
  return {
    year: declaration.taxable_year,
    totalsByCategory: summarize(entries).totalsByCategory,
    ...(draft === undefined ? {} : { boxes: boxAmounts(draft) }),
  };
}

function present(label: string, { current, previous, difference, changeBasisPoints }: AmountChange<unknown>) {
  return {
    label,
    current: String(current),
    previous: String(previous),
    difference: String(difference),
    changePercent: changeBasisPoints === undefined ? null : Number(changeBasisPoints) / 100,
  };
}
