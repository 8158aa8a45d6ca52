import type { stream } from 'exceljs';
import type { ResultsReport } from '../report.ts';
import { DISCLAIMER, draftWords, longDate, longTime, obligationWords } from '../words.ts';
import { type CellContent, formula, number, pesos, text, writeCells } from './cells.ts';
import { setWidths, writeHeader } from './sheet.ts';
import { FACT_AMOUNT, FACT_CATEGORY, SHEETS } from './tables.ts';

/** Boxes that the first sheet repeats, by formula. */
const KEY_BOXES = [29, 30, 31, 111, 126, 132, 136, 137] as const;

/** The first sheet: who, whether and when to file, what comes out, topes and totals. */
export function writeSummarySheet(workbook: stream.xlsx.WorkbookWriter, report: ResultsReport): void {
  const sheet = workbook.addWorksheet(SHEETS.summary, { views: [{ showGridLines: false }] });
  setWidths(sheet, [{ width: 46 }, { width: 24 }, { width: 22 }, { width: 16 }, { width: 34 }]);
  let position = 0;
  const line = (cells: readonly CellContent[], options: { bold?: true; size?: number } = {}) => {
    position += 1;
    const row = sheet.getRow(position);
    writeCells(row, cells);
    if (options.bold) row.font = { bold: true, size: options.size ?? 11 };
    row.commit();
  };
  const header = (titles: readonly string[]) => {
    position += 1;
    writeHeader(sheet, position, titles);
  };
  const { taxpayer, taxableYear, filing } = report.summary;

  line([text(`Resultados del año gravable ${taxableYear}`)], { bold: true, size: 16 });
  line([text('Contribuyente'), text(taxpayer.name)]);
  line([text(taxpayer.documentType), text(taxpayer.number)]);
  line([text('Obligación de declarar'), text(obligationWords(filing.obligated))]);
  for (const reason of filing.reasons) line([text(''), text(reason)]);
  if (filing.dueDate !== null) line([text('Fecha límite'), text(longDate(filing.dueDate))]);
  line([text('Generado'), text(longTime(report.generatedAt))]);
  line([text('Borrador'), text(draftWords(report.draft))]);
  line([]);
  if ('content' in report.draft) {
    header(['Formulario 210', 'Valor', 'Casilla']);
    const { boxes } = report.draft.content;
    for (const box of KEY_BOXES) {
      const { label = '', value = '0' } = boxes[String(box)] ?? {};
      const found = `SUMIFS('${SHEETS.form}'!$C:$C,'${SHEETS.form}'!$A:$A,${box})`;
      line([text(label), formula(found, BigInt(value)), number(box)]);
    }
    line([]);
  }
  header(['Topes para declarar', 'Según la DIAN', 'Límite', '% del límite', 'Resultado']);
  for (const tope of report.summary.topes) {
    line([
      text(`${tope.tope}. ${tope.label}`),
      tope.reported ? pesos(tope.amount) : text('no informado'),
      pesos(tope.limit),
      number(tope.percentOfLimit),
      text(tope.nearEdge ? 'Al filo del límite' : tope.exceeded ? 'Obliga a declarar' : ''),
    ]);
  }
  line([]);
  header(['Totales por categoría', 'Valor', 'Datos']);
  for (const { label, amount, entries } of report.summary.categories) {
    // Live: who corrects a category in the sheet of facts sees the totals follow.
    const place = position + 1;
    const total = `SUMIFS(${SHEETS.facts}!$${FACT_AMOUNT}:$${FACT_AMOUNT},${SHEETS.facts}!$${FACT_CATEGORY}:$${FACT_CATEGORY},$A${place})`;
    line([text(label), formula(total, BigInt(amount)), number(entries)]);
  }
  line([]);
  line([text(DISCLAIMER)]);
  sheet.commit();
}
