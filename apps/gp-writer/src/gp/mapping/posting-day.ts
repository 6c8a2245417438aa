import { addDays, type CalendarDate } from '@ledgerbridge/contracts';

/** The connection's `periods`. */
export interface PeriodRules {
  /** Last day of the last closed period. */
  readonly closedThrough?: CalendarDate;
  readonly whenClosed: 'hold' | 'next-open-day';
}

export type PostingDay =
  | { readonly kind: 'open' }
  /** The GL posting date moves; the document keeps its own. */
  | { readonly kind: 'moved'; readonly to: CalendarDate }
  | { readonly kind: 'closed'; readonly closedThrough: CalendarDate };

/** Whether a document of this day may be posted. */
export function postingDay(day: CalendarDate, { closedThrough, whenClosed }: PeriodRules): PostingDay {
  if (closedThrough === undefined || day > closedThrough) return { kind: 'open' };
  if (whenClosed === 'hold') return { kind: 'closed', closedThrough };
  return { kind: 'moved', to: addDays(closedThrough, 1) };
}
