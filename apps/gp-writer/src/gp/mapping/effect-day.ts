import type { CalendarDate, CreditNote, Invoice, Payment } from '@ledgerbridge/contracts';
import type { MappingSettings } from '../mapping-settings.js';
import type { Effect } from './numbers.js';

/**
 * The day of the GP document with this effect: the record's own, or, of one that undoes it, the day of the void, by the
 * calendar of `mapping.timeZone`, never before the record's own. `happenedAt`: the event's time, for a deletion, which
 * states no instant of its own.
 */
export function effectDay(
  effect: Effect,
  state: Invoice | CreditNote | Payment,
  happenedAt: string,
  { timeZone }: MappingSettings,
): CalendarDate {
  const own = 'paidOn' in state ? state.paidOn : state.issuedOn;
  if (!effect.endsWith('-undone')) return own;
  const undone = dayIn(timeZone, state.voidedAt ?? happenedAt);
  return undone < own ? own : undone;
}

/** Sweden writes days as ISO 8601 does. */
function dayIn(timeZone: string, instant: string): CalendarDate {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(new Date(instant));
}
