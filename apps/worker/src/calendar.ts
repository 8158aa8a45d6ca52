/** Where the taxpayers and the law's days are; it has no daylight saving time. */
export const TIME_ZONE = 'America/Bogota';

const DAY_MS = 24 * 3_600_000;
const inBogota = new Intl.DateTimeFormat('sv-SE', { timeZone: TIME_ZONE, dateStyle: 'short' });

/** The calendar day in Bogotá, as `YYYY-MM-DD`. */
export function dayOf(time: Date): string {
  return inBogota.format(time);
}

/** A number of days later, or earlier when it is negative. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Days from one to another; negative when it is past. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS;
}

/** The Monday of the week that a day belongs to. */
export function mondayOf(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return addDays(day, -((weekday + 6) % 7));
}

/** The day a scheduled run is about: that of its slot, also when it is late; now for one that was started by hand. */
export function asOf(payload: { readonly slotAt?: string | undefined }): string {
  return dayOf(payload.slotAt === undefined ? new Date() : new Date(payload.slotAt));
}
