import type { Differences } from '@ledgerbridge/contracts';
import type { Invoice } from 'chargebee';
import type { ImportInvoiceParams } from './invoice-request.mapper.js';
import { fromMinorUnits } from './minor-units.js';
import { differencesOf } from './normalise.js';
import { unixSecondsToDay } from './site-day.js';

type Facts = Readonly<Record<string, string>>;

/**
 * In what an invoice on the site is not the one we would import: whose it is, its days by the site's calendar, and
 * every amount. Status, payments, texts and address are not part of its identity: they may have moved on since.
 */
export function compareInvoice(ours: ImportInvoiceParams, theirs: Invoice, timeZone: string): Differences {
  const stated = ours.due_date === undefined ? [] : ['due_date'];
  const wanted = factsOf(ours, ours.currency_code, timeZone);
  const found = factsOf(withoutDerived(theirs), theirs.currency_code, timeZone);
  return differencesOf(pick(wanted, stated), pick(found, stated));
}

interface Comparable {
  readonly customer_id?: string;
  readonly currency_code: string;
  readonly date?: number;
  readonly due_date?: number;
  readonly total?: number;
  readonly round_off?: number;
  readonly line_items?: readonly { readonly amount?: unknown }[];
  readonly discounts?: readonly { readonly amount?: unknown }[];
  readonly taxes?: readonly { readonly amount?: unknown }[];
}

function factsOf(document: Comparable, currency: string, timeZone: string): Facts {
  const money = (minor: unknown) => fromMinorUnits(typeof minor === 'number' ? minor : 0, currency);
  const amounts = (rows: Comparable['line_items']) =>
    (rows ?? [])
      .map(({ amount }) => Number(amount ?? 0))
      .filter((amount) => amount !== 0)
      .sort((left, right) => left - right);
  const sum = (rows: Comparable['line_items']) => amounts(rows).reduce((total, amount) => total + amount, 0);
  return {
    customer_id: document.customer_id ?? '',
    currency_code: currency,
    date: document.date === undefined ? '' : unixSecondsToDay(document.date, timeZone),
    due_date: document.due_date === undefined ? '' : unixSecondsToDay(document.due_date, timeZone),
    total: money(document.total),
    lines: amounts(document.line_items).map(money).join(' '),
    discounts: money(sum(document.discounts)),
    taxes: money(sum(document.taxes)),
    rounding: money(document.round_off),
  };
}

function withoutDerived(invoice: Invoice): Comparable {
  const { round_off_amount: rounding, ...rest } = invoice;
  return { ...rest, ...(rounding === undefined ? {} : { round_off: rounding }) };
}

/** Chargebee fills a due date in when none was sent. */
function pick(facts: Facts, stated: readonly string[]): Facts {
  return Object.fromEntries(Object.entries(facts).filter(([name]) => name !== 'due_date' || stated.includes(name)));
}
