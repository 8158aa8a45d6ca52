const LOCAL = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2}))?$/;
const DAY_MS = 86_400_000;

/**
 * The instant at which clocks of a time zone show a time: `instantAt('2026-08-12T09:00', 'America/Bogota')`.
 * A time that a clock shows twice (end of summer time) is the first one; a time that it skips is as much later as the
 * clock was put forward. Throws RangeError for what is no local time and for an unknown time zone.
 */
export function instantAt(local: string, timeZone: string): Date {
  const match = LOCAL.exec(local);
  const asUtc = match === null ? Number.NaN : Date.parse(`${local.length === 16 ? `${local}:00` : local}Z`);
  // Date.parse takes February 30th for March 2nd.
  if (Number.isNaN(asUtc) || !new Date(asUtc).toISOString().startsWith(local)) {
    throw new RangeError(`Not a local time such as 2026-08-12T09:00: ${local}`);
  }
  // The offsets a day before and after are those on both sides of a change, if there is one.
  const before = asUtc - offsetMs(asUtc - DAY_MS, timeZone);
  const after = asUtc - offsetMs(asUtc + DAY_MS, timeZone);
  const shows = (instant: number) => instant + offsetMs(instant, timeZone) === asUtc;
  if (shows(before)) return new Date(before);
  if (shows(after)) return new Date(after);
  return new Date(before);
}

/** How far a time zone's clocks are ahead of UTC at an instant; whole seconds, as zones are since 1972. */
function offsetMs(instant: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((found) => found.type === type)?.value);
  const shown = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return shown - Math.floor(instant / 1_000) * 1_000;
}
