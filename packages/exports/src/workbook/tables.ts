import { categoryLabel } from '@accountia/tax-rules';
import type { ResultsReport } from '../report.ts';
import {
  BOX_KIND_WORDS,
  CONFIDENCE_WORDS,
  fieldWords,
  optionWords,
  provenance,
  SEVERITY_WORDS,
} from '../words.ts';
import { type CellContent, formula, number, pesos, text } from './cells.ts';
import { placements, placementWords } from './placement.ts';
import type { Column } from './sheet.ts';

/** Names of the sheets, which formulas refer to. */
export const SHEETS = {
  summary: 'Resumen',
  facts: 'Datos',
  form: 'Formulario 210',
  sources: 'Origen de casillas',
  review: 'Revisión',
} as const;

export interface Table {
  readonly columns: readonly Column[];
  readonly rows: Iterable<readonly CellContent[]>;
}

/** Columns of the facts that formulas of other sheets read. */
export const FACT_AMOUNT = 'E';
export const FACT_CATEGORY = 'F';

export function factsTable({ entries, documents, draft }: ResultsReport): Table {
  const names = new Map(documents.map(({ id, filename }) => [id, filename]));
  const placed = 'content' in draft ? placements(draft.content) : new Map<string, never>();
  return {
    columns: [
      { title: 'Dato', width: 7 },
      { title: 'NIT informante', width: 15 },
      { title: 'Informante', width: 34 },
      { title: 'Detalle', width: 52, wrap: true },
      { title: 'Valor', width: 17 },
      { title: 'Categoría', width: 30 },
      { title: 'En el borrador', width: 40, wrap: true },
      { title: 'Casillas propuestas', width: 12 },
      { title: 'Casillas DIAN', width: 12 },
      { title: 'Topes DIAN', width: 10 },
      { title: 'Clasificado por', width: 26 },
      { title: 'Regla', width: 34 },
      { title: 'Certeza', width: 9 },
      { title: 'Nombre reportado', width: 30 },
      { title: 'Información adicional', width: 40, wrap: true },
      { title: 'Documento', width: 30 },
      { title: 'Hoja', width: 16 },
      { title: 'Fila', width: 7 },
      { title: 'Celda', width: 8 },
    ],
    rows: entries.map((entry, index) => [
      number(index + 1),
      text(entry.reporterNit),
      text(entry.reporterName),
      text(entry.detail),
      pesos(entry.amount),
      text(categoryLabel(entry.category)),
      text(placementWords(placed.get(entry.id))),
      text(entry.candidateBoxes.join(', ')),
      text(entry.boxes.join(', ')),
      text(entry.topes.join(', ')),
      text(provenance(entry.rule)),
      text(entry.rule),
      text(CONFIDENCE_WORDS[entry.confidence]),
      text(entry.reportedName),
      text(entry.additionalInformation.map(({ key, value }) => `${key}: ${value}`).join('; ')),
      text(names.get(entry.documentId) ?? ''),
      text(entry.sheet),
      number(entry.row),
      text(entry.cell),
    ]),
  };
}

/** Every box; beside its value the live sum of the facts behind it, to see what limits and decisions did. */
export function formTable({ draft }: ResultsReport): Table {
  const boxes = 'content' in draft ? Object.entries(draft.content.boxes) : [];
  const columns = [
    { title: 'Casilla', width: 9 },
    { title: 'Concepto', width: 58, wrap: true },
    { title: 'Valor', width: 18 },
    { title: 'Suma de los datos', width: 18 },
    { title: 'Tipo', width: 11 },
    { title: 'Cómo sale', width: 70, wrap: true },
    { title: 'Norma', width: 24 },
    { title: 'Regla', width: 28 },
  ] as const;
  if ('unavailable' in draft) return { columns, rows: [[text(''), text(draft.unavailable)]] };
  const sumsOfBox = (box: string, entries: readonly { readonly amount: string }[]) =>
    formula(
      `SUMIFS('${SHEETS.sources}'!$F:$F,'${SHEETS.sources}'!$A:$A,${Number(box)})`,
      entries.reduce((sum, { amount }) => sum + BigInt(amount), 0n),
    );
  return {
    columns,
    rows: boxes.map(([box, { value, unit, label, kind, explanation, citation, rule, entries }]) => [
      number(Number(box)),
      text(label),
      unit === 'pesos' ? pesos(value) : number(Number(value)),
      entries.length > 0 ? sumsOfBox(box, entries) : text(''),
      text(BOX_KIND_WORDS[kind]),
      text(explanation),
      text(citation),
      text(rule),
    ]),
  };
}

/** Which fact adds how much to which box. */
export function sourcesTable({ entries, draft }: ResultsReport): Table {
  const positions = new Map(entries.map((entry, index) => [entry.id, { entry, position: index + 1 }]));
  const boxes = 'content' in draft ? Object.entries(draft.content.boxes) : [];
  return {
    columns: [
      { title: 'Casilla', width: 9 },
      { title: 'Concepto', width: 50, wrap: true },
      { title: 'Dato', width: 7 },
      { title: 'Informante', width: 34 },
      { title: 'Detalle', width: 52, wrap: true },
      { title: 'Aporta', width: 18 },
    ],
    rows: boxes.flatMap(([box, { label, entries: behind }]) =>
      behind.map(({ entryId, amount }) => {
        const found = positions.get(entryId);
        return [
          number(Number(box)),
          text(label),
          found === undefined ? text('') : number(found.position),
          text(found?.entry.reporterName ?? ''),
          text(found?.entry.detail ?? ''),
          pesos(amount),
        ];
      }),
    ),
  };
}

/** What deserves a look: warnings, what nobody told, choices, and facts that do not count. */
export function reviewTable({ summary, entries, draft }: ResultsReport): Table {
  const details = new Map(entries.map(({ id, detail }) => [id, detail]));
  const norms = (articles: readonly string[]) =>
    text(articles.map((article) => `art. ${article} E.T.`).join('; '));
  const warnings = summary.warnings.map((warning) => [
    text(SEVERITY_WORDS[warning.severity]),
    text(warning.title),
    text(warning.explanation),
    text(warning.action),
    norms(warning.articles),
  ]);
  return {
    columns: [
      { title: 'Tipo', width: 14 },
      { title: 'Asunto', width: 44, wrap: true },
      { title: 'Explicación', width: 70, wrap: true },
      { title: 'Qué hacer', width: 60, wrap: true },
      { title: 'Norma', width: 24 },
    ],
    rows: 'unavailable' in draft ? warnings : [...warnings, ...draftRows(draft.content, details, norms)],
  };
}

function draftRows(
  draft: Extract<ResultsReport['draft'], { content: unknown }>['content'],
  details: ReadonlyMap<string, string>,
  norms: (articles: readonly string[]) => CellContent,
): CellContent[][] {
  return [
    ...draft.warnings.map((note) => [
      text('Aviso'),
      text(fieldWords(note.field)),
      text(note.text),
      text(''),
      norms(note.articles),
    ]),
    ...draft.questions
      .filter(({ status }) => status === 'assumed')
      .map((asked) => [
        text('Por informar'),
        text(asked.title),
        text(asked.whenMissing),
        text(asked.reason),
        norms(asked.articles),
      ]),
    ...draft.choices.map((choice) => [
      text(choice.decided ? 'Decidido' : 'Por decidir'),
      text(details.get(choice.entryIds[0] ?? '') ?? ''),
      text(choice.text),
      text(
        `Se tomó: ${optionWords(choice.chosen)}. Opciones: ${choice.options.map(optionWords).join(', ')}.`,
      ),
      norms(choice.articles),
    ]),
    ...draft.leftOut.map((left) => [
      text('No suma'),
      text(details.get(left.entryId) ?? ''),
      text(left.text),
      text(''),
      text(''),
    ]),
  ];
}
