import type { DraftContent } from '@accountia/task-contracts/api';
import { formatPesos } from '@accountia/tax-rules';
import type { ResultsReport } from '../report.ts';
import { DISCLAIMER, longDate, longTime, obligationWords, PROVISIONAL, SEVERITY_WORDS } from '../words.ts';
import { Page } from './page.ts';

/** Warnings that the summary shows; the workbook has all. */
const MAX_WARNINGS = 8;
const SEVERITIES = Object.keys(SEVERITY_WORDS);

/**
 * What a client should know of the year's return, in Spanish and on few pages (PDF, A4): whether and when to file, what
 * comes out, where it comes from, what is missing and what deserves a look.
 */
export async function writeSummaryPdf(report: ResultsReport): Promise<Buffer> {
  const { summary, draft } = report;
  const { taxpayer, taxableYear } = summary;
  const title = `Declaración de renta, año gravable ${taxableYear}`;
  const page = new Page({ title: `${title}: ${taxpayer.name}`, createdAt: report.generatedAt });
  page.title(title, `${taxpayer.name} · ${taxpayer.documentType} ${taxpayer.number}`);
  writeObligation(page, report);
  if ('content' in draft) writeResult(page, draft.content);
  else page.paragraph(draft.unavailable);
  writeTotals(page, report);
  if ('content' in draft) {
    writeForm(page, draft.content);
    writeMissing(page, draft.content);
  }
  writeWarnings(page, report);
  page.paragraph(DISCLAIMER, { soft: true });
  const version = 'content' in draft && draft.version !== null ? ` · borrador versión ${draft.version}` : '';
  return await page.finish(`${taxpayer.name} · generado el ${longTime(report.generatedAt)}${version}`);
}

function writeObligation(page: Page, { summary: { filing, topes } }: ResultsReport): void {
  page.heading(obligationWords(filing.obligated));
  for (const reason of filing.reasons) page.paragraph(reason);
  if (filing.dueDate !== null)
    page.paragraph(`La fecha límite para presentar y pagar es el ${longDate(filing.dueDate)}.`);
  if (topes.length === 0) return;
  page.table(
    [
      { title: 'Tope', share: 0.4 },
      { title: 'Según la DIAN', share: 0.22, align: 'right' },
      { title: 'Límite', share: 0.22, align: 'right' },
      { title: '', share: 0.16 },
    ],
    topes.map(({ label, reported, amount, limit, exceeded, nearEdge }) => [
      label,
      reported ? formatPesos(BigInt(amount)) : 'no informado',
      formatPesos(BigInt(limit)),
      nearEdge ? 'al filo' : exceeded ? 'lo supera' : '',
    ]),
  );
}

function writeResult(page: Page, { boxes, provisional, leftOut }: DraftContent): void {
  const value = (box: number) => BigInt(boxes[String(box)]?.value ?? '0');
  page.heading('El resultado del borrador');
  const credit = value(137);
  page.figures([
    { label: 'Patrimonio líquido', value: formatPesos(value(31)) },
    { label: 'Renta líquida gravable', value: formatPesos(value(111)) },
    { label: 'Impuesto neto de renta', value: formatPesos(value(126)) },
    credit > 0n
      ? { label: 'Saldo a favor', value: formatPesos(credit) }
      : { label: 'Saldo a pagar', value: formatPesos(value(136)) },
  ]);
  if (provisional) page.paragraph(`Es ${PROVISIONAL}.`);
  if (leftOut.length > 0) {
    const facts = leftOut.length === 1 ? 'Un dato no suma' : `${leftOut.length} datos no suman`;
    page.paragraph(`${facts} en ninguna casilla; el libro de resultados dice por qué.`, { soft: true });
  }
}

function writeTotals(page: Page, { summary: { categories } }: ResultsReport): void {
  page.heading('Lo que otros reportaron de usted');
  page.table(
    [
      { title: 'Categoría', share: 0.62 },
      { title: 'Datos', share: 0.13, align: 'right' },
      { title: 'Total', share: 0.25, align: 'right' },
    ],
    categories.map(({ label, entries, amount }) => [label, String(entries), formatPesos(BigInt(amount))]),
  );
}

function writeForm(page: Page, { boxes }: DraftContent): void {
  const filled = Object.entries(boxes).filter(([, { value, unit }]) => unit === 'pesos' && value !== '0');
  if (filled.length === 0) return;
  page.heading('Formulario 210: casillas con valor');
  page.table(
    [
      { title: 'Casilla', share: 0.09 },
      { title: 'Concepto', share: 0.5 },
      { title: 'Valor', share: 0.2, align: 'right' },
      { title: 'Norma', share: 0.21 },
    ],
    filled.map(([box, { label, value, citation }]) => [box, label, formatPesos(BigInt(value)), citation]),
  );
}

function writeMissing(page: Page, { questions, choices }: DraftContent): void {
  const assumed = questions.filter(({ status }) => status === 'assumed');
  const undecided = choices.filter(({ decided }) => !decided);
  if (assumed.length + undecided.length === 0) return;
  page.heading('Lo que falta por confirmar');
  page.paragraph(
    'Ningún reporte lo dice. Mientras no se informe, el borrador toma lo que no rebaja el impuesto.',
  );
  for (const { title, reason, whenMissing } of assumed) page.item(title, `${reason} ${whenMissing}`);
  for (const { text } of undecided) page.item('Por decidir', text);
}

function writeWarnings(page: Page, { summary: { warnings } }: ResultsReport): void {
  const sorted = warnings.toSorted((first, second) => rankOf(first.severity) - rankOf(second.severity));
  const shown = sorted.filter(({ severity }) => severity !== 'info').slice(0, MAX_WARNINGS);
  page.heading('Lo que conviene revisar');
  if (shown.length === 0) page.paragraph('Nada de lo reportado llama la atención.');
  for (const { title, explanation, action } of shown) page.item(title, `${explanation} ${action}`);
  const more = warnings.length - shown.length;
  if (more > 0) page.paragraph(`Hay ${more} aviso${more === 1 ? '' : 's'} más en el libro de resultados.`);
}

function rankOf(severity: string): number {
  return SEVERITIES.indexOf(severity);
}
