import { type Cell, cellText } from '../workbook/cells.ts';
import { collapseSpaces } from './text.ts';

/**
 * A date-time as the report prints it (`2026-07-28 10:15:00`, `28/07/2026 10:15`, `28-07-2026 10:15:00 AM`, or a date
 * cell), as ISO 8601 without a zone; it is Colombian time (UTC-5). Undefined when it cannot be read.
 */
export function readDateTime(cell: Cell | undefined): string | undefined {
  if (cell?.kind === 'date') return cell.value;
  const text = collapseSpaces(cellText(cell) ?? '');
  const match =
    /^(?:(?<year>\d{4})[-/](?<month>\d{1,2})[-/](?<day>\d{1,2})|(?<day2>\d{1,2})[-/](?<month2>\d{1,2})[-/](?<year2>\d{4}))(?:[T ,]+(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:\.\d+)?)?)?(?: ?(?<half>[ap])\.? ?m\.?)?$/i.exec(
      text,
    )?.groups;
  if (!match) return undefined;
  const number = (name: string): number => Number(match[name] ?? match[`${name}2`] ?? 0);
  const half = match['half']?.toLowerCase();
  const hour = half === undefined ? number('hour') : (number('hour') % 12) + (half === 'p' ? 12 : 0);
  const parts = [
    number('year'),
    number('month'),
    number('day'),
    hour,
    number('minute'),
    number('second'),
  ] as const;
  const [year, month, day, , minute, second] = parts;
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const same =
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    date.getUTCHours() === hour &&
    date.getUTCMinutes() === minute;
  return same ? date.toISOString().slice(0, 19) : undefined;
}
