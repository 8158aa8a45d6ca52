import {
  brokenFiles,
  buildBulkWorkbook,
  buildBulkXml,
  buildPersonalReport,
  createRandom,
  inventCedula,
  inventFacts,
  inventPersonName,
} from '@accountia/excel-parser/testing';
import { classify } from '@accountia/tax-rules';
import type { PlannedDocument } from '../plan/plan.ts';

/** What must be in the database once a report was read, known from how it was written. */
export interface ExpectedEntries {
  readonly kind: 'report';
  readonly year: number;
  readonly taxpayerNumber: string;
  readonly entries: readonly { readonly row: number; readonly amount: bigint; readonly category: string }[];
  readonly totalsByCategory: Readonly<Record<string, bigint>>;
}

/** What must be in the database once a bulk file was read: every amount, in the order of the file. */
export interface ExpectedRecords {
  readonly kind: 'bulk';
  readonly recordCount: number;
  readonly amounts: readonly bigint[];
}

/** The code with which the door or the worker must refuse it. */
export interface ExpectedRefusal {
  readonly kind: 'refusal';
  readonly code: string;
}

export interface Content {
  readonly filename: string;
  readonly bytes: Buffer;
  readonly expected: ExpectedEntries | ExpectedRecords | ExpectedRefusal;
}

/** The file of a planned document: the same plan gives the same bytes. */
export function contentOf(planned: PlannedDocument, arrivals: readonly PlannedDocument[]): Content {
  if (planned.intent === 'broken') return brokenContent(planned.seed);
  if (planned.intent === 'bulk') return bulkContent(planned);
  const earlier = planned.earlier === null ? undefined : arrivals[planned.earlier];
  if (planned.intent === 'duplicate' && earlier !== undefined) return contentOf(earlier, arrivals);
  // A newer download is about the taxpayer of the earlier one.
  return report(planned, earlier?.seed ?? planned.seed);
}

function brokenContent(seed: number): Content {
  const { name, bytes, code } = createRandom(seed).pick(brokenFiles());
  return { filename: name, bytes, expected: { kind: 'refusal', code } };
}

function bulkContent({ index, seed, facts: records }: PlannedDocument): Content {
  const asXml = createRandom(seed).chance(0.5);
  const options = { format: '1001', seed, records };
  const { bytes, amounts, recordCount } = asXml
    ? buildBulkXml(options)
    : buildBulkWorkbook({ ...options, headerRow: 3 });
  return {
    filename: `formato-1001-${index}.${asXml ? 'xml' : 'xlsx'}`,
    bytes,
    expected: { kind: 'bulk', recordCount, amounts: amounts.map(({ amount }) => amount) },
  };
}

function report(planned: PlannedDocument, taxpayerSeed: number): Content {
  const whose = createRandom(taxpayerSeed);
  const number = inventCedula(whose);
  const taxpayer = {
    documentTypeLabel: 'C. C.',
    documentType: 'CC',
    number,
    name: inventPersonName(whose),
  };
  const facts = inventFacts(createRandom(planned.seed), planned.facts, taxpayer);
  const { bytes, expected } = buildPersonalReport({ seed: planned.seed, taxpayer, facts });
  const entries = expected.rows.map(({ row, detail, amount, boxes, topes }, position) => {
    const { suggestedUse } = facts[position]!;
    return { row, amount, category: classify({ detail, amount, boxes, topes, suggestedUse }).category };
  });
  const totalsByCategory: Record<string, bigint> = {};
  for (const { category, amount } of entries) {
    totalsByCategory[category] = (totalsByCategory[category] ?? 0n) + amount;
  }
  return {
    filename: `reporte-${planned.index}.xlsx`,
    bytes,
    expected: { kind: 'report', year: expected.year, taxpayerNumber: number, entries, totalsByCategory },
  };
}
