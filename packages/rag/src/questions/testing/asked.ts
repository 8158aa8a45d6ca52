import { classify } from '@accountia/tax-rules';
import { draftInsights } from '../../insights/find-insights.ts';
import type { AnalysisInput } from '../../insights/types.ts';
import type { AskedBox, AskedDeclaration, AskedDraft } from '../types.ts';

/** A declaration as the API opens it: its entries with their concepts, and the insights of its last analysis. */
export function askedOf(input: AnalysisInput, changes: Partial<AskedDeclaration> = {}): AskedDeclaration {
  return {
    id: '0198a000-0000-7000-8000-000000000003',
    year: input.year,
    today: '2026-06-01',
    taxpayer: input.taxpayer,
    topes: input.topes,
    entries: input.entries.map((entry) => ({ ...entry, rule: classify(entry).rule })),
    draft: null,
    insights: draftInsights(input).map(
      ({ code, title, body, action, severity, amount, entryIds }, index) => ({
        id: `insight-${index + 1}`,
        code,
        title,
        body,
        action,
        severity,
        amount: amount ?? null,
        entryIds,
        citations: [],
      }),
    ),
    ...changes,
  };
}

/** A stored draft with these boxes. */
export function draftOf(
  boxes: Readonly<Record<number, bigint>>,
  changes: Partial<AskedDraft> = {},
): AskedDraft {
  const named = Object.entries(boxes).map(([number, value]): [number, AskedBox] => [
    Number(number),
    { label: `Casilla de prueba ${number}`, value, unit: 'pesos', citation: 'art. 241 E.T.' },
  ]);
  return { version: 2, outdated: false, provisional: false, boxes: new Map(named), ...changes };
}
