import { formatPesos } from '@accountia/tax-rules';
import type { DeclarationSummary, Document, Insight, InsightList } from '@accountia/task-contracts/api';
import { style } from '../terminal/style.ts';
import { wrap } from './text.ts';

/** The declaration as a person reads it. Facts come in Spanish, as the API gives them to its users. */
export function renderDeclaration(given: {
  document: Document;
  summary: DeclarationSummary;
  insights: InsightList;
}): string {
  const { document, summary, insights } = given;
  return [
    ...taxpayer(summary, document),
    ...totals(summary),
    ...topes(summary),
    ...filing(summary),
    ...warnings(summary, document),
    ...insightList(insights.items),
  ].join('\n');
}

function pesos(amount: string): string {
  return formatPesos(BigInt(amount));
}

function heading(spanish: string, english: string): string[] {
  return ['', `${style('bold', spanish)} ${style('dim', `· ${english}`)}`];
}

function taxpayer({ taxpayer: person, taxableYear }: DeclarationSummary, document: Document): string[] {
  return [
    ...heading('Contribuyente', 'taxpayer'),
    `  ${style('bold', person.name)}`,
    `  ${person.documentType} ${person.number} · año gravable ${taxableYear} · ${document.entryCount} datos reportados`,
  ];
}

function totals({ categories }: DeclarationSummary): string[] {
  const labelWidth = Math.max(...categories.map(({ label }) => label.length));
  const amountWidth = Math.max(...categories.map(({ amount }) => pesos(amount).length));
  return [
    ...heading('Totales por categoría', 'totals by category'),
    ...categories.map(({ label, amount, entries }) => {
      const count = style('dim', `${entries} ${entries === 1 ? 'dato' : 'datos'}`);
      return `  ${label.padEnd(labelWidth)}  ${pesos(amount).padStart(amountWidth)}  ${count}`;
    }),
  ];
}

function topes({ topes: comparisons }: DeclarationSummary): string[] {
  const labelWidth = Math.max(...comparisons.map(({ label }) => label.length));
  const width = Math.max(
    ...comparisons.flatMap(({ amount, limit }) => [pesos(amount).length, pesos(limit).length]),
  );
  return [
    ...heading('Topes para declarar', "DIAN's totals against the limits of the year"),
    ...comparisons.map(({ tope, label, amount, limit, limitUvt, exceeded, percentOfLimit, law }) => {
      const mark = exceeded ? style('red', 'supera   ') : style('green', 'no supera');
      const share = `${percentOfLimit.toLocaleString('es-CO', { maximumFractionDigits: 0 })} %`.padStart(6);
      const against = `de ${pesos(limit).padStart(width)} (${limitUvt.toLocaleString('es-CO')} UVT)`;
      return `  ${tope}. ${label.padEnd(labelWidth)}  ${pesos(amount).padStart(width)} ${against} ${share}  ${mark}  ${style('dim', law)}`;
    }),
  ];
}

function filing({ filing: result }: DeclarationSummary): string[] {
  const answer =
    result.obligated === true
      ? style('red', 'Debe declarar')
      : result.obligated === false
        ? style('green', 'No está obligado por estos datos')
        : 'No se puede saber con estos datos';
  const deadline = result.dueDate === null ? '' : ` · plazo: ${style('bold', result.dueDate)}`;
  return [
    ...heading('Obligación', 'must this person file?'),
    `  ${answer}${deadline}`,
    ...result.reasons.flatMap((reason) => wrap(reason, '  · ', '    ')),
  ];
}

function warnings(summary: DeclarationSummary, document: Document): string[] {
  const fromRules = summary.warnings.flatMap(({ title, explanation, severity }) => [
    `  ${marker(severity)} ${style('bold', title)}`,
    ...wrap(explanation, '    ', '    '),
  ]);
  // The rules tell these two better; the same remark about many rows is made once, with the places.
  const remarks = document.warnings.filter(
    ({ code }) => code !== 'tope_difference' && code !== 'duplicate_candidate',
  );
  const byMessage = Map.groupBy(remarks, ({ message }) => message);
  const fromFile = [...byMessage].flatMap(([message, same]) => {
    const cells = same.flatMap(({ cell }) => (cell === null ? [] : [cell]));
    return wrap(`${message}${cells.length === 0 ? '' : ` (${cells.join(', ')})`}`, '  · ', '    ');
  });
  if (fromRules.length + fromFile.length === 0) return [];
  return [...heading('Advertencias', 'what to look at twice'), ...fromRules, ...fromFile];
}

function insightList(items: readonly Insight[]): string[] {
  return [
    ...heading('Hallazgos', 'insights, each with the law it cites'),
    ...items.flatMap((insight) => {
      const { title, body, action, citations, severity, amount, box, documents, impact } = insight;
      const figure = [amount === null ? '' : pesos(amount), box === null ? '' : `casilla ${box}`]
        .filter(Boolean)
        .join(' · ');
      const law = citations.map(
        ({ norm, article }) => `${norm}, ${/^\d/.test(article) ? `art. ${article}` : article}`,
      );
      return [
        `  ${marker(severity)} ${style('bold', title)}${figure === '' ? '' : `  ${style('dim', figure)}`}`,
        ...wrap(body, '    ', '    '),
        ...(action === '' ? [] : wrap(action, '    → ', '      ')),
        ...wrap(documents.join('; '), '    ▤ ', '      '),
        ...(impact === null ? [] : wrap(worth(impact), '    $ ', '      ')),
        ...wrap(law.join('; '), '    § ', '      ').map((line) => style('dim', line)),
      ];
    }),
  ];
}

/** `ahorro de $ 693.000`, or what is missing to tell it. */
function worth({ kind, amount, basis }: NonNullable<Insight['impact']>): string {
  const name = kind === 'saving' ? 'Ahorro' : 'Riesgo';
  return amount === null ? `${name}: ${basis}` : `${name} estimado: ${pesos(amount)}. ${basis}`;
}

function marker(severity: 'info' | 'warning' | 'critical'): string {
  if (severity === 'critical') return style('red', '●');
  if (severity === 'warning') return style('yellow', '●');
  return style('dim', '●');
}
