import type { Cell } from './cells.ts';
import {
  type DateForm,
  durationDays,
  isTimeOnly,
  normaliseIsoDate,
  normaliseIsoTime,
  serialToIso,
} from './dates.ts';
import type { SharedStrings } from './shared-strings.ts';

/** Dates repeat within a sheet; making one takes longer than finding it. */
const MAX_CACHED_DATES = 4_096;

const NO_DAY = '1899-12-30T';

/** What the cells of a workbook refer to. */
export interface WorkbookTables {
  sharedStrings: SharedStrings;
  /** By the cell's style; undefined for styles that show no date. */
  dateStyles: readonly (DateForm | undefined)[];
  date1904: boolean;
}

/** Makes cells of what a sheet writes. */
export class CellReader {
  readonly sharedStrings: SharedStrings;
  readonly #dateStyles: readonly (DateForm | undefined)[];
  readonly #date1904: boolean;
  readonly #isoBySerial = new Map<number, string | undefined>();

  constructor({ sharedStrings, dateStyles, date1904 }: WorkbookTables) {
    this.sharedStrings = sharedStrings;
    this.#dateStyles = dateStyles;
    this.#date1904 = date1904;
  }

  /** @param style as in `number` */
  showsDate(style: number): boolean {
    return this.#dateStyles[style < 0 ? 0 : style] !== undefined;
  }

  /** @param style the cell's style, -1 when it has none, which means the first */
  number(value: number, raw: string, style: number): Cell {
    const form = this.#dateStyles[style < 0 ? 0 : style];
    return form === undefined ? { kind: 'number', value, raw } : this.#date(value, raw, form);
  }

  /** A cell of the type `d`; undefined when its text is no date, time or duration of ISO 8601. */
  isoDate(raw: string): Cell | undefined {
    const value = normaliseIsoDate(raw);
    // Serials below 1 are times, and Excel writes those of strict files on the day before the calendar begins.
    if (value?.startsWith(NO_DAY)) return { kind: 'date', value, raw, shows: 'time' };
    if (value !== undefined) return { kind: 'date', value, raw };
    const time = normaliseIsoTime(raw);
    if (time !== undefined) return { kind: 'date', value: `${NO_DAY}${time}`, raw, shows: 'time' };
    const iso = raw.trim().startsWith('P') ? serialToIso(durationDays(raw) ?? Number.NaN, false) : undefined;
    return iso === undefined ? undefined : { kind: 'date', value: iso, raw, shows: 'duration' };
  }

  #date(value: number, raw: string, form: DateForm): Cell {
    const iso = this.#iso(value);
    if (iso === undefined) return { kind: 'number', value, raw };
    if (form === 'duration') return { kind: 'date', value: iso, raw, shows: 'duration' };
    return isTimeOnly(value, form, this.#date1904)
      ? { kind: 'date', value: iso, raw, shows: 'time' }
      : { kind: 'date', value: iso, raw };
  }

  #iso(serial: number): string | undefined {
    const known = this.#isoBySerial.get(serial);
    if (known !== undefined) return known;
    const iso = serialToIso(serial, this.#date1904);
    if (this.#isoBySerial.size >= MAX_CACHED_DATES) this.#isoBySerial.clear();
    this.#isoBySerial.set(serial, iso);
    return iso;
  }
}
