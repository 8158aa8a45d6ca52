import { REPLACEMENT } from '../values/text.ts';
import { reportConcepts } from './concepts.ts';
import {
  formatNit,
  groupThousands,
  inventCedula,
  inventCompanyName,
  inventNit,
  inventPersonName,
} from './people.ts';
import type { ExpectedReport, PersonalReport, PersonalReportOptions, ReportFact } from './report-types.ts';
import { createRandom, type Random } from './random.ts';
import { buildWorkbook, type CellInput, type RowInput } from './workbook-writer.ts';

const TOPE_LABELS = [
  'Tope 1 - Ingresos',
  'Tope 2 - Patrimonio',
  'Tope 3 - Consumo TC',
  'Tope 4 - Movimiento',
  'Tope 5 - Compras',
];
export const REPORT_HEADERS: readonly string[] = [
  'NIT',
  'Nombre / Razón Social',
  'NIT',
  'Nombre/Razón Social reportada por el tercero',
  'Detalle',
  'Valor',
  'Uso declaración Sugerida',
  'Información  Adicional ',
];

/** Writes a personal report (layout A) with invented data. Deterministic: the same options give the same bytes. */
export function buildPersonalReport(options: PersonalReportOptions = {}): PersonalReport {
  const random = createRandom(options.seed ?? 1);
  const headerRow = options.headerRow ?? 14;
  if (headerRow < 10)
    throw new RangeError('The header of a report stands below its preamble, at row 10 or later.');
  const year = options.year ?? 2025;
  const taxpayer = options.taxpayer ?? {
    documentTypeLabel: 'C. C.',
    documentType: 'CC',
    number: inventCedula(random),
    name: inventPersonName(random),
  };
  const topes = options.topes === false ? {} : (options.topes ?? inventTopes(random));
  const facts = Array.isArray(options.facts)
    ? options.facts
    : inventFacts(random, Number(options.facts ?? 20), taxpayer);
  const expected: ExpectedReport = {
    fileName: `reporteExogena${year}.xlsx`,
    year,
    taxpayer,
    topes: { ...topes },
    headerRow,
    rowCount: facts.length,
    rows: [],
  };
  const rows = reportRows(options, expected, facts, random);
  const lastRow = rows.at(-1)?.number ?? headerRow;
  const dimension = { stale: 'A1:H15', exact: `A1:H${lastRow}`, none: undefined }[
    options.dimension ?? 'stale'
  ];
  const merges = [6, 7, 8]
    .map((row) => `A${row}:B${row}`)
    .concat(`A${headerRow - 1}:B${headerRow - 1}`, `C${headerRow - 1}:H${headerRow - 1}`);
  const bytes = buildWorkbook({
    sheets: [{ name: 'Reporte', rows, dimension, merges }, ...(options.otherSheets ?? [])],
    prefix: options.prefix ?? 'x',
    strings: options.strings,
    references: options.references,
  });
  return { bytes, expected };
}

function reportRows(
  options: PersonalReportOptions,
  expected: ExpectedReport,
  facts: readonly ReportFact[],
  random: Random,
): RowInput[] {
  const rows = preambleRows(options, expected);
  const topeRows = (from: number): RowInput[] =>
    Object.entries(expected.topes).map(([tope, amount], index) => ({
      number: from + index,
      cells: at(4, TOPE_LABELS[Number(tope) - 1] ?? `Tope ${tope}`, amount),
    }));
  const topeCount = Object.keys(expected.topes).length;
  const topesAt = options.topesAt ?? 'top';
  if (topesAt === 'above') {
    if (expected.headerRow < 10 + topeCount + 1)
      throw new RangeError('There is no room for topes above the header.');
    rows.push(...topeRows(9));
  }
  rows.push({
    number: expected.headerRow - 1,
    cells: ['Persona que reporta', undefined, 'Información reportada'],
  });
  rows.push({ number: expected.headerRow, cells: [...REPORT_HEADERS] });
  let next = expected.headerRow + 1;
  if (topesAt === 'top') {
    rows.push(...topeRows(next));
    next += topeCount;
  }
  for (const fact of facts) {
    rows.push({ number: next, cells: factCells(fact, expected, options, random) });
    expected.rows.push({
      row: next,
      reporterNit: fact.reporterNit,
      detail: fact.detail,
      amount: fact.amount,
      boxes: [...fact.boxes],
      topes: [...fact.topes],
    });
    next += 1;
  }
  if (topesAt === 'bottom') {
    rows.push(...topeRows(next));
    next += topeCount;
  }
  for (const [index, note] of (options.notes ?? []).entries())
    rows.push({ number: next + 1 + index, cells: [note] });
  return rows;
}

function preambleRows(options: PersonalReportOptions, expected: ExpectedReport): RowInput[] {
  const { taxpayer, year } = expected;
  return [
    { number: 1, cells: at(2, 'Consulta de Información reportada por terceros') },
    {
      number: 2,
      cells: [
        'La información contenida en esta consulta corresponde a lo reportado por terceros.',
        undefined,
        undefined,
        undefined,
        undefined,
        undefined,
        'Fecha   Reporte:',
        options.reportedAt ?? `${year + 1}-07-28 10:15:00`,
      ],
    },
    {
      number: 3,
      cells: ['Fecha corte del proceso: ', undefined, options.cutoffAt ?? `${year + 1}-07-20 00:00:00`],
    },
    {
      number: 4,
      cells: [
        'Año al que se refiere la consulta:',
        undefined,
        options.yearAs === 'number' ? year : String(year),
      ],
    },
    { number: 5, cells: ['Identificación del consultante'] },
    { number: 6, cells: ['Tipo de documento:', undefined, taxpayer.documentTypeLabel] },
    { number: 7, cells: ['Identificación:', undefined, taxpayer.number] },
    { number: 8, cells: ['Nombres / Razón social:', undefined, taxpayer.name] },
  ];
}

function factCells(
  fact: ReportFact,
  expected: ExpectedReport,
  options: PersonalReportOptions,
  random: Random,
): CellInput[] {
  const loseLetters = options.replacementCharacters === true && random.chance(0.3);
  const messy = options.messyDetails === true && random.chance(0.5);
  return [
    writeNit(fact.reporterNit, options, random),
    loseLetters ? fact.reporterName.replace(/[ÁÉÍÓÚÜÑ]/g, REPLACEMENT) : fact.reporterName,
    fact.reportedNumber ?? expected.taxpayer.number,
    fact.reportedName ?? expected.taxpayer.name,
    messy ? writeMessy(fact.detail, random) : fact.detail,
    options.textAmounts === true && random.chance(0.5) ? writeAmount(fact.amount, random) : fact.amount,
    fact.suggestedUse === '' ? undefined : fact.suggestedUse,
    fact.additionalInformation === '' ? undefined : fact.additionalInformation,
  ];
}

function writeNit(nit: string, options: PersonalReportOptions, random: Random): CellInput {
  const numeric = /^[1-9]\d{0,14}$/.test(nit);
  if (options.textNits !== true || !numeric) return numeric ? Number(nit) : nit;
  return random.pick([nit, groupThousands(nit), formatNit(nit), `${nit}.0`, Number(nit)]);
}

/** An amount in one of the shapes that reports show; all mean the same. */
export function writeAmount(amount: bigint, random: Random): string {
  const digits = String(amount < 0n ? -amount : amount);
  const dots = groupThousands(digits);
  const commas = groupThousands(digits, ',');
  const shapes = [digits, dots, `$ ${dots}`, commas, `${digits}.0`, `${dots},00`, `${commas}.00`];
  const shape = random.pick(shapes);
  if (amount >= 0n) return shape;
  return random.pick([`-${shape}`, `(${shape})`]);
}

function writeMessy(detail: string, random: Random): string {
  return random.pick([
    detail.toUpperCase(),
    detail.replace(' ', '  '),
    detail.replace(' ', '\u00A0'),
    `Certificado - ${detail}`,
    ` ${detail}\n`,
  ]);
}

function inventTopes(random: Random): Record<string, bigint> {
  return Object.fromEntries(
    [1, 2, 3, 4, 5].map((tope) => [tope, BigInt(random.integer(20_000_000, 250_000_000))]),
  );
}

/** Invented facts of all concepts, from few reporters, as in a real report. */
export function inventFacts(
  random: Random,
  count: number,
  taxpayer: { number: string; name: string },
): ReportFact[] {
  const reporters = Array.from({ length: Math.min(40, 3 + Math.ceil(count / 6)) }, () => ({
    nit: inventNit(random),
    name: inventCompanyName(random),
  }));
  return Array.from({ length: count }, () => {
    const concept = random.pick(reportConcepts);
    const reporter =
      concept.reporter === 'taxpayer'
        ? { nit: taxpayer.number, name: taxpayer.name }
        : random.pick(reporters);
    const overdrawn = concept.boxes.includes(29) && concept.boxes.includes(30) && random.chance(0.2);
    const amount = BigInt(random.integer(1, 10) * 10 ** random.integer(4, 7) + random.integer(0, 9_999));
    return {
      reporterNit: reporter.nit,
      reporterName: reporter.name,
      detail: concept.detail,
      amount: overdrawn ? -amount : amount,
      suggestedUse: concept.suggestedUse,
      boxes: concept.boxes,
      topes: concept.topes,
      additionalInformation: concept.additionalInformation.replace(/#/g, () => String(random.integer(0, 9))),
    };
  });
}

/** A row's cells with these values from a column on. */
function at(column: number, ...values: CellInput[]): CellInput[] {
  return [...Array.from({ length: column }, () => undefined), ...values];
}
