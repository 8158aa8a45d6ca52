import { formatPesos } from '@accountia/tax-rules';
import { cleanCellText } from '../model/clean-text.ts';
import type { AnalysisEntry } from './types.ts';

export { formatPesos };

/** `5088` → `50,88 %`. */
export function percent(basisPoints: number): string {
  const whole = Math.trunc(basisPoints / 100);
  const fraction = String(basisPoints % 100)
    .padStart(2, '0')
    .replace(/0+$/, '');
  return `${whole}${fraction === '' ? '' : `,${fraction}`} %`;
}

/** `1340` → `1.340 UVT`. */
export function uvt(count: number): string {
  return `${String(count).replace(/\B(?=(\d{3})+$)/g, '.')} UVT`;
}

/** Who reported, as the report says, without invisible characters. */
export function reporters(entries: readonly AnalysisEntry[]): string {
  const names = [...new Set(entries.map((entry) => cleanCellText(entry.reporterName)))];
  const shown = names.slice(0, 3).join(', ');
  return names.length > 3 ? `${shown} y ${names.length - 3} más` : shown;
}

/** `la fila 20`, `las filas 20, 31 y 40`. */
export function rows(entries: readonly AnalysisEntry[]): string {
  const numbers = entries.map((entry) => String(entry.row));
  if (numbers.length === 1) return `la fila ${numbers[0]}`;
  if (numbers.length > 8) return `${numbers.length} filas (desde la ${numbers[0]})`;
  return `las filas ${numbers.slice(0, -1).join(', ')} y ${numbers.at(-1)}`;
}

const MONTHS = [
  'enero',
  'febrero',
  'marzo',
  'abril',
  'mayo',
  'junio',
  'julio',
  'agosto',
  'septiembre',
  'octubre',
  'noviembre',
  'diciembre',
];

/** `2026-09-16` → `16 de septiembre de 2026`. */
export function longDate(date: string): string {
  const [year, month, day] = date.split('-');
  return `${Number(day)} de ${MONTHS[Number(month) - 1]} de ${year}`;
}
