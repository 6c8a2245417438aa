import type { CalendarDate } from '@ledgerbridge/contracts';
import { allOf, anyOf, compare, type Expression } from './odata/expression.js';

export type DateLiteral = 'datetime' | 'date';

/** An AR period; SYSPRO's years may begin in any month. */
export interface Period {
  readonly year: number;
  readonly month: number;
}

/** Rows to read: since a day and of the periods still open, or exactly between two days. */
export type RowWindow =
  | { readonly kind: 'since'; readonly from: CalendarDate; readonly openFrom: Period }
  | { readonly kind: 'between'; readonly from?: CalendarDate; readonly to?: CalendarDate };

/** The columns of a table that a window is about. */
export interface WindowColumns {
  readonly day: string;
  /** Year and month of an AR period; a row is read again while one of its periods is open. */
  readonly periods: readonly (readonly [year: string, month: string])[];
}

/** When a document is dated, posted, and no longer owed. */
export const DOCUMENT_WINDOW: WindowColumns = {
  day: 'InvoiceDate',
  periods: [
    ['InvoiceYear', 'InvoiceMonth'],
    ['YearInvBalZero', 'MonthInvBalZero'],
  ],
};

export const PAYMENT_WINDOW: WindowColumns = { day: 'JournalDate', periods: [['TrnYear', 'TrnMonth']] };

/** Undefined when the window has no bounds. */
export function windowFilter(window: RowWindow, style: DateLiteral, columns: WindowColumns): Expression | undefined {
  const { day, periods } = columns;
  if (window.kind === 'between') return betweenFilter(window, style, day);
  // No upper bound: a row dated ahead by mistake must be seen and named, not wait until its day comes.
  return anyOf([
    compare(day, 'ge', dayLiteral(window.from, style)),
    compare(day, 'eq', 'null'),
    ...periods.flatMap(([year, month]) => periodFrom(year, month, window.openFrom)),
  ]);
}

function betweenFilter(
  { from, to }: { readonly from?: CalendarDate; readonly to?: CalendarDate },
  style: DateLiteral,
  day: string,
): Expression | undefined {
  const bounds = [
    ...(from === undefined ? [] : [compare(day, 'ge', dayLiteral(from, style))]),
    ...(to === undefined ? [] : [compare(day, 'le', dayLiteral(to, style))]),
  ];
  const [first, ...rest] = bounds;
  return first === undefined ? undefined : allOf([first, ...rest]);
}

function periodFrom(yearColumn: string, monthColumn: string, { year, month }: Period): Expression[] {
  return [
    compare(yearColumn, 'gt', String(year)),
    allOf([compare(yearColumn, 'eq', String(year)), compare(monthColumn, 'ge', String(month))]),
  ];
}

/** SYSPRO keeps days as `datetime` at 00:00. */
export function dayLiteral(day: CalendarDate, style: DateLiteral): string {
  return style === 'date' ? day : `${day}T00:00:00Z`;
}
