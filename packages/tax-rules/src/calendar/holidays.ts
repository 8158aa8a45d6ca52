const DAY = 86_400_000;

/** Month and day of holidays kept on their date (Ley 51 of 1983, art. 1). */
const FIXED = [
  [1, 1],
  [5, 1],
  [7, 20],
  [8, 7],
  [12, 8],
  [12, 25],
] as const;

/**
 * Holidays moved to the next Monday (Ley 51 of 1983, "Ley Emiliani"): Epiphany, Saint Joseph, Peter and
 * Paul, Assumption, 12 October, All Saints, Cartagena.
 */
const MOVED_TO_MONDAY = [
  [1, 6],
  [3, 19],
  [6, 29],
  [8, 15],
  [10, 12],
  [11, 1],
  [11, 11],
] as const;

/**
 * Days from Easter Sunday: Maundy Thursday, Good Friday; Ascension, Corpus Christi and Sacred Heart on
 * their Mondays.
 */
const FROM_EASTER = [-3, -2, 43, 64, 71] as const;

const holidaysByYear = new Map<number, ReadonlySet<number>>();

/** Midnight UTC of each holiday, ascending. */
function holidayTimes(year: number): ReadonlySet<number> {
  const known = holidaysByYear.get(year);
  if (known) return known;
  const days = [
    ...FIXED.map(([month, day]) => Date.UTC(year, month - 1, day)),
    ...MOVED_TO_MONDAY.map(([month, day]) => nextMonday(Date.UTC(year, month - 1, day))),
    ...FROM_EASTER.map((offset) => easterSunday(year) + offset * DAY),
  ];
  const holidays = new Set(days.sort((first, second) => first - second));
  holidaysByYear.set(year, holidays);
  return holidays;
}

/** Public holidays of Colombia in a year as `YYYY-MM-DD`, by the law in force since 1984. */
export function colombianHolidays(year: number): ReadonlySet<string> {
  return new Set([...holidayTimes(year)].map(isoDate));
}

/** Whether a date (`YYYY-MM-DD`) is a working day for DIAN: not Saturday, Sunday or holiday. */
export function isBusinessDay(date: string): boolean {
  return isBusinessTime(Date.parse(`${date}T00:00:00Z`));
}

function isBusinessTime(time: number): boolean {
  const day = new Date(time);
  const weekday = day.getUTCDay();
  return weekday !== 0 && weekday !== 6 && !holidayTimes(day.getUTCFullYear()).has(time);
}

/**
 * The business day that holds the `position` (1-based) counting from `from` (`YYYY-MM-DD`), itself
 * included.
 */
export function businessDayFrom(from: string, position: number): string {
  let time = Date.parse(`${from}T00:00:00Z`);
  for (let counted = 0; ; time += DAY) {
    if (isBusinessTime(time)) counted += 1;
    if (counted === position) return isoDate(time);
  }
}

/**
 * Easter Sunday of the Gregorian calendar (anonymous algorithm of 1876, in Meeus, Astronomical Algorithms,
 * ch. 8), in milliseconds UTC.
 */
function easterSunday(year: number): number {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const inCentury = year % 100;
  const leapCenturies = Math.floor(century / 4);
  const moonCorrection = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - leapCenturies - moonCorrection + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(inCentury / 4) - epact - (inCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  const sum = epact + weekday - 7 * late + 114;
  return Date.UTC(year, Math.floor(sum / 31) - 1, (sum % 31) + 1);
}

function nextMonday(time: number): number {
  return time + ((8 - new Date(time).getUTCDay()) % 7) * DAY;
}

function isoDate(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
