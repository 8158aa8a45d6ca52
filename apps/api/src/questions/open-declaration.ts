import { type Database, type DeclarationRow, findDraft, listInsights } from '@accountia/db';
import type { AskedDeclaration, AskedDraft } from '@accountia/rag';
import type { DraftContent } from '@accountia/task-contracts/api';
import type { Kysely } from 'kysely';
import { fingerprintOf, loadCase } from '../drafts/case.ts';
import { knownCategory } from '../presenters/entries.ts';

// Where the taxpayers and the law's days are.
const inBogota = new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/Bogota', dateStyle: 'short' });

/** All that a question about a declaration may be answered from, as it is now. */
export async function openDeclaration(
  db: Kysely<Database>,
  declaration: DeclarationRow,
): Promise<AskedDeclaration> {
  const { organization_id: organizationId, id, taxable_year: year } = declaration;
  const [declared, draft, insights] = await Promise.all([
    loadCase(db, declaration),
    findDraft(db, { organizationId, declarationId: id }),
    listInsights(db, organizationId, id),
  ]);
  return {
    id,
    year,
    today: inBogota.format(new Date()),
    taxpayer: {
      documentType: declaration.taxpayer_document_type,
      number: declaration.taxpayer_number,
      name: declaration.taxpayer_name,
    },
    topes: declared.topes,
    entries: declared.rows.map((row) => ({
      id: row.id,
      category: knownCategory(row.category),
      amount: row.amount,
      boxes: row.boxes,
      topes: row.topes,
      detail: row.detail,
      reporterNit: row.reporter_nit,
      reporterName: row.reporter_name,
      row: row.row_number,
      reportedName: row.reported_name,
      additionalInformation: row.additional_information,
      rule: row.rule,
    })),
    draft:
      draft === null
        ? null
        : askedDraft(
            draft.version,
            draft.fingerprint !== fingerprintOf(declared),
            draft.content as DraftContent,
          ),
    insights: insights.map((insight) => ({
      id: insight.id,
      code: insight.code,
      title: insight.title,
      body: insight.body,
      action: insight.action,
      severity: insight.severity,
      amount: insight.amount,
      entryIds: insight.entry_ids,
      citations: insight.citations,
    })),
  };
}

function askedDraft(version: number, outdated: boolean, { boxes, provisional }: DraftContent): AskedDraft {
  return {
    version,
    outdated,
    provisional,
    boxes: new Map(
      Object.entries(boxes).map(([number, { label, value, unit, citation }]) => [
        Number(number),
        { label, value: BigInt(value), unit, citation },
      ]),
    ),
  };
}
