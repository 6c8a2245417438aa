import { scalarText } from '../odata/exact-json.js';
import { addDays, type CalendarDate } from '@ledgerbridge/contracts';

/** Days from issue to due by terms code, trimmed. */
export type TermsDays = ReadonlyMap<string, number>;

const LONGEST_DAYS = 3_660;

/** The terms table of the company, under the settings' own days. Rows without a usable number of days say nothing. */
export function termsDays(
  rows: Iterable<readonly [code: unknown, days: unknown]>,
  own: Readonly<Record<string, number>>,
): TermsDays {
  const days = new Map<string, number>();
  for (const [code, value] of rows) {
    const name = typeof code === 'string' ? code.trim() : '';
    const count = Number(scalarText(value)?.trim() || Number.NaN);
    if (name !== '' && Number.isInteger(count) && count >= 0 && count <= LONGEST_DAYS) days.set(name, count);
  }
  for (const [code, count] of Object.entries(own)) days.set(code.trim(), count);
  return days;
}

export function dueDate(issuedOn: CalendarDate, code: string | undefined, terms: TermsDays): CalendarDate | undefined {
  const days = code === undefined ? undefined : terms.get(code);
  return days === undefined ? undefined : addDays(issuedOn, days);
}
