import type { DraftContent, Entry } from '@accountia/task-contracts/api';
import { draftFromJson, FACT_FIELDS } from '@accountia/tax-rules';
import type { ResultsReport } from '../report.ts';

const DOCUMENT_ID = '0198a000-0000-7000-8000-000000000002';
const DECLARATION_ID = '0198a000-0000-7000-8000-000000000003';

export const entryId = (row: number) => `0198a000-0000-7000-8000-${String(row).padStart(12, '0')}`;

export function sampleEntry(row: number, changes: Partial<Entry> = {}): Entry {
  return {
    id: entryId(row),
    documentId: DOCUMENT_ID,
    declarationId: DECLARATION_ID,
    sheet: 'Reporte',
    row,
    cell: `F${row}`,
    reporterNit: '900123456',
    reporterName: 'PANADERÍA ÑANDÚ Y CÍA. S.A.S.',
    reportedNumber: '1057664193',
    reportedName: 'MARÍA INVENTADA DE EJEMPLO',
    detail: 'Pagos por salarios (2276)',
    amount: '79390257',
    category: 'labour_income',
    boxes: [32],
    topes: [1],
    candidateBoxes: [32],
    rule: 'labour.salaries',
    confidence: 'high',
    suggestedUse: 'R32 - Tope 1',
    additionalInformation: [],
    ...changes,
  };
}

/** An invented taxpayer with two facts in the draft, one left out, a question and a warning. */
export function sampleReport(changes: Partial<ResultsReport> = {}): ResultsReport {
  const entries = changes.entries ?? [
    sampleEntry(20),
    sampleEntry(21, {
      detail: 'Saldo cuenta de ahorros',
      amount: '12000000',
      category: 'assets',
      boxes: [29],
      candidateBoxes: [29],
      rule: 'organization.0198a000-0000-7000-8000-00000000000f',
      additionalInformation: [{ key: 'Cuenta', value: '****1234' }],
    }),
    sampleEntry(22, {
      detail: 'Bonos nunca vistos',
      amount: '-500',
      category: 'unclassified',
      boxes: [],
      candidateBoxes: [],
      rule: 'none',
      confidence: 'low',
    }),
  ];
  return {
    generatedAt: new Date('2026-08-13T02:30:00.000Z'),
    entries,
    documents: [
      { id: DOCUMENT_ID, filename: 'reporteExogena2025.xlsx', createdAt: '2026-08-12T15:04:05.000Z' },
    ],
    summary: {
      declarationId: DECLARATION_ID,
      taxableYear: 2025,
      taxpayer: { documentType: 'CC', number: '1057664193', name: 'MARÍA INVENTADA DE EJEMPLO' },
      totalsByCategory: { labour_income: '79390257', assets: '12000000', unclassified: '-500' },
      categories: [
        { category: 'labour_income', label: 'Ingresos laborales', amount: '79390257', entries: 1 },
        { category: 'assets', label: 'Patrimonio (bienes y derechos)', amount: '12000000', entries: 1 },
        { category: 'unclassified', label: 'Por clasificar', amount: '-500', entries: 1 },
      ],
      topes: [1, 2, 3, 4, 5].map((tope) => ({
        tope,
        key: 'gross_income',
        label: [
          'Ingresos brutos',
          'Patrimonio bruto',
          'Consumos con tarjeta',
          'Consignaciones e inversiones',
          'Compras',
        ][tope - 1]!,
        amount: tope === 1 ? '79390257' : '0',
        reported: tope === 1,
        limit: tope === 2 ? '224095500' : '69718600',
        limitUvt: tope === 2 ? 4500 : 1400,
        comparator: '>=' as const,
        exceeded: tope === 1,
        nearEdge: false,
        percentOfLimit: tope === 1 ? 113.9 : 0,
        law: 'E.T. art. 592',
      })),
      filing: {
        obligated: true,
        reasons: ['Ingresos brutos: $ 79.390.257 alcanza o supera el tope de $ 69.718.600 (1.400 UVT).'],
        dueDate: '2026-10-21',
      },
      warnings: [
        {
          code: 'unknown_concept',
          severity: 'warning',
          title: 'Un concepto por clasificar',
          explanation: 'Ninguna regla conoce «Bonos nunca vistos».',
          action: 'Diga qué es en la lista de revisión.',
          entryIds: [entryId(22)],
          articles: [],
        },
      ],
    },
    draft: { content: sampleDraft(), version: 3 },
    ...changes,
  };
}

export function sampleDraft(): DraftContent {
  const drafted = draftFromJson({
    year: 2025,
    boxes: { 29: '12000000', 32: '79390257' },
    facts: { dependants: 1 },
  });
  const behind: Readonly<Record<string, DraftContent['boxes'][string]['entries']>> = {
    29: [{ entryId: entryId(21), amount: '12000000' }],
    32: [{ entryId: entryId(20), amount: '79390257' }],
  };
  const { housingInterest } = FACT_FIELDS;
  return {
    taxableYear: 2025,
    form: '210',
    provisional: false,
    boxes: Object.fromEntries(
      Object.entries(drafted.boxes).map(([box, { provisional = false, operands, ...rest }]) => [
        box,
        {
          ...rest,
          provisional,
          operands: operands.map((operand) => ({ ...operand })),
          entries: behind[box] ?? [],
        },
      ]),
    ),
    questions: [
      {
        fact: 'housingInterest',
        kind: 'pesos',
        options: null,
        title: housingInterest.title,
        reason: housingInterest.reason,
        whenMissing: housingInterest.whenMissing,
        articles: [...housingInterest.articles],
        status: 'assumed',
        value: null,
        entries: [],
      },
    ],
    choices: [
      {
        code: 'joint_holder',
        decision: 'entries',
        chosen: 'include',
        options: ['include', 'exclude'],
        decided: false,
        entryIds: [entryId(21)],
        text: 'Hay varios titulares: se toma el valor completo; informe su participación si es menor.',
        articles: ['261', '263'],
      },
    ],
    leftOut: [
      {
        entryId: entryId(22),
        amount: '-500',
        reason: 'unclassified',
        text: 'No se sabe qué es: clasifíquela para que cuente.',
      },
    ],
    assumptions: drafted.assumptions.map((note) => ({ ...note, articles: [...note.articles] })),
    warnings: [],
    unusedDecisions: [],
  };
}
