/** First invoice date of the seeded year. */
const FIRST_DAY = '2026-01-01';
/** Days from the first to the last invoice date, 2026-10-31, both counted. */
export const DAYS = 304;

const DAY_MS = 86_400_000;

export function dayAt(offset: number): string {
  return new Date(Date.parse(FIRST_DAY) + offset * DAY_MS).toISOString().slice(0, 10);
}

export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

export const yearOf = (day: string): number => Number(day.slice(0, 4));
export const monthOf = (day: string): number => Number(day.slice(5, 7));

/** Register of a day: one batch a day, numbers rising. */
export function registerOf(day: string): number {
  return 4000 + Math.round((Date.parse(day) - Date.parse(FIRST_DAY)) / DAY_MS);
}
