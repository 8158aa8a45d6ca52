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
  return isoOf(milliseconds);
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

/*
 * What a cell of the type `d` may hold, as Excel writes it into strict files. Excel writes more digits than its numbers have
 * (15:59:59.99999979045 for four o'clock): like serials, all is rounded to the millisecond.
 */

/** An ISO date, completed with a time; undefined when it is not one. */
export function normaliseIsoDate(text: string): string | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(?:Z|[-+]00:?00)?)?$/.exec(
    text.trim(),
  );
  const midnight = match ? Date.parse(`${match[1]}T00:00:00Z`) : Number.NaN;
  const time = timeOfDay(match?.[2] ?? '00:00');
  // A day such as 30 February is read as one of March.
  if (Number.isNaN(midnight) || time === undefined || !isoOf(midnight).startsWith(match![1]!))
    return undefined;
  const milliseconds = midnight + time;
  return milliseconds < Date.UTC(10_000, 0, 1) ? isoOf(milliseconds) : undefined;
}

/** An ISO time of day, with seconds; undefined when it is not one. */
export function normaliseIsoTime(text: string): string | undefined {
  const match = /^T?(\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)Z?$/.exec(text.trim());
  const time = match ? timeOfDay(match[1]!) : undefined;
  // Rounded up to midnight it would be another day's.
  return time === undefined ? undefined : isoOf(Math.min(time, MILLISECONDS_PER_DAY - 1)).slice(11);
}

/** Days of a serial number, or of an ISO duration such as `PT26H31M45.000S`; undefined when it is neither. */
export function durationDays(text: string): number | undefined {
  const match = /^P(?=.*\d)(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text.trim());
  if (!match) return /^[-+.\deE]+$/.test(text) ? Number(text) : undefined;
  const [days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  return days! + (hours! * 3_600 + minutes! * 60 + seconds!) / 86_400;
}

/** Milliseconds of `hh:mm:ss.s`, where there may be no seconds; undefined when there is no such time. */
function timeOfDay(text: string): number | undefined {
  const [hours, minutes, seconds = 0] = text.split(':').map(Number);
  if (hours! > 23 || minutes! > 59 || seconds >= 60) return undefined;
  return Math.round((hours! * 3_600 + minutes! * 60 + seconds) * 1_000);
}

function isoOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/(?:\.000)?Z$/, '');
}
