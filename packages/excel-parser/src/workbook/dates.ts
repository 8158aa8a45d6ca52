const MILLISECONDS_PER_DAY = 86_400_000;
/** 9999-12-31, the last day Excel can show. */
const LAST_SERIAL = 2_958_465;

/** Built-in formats that show a date or a time (ECMA-376 part 1, 18.8.30, with the East Asian ones). */
export function isBuiltInDateFormat(id: number): boolean {
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
}

/** Whether a custom format shows a date or a time: a date letter outside of quotes, escapes, colours and conditions. */
export function isDateFormat(code: string): boolean {
  const bare = code
    .replace(/"[^"]*"?/g, '')
    .replace(/\\.|_.|\*./g, '')
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
    .replace(/general/gi, '');
  // Only the first section: a later one may hold the text format for what is no number.
  return /[dmyhs]/i.test(bare.split(';', 1)[0] ?? '');
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
  const date = new Date(epoch + Math.round((serial + shift) * MILLISECONDS_PER_DAY));
  return date.toISOString().replace(/(?:\.000)?Z$/, '');
}

/** An ISO date of a `t="d"` cell, completed with a time; undefined when it is not one. */
export function normaliseIsoDate(text: string): string | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?Z?)?$/.exec(text.trim());
  return match ? `${match[1]}T${match[2] ?? '00:00'}${match[3] ?? ':00'}` : undefined;
}
