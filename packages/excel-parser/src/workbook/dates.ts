const MILLISECONDS_PER_DAY = 86_400_000;
/** 9999-12-31, the last day Excel can show. */
const LAST_SERIAL = 2_958_465;

/** What a number format makes of a serial number: a day (with or without a time), a time of day, or elapsed time. */
export type DateForm = 'date' | 'time' | 'duration';

/** Form of a built-in format (ECMA-376 part 1, 18.8.30, with the East Asian ones); undefined when it shows no date. */
export function builtInDateForm(id: number): DateForm | undefined {
  if (id === 46) return 'duration';
  if ((id >= 18 && id <= 21) || id === 45 || id === 47) return 'time';
  const isDate = (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
  return isDate ? 'date' : undefined;
}

/** Form of a custom format, told by the date letters outside of quotes, escapes, colours, conditions and locales. */
export function dateFormOf(code: string): DateForm | undefined {
  const bare = code
    .replace(/\\.|_.|\*.|"[^"]*"?|\[(?!h+\]|m+\]|s+\])[^\]]*\]?/gi, '')
    .replace(/general/gi, '');
  // Only the first section: a later one may hold the text format for what is no number.
  const section = bare.split(';', 1)[0] ?? '';
  if (/\[[hms]+\]/i.test(section)) return 'duration';
  if (/[dy]/i.test(section)) return 'date';
  if (/[hs]/i.test(section)) return 'time';
  return /m/i.test(section) ? 'date' : undefined;
}

/** Whether a custom format shows a date, a time or elapsed time. */
export function isDateFormat(code: string): boolean {
  return dateFormOf(code) !== undefined;
}

/**
 * A serial day number as ISO 8601 without a zone, rounded to the millisecond; undefined when outside of the calendar.
 * @param date1904 the workbook counts from 1904-01-01 (old Macintosh) instead of 1899-12-30
 */
export function serialToIso(serial: number, date1904: boolean): string | undefined {
  if (!(serial >= 0) || serial >= LAST_SERIAL + 1) return undefined;
  // The 1900 system counts a 29 February 1900 that never was (Lotus 1-2-3): days before it are one further on.
  const shift = !date1904 && serial >= 1 && serial < 60 ? 1 : 0;
  const epoch = date1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
  const milliseconds = epoch + Math.round((serial + shift) * MILLISECONDS_PER_DAY);
  // Rounding may reach, and the 1904 system may pass, the year 10000, which ISO 8601 has no four digits for.
  if (milliseconds >= Date.UTC(10_000, 0, 1)) return undefined;
  return new Date(milliseconds).toISOString().replace(/(?:\.000)?Z$/, '');
}

/** Whether a serial is a time of day alone. The 1900 system has no day 0; in that of 1904 the format has to decide. */
export function isTimeOnly(serial: number, form: DateForm, date1904: boolean): boolean {
  return serial < 1 && (!date1904 || form === 'time');
}

/** Elapsed time of so many days as an ISO 8601 duration in hours, minutes and seconds, to the millisecond. */
export function durationIso(days: number): string {
  const milliseconds = Math.round(days * MILLISECONDS_PER_DAY);
  const seconds = (milliseconds % 60_000) / 1_000;
  const minutes = Math.floor(milliseconds / 60_000) % 60;
  const hours = Math.floor(milliseconds / 3_600_000);
  const parts = `${hours ? `${hours}H` : ''}${minutes ? `${minutes}M` : ''}${seconds ? `${seconds}S` : ''}`;
  return `PT${parts || '0S'}`;
}

/** An ISO date of a `t="d"` cell, completed with a time; undefined when it is not one. */
export function normaliseIsoDate(text: string): string | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?(?:Z|[-+]00:?00)?)?$/.exec(
    text.trim(),
  );
  return match ? `${match[1]}T${match[2] ?? '00:00'}${match[3] ?? ':00'}` : undefined;
}

/** An ISO time of day of a `t="d"` cell, with seconds; undefined when it is not one. */
export function normaliseIsoTime(text: string): string | undefined {
  const match = /^T?(\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?Z?$/.exec(text.trim());
  return match ? `${match[1]}${match[2] ?? ':00'}` : undefined;
}
