import type { Differences } from '@ledgerbridge/contracts';
import type { CreditNote, Invoice } from 'chargebee';
import type { ImportCreditNoteParams } from './credit-note-request.mapper.js';
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
  // Chargebee fills a due date in when none was sent
  const { due_date, ...rest } = withRounding(theirs);
  return compare(ours, ours.due_date === undefined ? rest : { ...rest, due_date }, timeZone);
}

/**
 * The same of a credit note, with the invoice it credits. Type, status and allocations follow from what the invoice
 * owed when it was decided: they move, and another decision of the same note would choose others.
 */
export function compareCreditNote(ours: ImportCreditNoteParams, theirs: CreditNote, timeZone: string): Differences {
  return compare(withRounding(ours), withRounding(theirs), timeZone);
}

interface Comparable {
  readonly customer_id?: string;
  readonly reference_invoice_id?: string;
  readonly currency_code: string;
  readonly date?: number;
  readonly due_date?: number | undefined;
  readonly total?: number;
  readonly round_off?: number;
  readonly line_items?: readonly { readonly amount?: unknown }[];
  readonly discounts?: readonly { readonly amount?: unknown }[];
  readonly taxes?: readonly { readonly amount?: unknown }[];
}

function compare(ours: Comparable, theirs: Comparable, timeZone: string): Differences {
  return differencesOf(factsOf(ours, timeZone), factsOf(theirs, timeZone));
}

function factsOf(document: Comparable, timeZone: string): Facts {
  const { currency_code: currency } = document;
  const money = (minor: unknown) => fromMinorUnits(typeof minor === 'number' ? minor : 0, currency);
  const amounts = (rows: Comparable['line_items']) =>
    (rows ?? [])
      .map(({ amount }) => Number(amount ?? 0))
      .filter((amount) => amount !== 0)
      .sort((left, right) => left - right);
  const sum = (rows: Comparable['line_items']) => amounts(rows).reduce((total, amount) => total + amount, 0);
  return {
    customer_id: document.customer_id ?? '',
    reference_invoice_id: document.reference_invoice_id ?? '',
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

/** Answers and credit notes call it otherwise than the import of an invoice does. */
function withRounding<T extends Comparable & { readonly round_off_amount?: number }>(document: T): Comparable {
  const { round_off_amount: rounding, ...rest } = document;
  return { ...rest, ...(rounding === undefined ? {} : { round_off: rounding }) };
}
