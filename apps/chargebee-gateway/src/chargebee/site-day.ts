const SECOND = 1000;
const DAY = 24 * 60 * 60 * SECOND;

/**
 * The first instant, in Unix seconds, at which a calendar in `timeZone` shows the day. The start and not the middle:
 * a document or payment of today must not lie in the future.
 */
export function dayToUnixSeconds(day: string, timeZone: string): number {
  const utcMidnight = Date.parse(`${day}T00:00:00Z`);
  // Every zone is within a day of UTC; between the bounds the calendar turns exactly once to this day or later.
  let before = utcMidnight - DAY;
  let reached = utcMidnight + DAY;
  while (reached - before > SECOND) {
    const middle = before + Math.floor((reached - before) / (2 * SECOND)) * SECOND;
    if (dayAt(middle, timeZone) >= day) reached = middle;
    else before = middle;
  }
  return reached / SECOND;
}

/** The calendar day a site in `timeZone` prints for an instant in Unix seconds. */
export function unixSecondsToDay(seconds: number, timeZone: string): string {
  return dayAt(seconds * SECOND, timeZone);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function dayAt(ms: number, timeZone: string): string {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formats.set(timeZone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]));
  return `${(parts['year'] ?? '').padStart(4, '0')}-${parts['month']}-${parts['day']}`;
}
