import type { CalendarDate } from '@ledgerbridge/contracts';
import { allOf, anyOf, compare, type Expression } from './odata/expression.js';

export type DateLiteral = 'datetime' | 'date';

/** An AR period; SYSPRO's years may begin in any month. */
export interface Period {
  readonly year: number;
  readonly month: number;
}

/** Documents to read: since a day and of the periods still open, or exactly between two days. */
export type InvoiceWindow =
  | { readonly kind: 'since'; readonly from: CalendarDate; readonly openFrom: Period }
  | { readonly kind: 'between'; readonly from?: CalendarDate; readonly to?: CalendarDate };

/** Undefined when the window has no bounds. */
export function windowFilter(window: InvoiceWindow, style: DateLiteral): Expression | undefined {
  if (window.kind === 'between') return betweenFilter(window, style);
  // No upper bound: a document dated ahead by mistake must be seen and named, not wait until its day comes.
  return anyOf([
    compare('InvoiceDate', 'ge', dayLiteral(window.from, style)),
    compare('InvoiceDate', 'eq', 'null'),
    ...periodFrom('InvoiceYear', 'InvoiceMonth', window.openFrom),
    ...periodFrom('YearInvBalZero', 'MonthInvBalZero', window.openFrom),
  ]);
}

function betweenFilter(
  { from, to }: { readonly from?: CalendarDate; readonly to?: CalendarDate },
  style: DateLiteral,
): Expression | undefined {
  const bounds = [
    ...(from === undefined ? [] : [compare('InvoiceDate', 'ge', dayLiteral(from, style))]),
    ...(to === undefined ? [] : [compare('InvoiceDate', 'le', dayLiteral(to, style))]),
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
