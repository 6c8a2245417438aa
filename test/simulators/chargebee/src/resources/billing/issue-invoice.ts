import type { UnitCall } from '../../operations/operation.js';
import { withoutEmpty } from '../../validation/attributes.js';
import type { Address } from '../address.js';
import type { Customer } from '../customers/customer.js';
import { recordEvent } from '../events/record-event.js';
import type { Invoice } from '../invoices/invoice.js';
import { newInvoiceState } from '../invoices/new-invoice.js';
import type { Transaction } from '../transactions/transaction.js';
import { collect } from './collect-payment.js';
import { minorUnitsPerMajor } from './minor-units.js';
import { nextNumber } from './number-series.js';
import { recordPaymentEvents } from './payment-events.js';
import { priceDocument, type PricedLine } from './price-document.js';
import { storeInvoice } from './store-linked.js';

const DAY_SECONDS = 86_400;

export interface InvoiceRequest {
  customer: Customer;
  lines: readonly PricedLine[];
  currency: string;
  date: number;
  subscriptionId?: string | undefined;
  documentDiscount?: number;
  netTermDays?: number | null | undefined;
  /** Overrides what the customer has. */
  autoCollection?: 'on' | 'off' | null | undefined;
  /** Stays open for more charges until it is closed. */
  pending?: boolean;
  extra?: Record<string, unknown>;
}

interface Issued {
  invoice: Invoice;
  transaction?: Transaction;
}

/** An invoice of the site's own series: priced, taxed, stored, collected when the customer pays by itself, with its events. */
export function issueInvoice(call: UnitCall, request: InvoiceRequest): Issued {
  const draft = storeInvoice(call.unit, draftInvoice(call, request));
  if (draft.status === 'pending') {
    recordEvent(call, 'pending_invoice_created', { invoice: draft });
    return { invoice: draft };
  }
  const auto = (request.autoCollection ?? request.customer.auto_collection) === 'on';
  return generated(call, draft, auto);
}

/** What happens when an invoice is generated (or a pending one closed): collection, then the events. */
export function generated(call: UnitCall, draft: Invoice, auto: boolean): Issued {
  const collected = auto && draft.status !== 'paid' ? collect(call, draft) : undefined;
  const invoice = collected?.invoice ?? draft;
  recordEvent(call, 'invoice_generated', { invoice });
  if (collected !== undefined) recordPaymentEvents(call, collected.transaction, invoice);
  return { invoice, ...(collected === undefined ? {} : { transaction: collected.transaction }) };
}

/** The status of an invoice that is not pending: nothing due is paid, a term to pay is posted until it has passed. */
export function openStatus(total: number, netTermDays: number): Invoice['status'] {
  if (total === 0) return 'paid';
  return netTermDays > 0 ? 'posted' : 'payment_due';
}

function draftInvoice(call: UnitCall, request: InvoiceRequest): Invoice {
  const { site, unit, switches } = call;
  const { customer, date } = request;
  const priceType = site.priceType ?? 'tax_exclusive';
  const priced = priceDocument(request.lines, {
    taxes: taxesFor(call, customer),
    priceType,
    customerId: customer.id,
    documentDiscount: request.documentDiscount ?? 0,
    roundTo: switches.roundOffTotals ? minorUnitsPerMajor(request.currency) : 1,
  });
  const netTermDays = request.netTermDays ?? customer.net_term_days;
  const status = request.pending === true ? 'pending' : openStatus(priced.total, netTermDays);
  return withoutEmpty({
    ...newInvoiceState(),
    id: nextNumber(call, 'invoice'),
    customer_id: customer.id,
    subscription_id: request.subscriptionId,
    recurring: request.subscriptionId !== undefined,
    status,
    price_type: priceType,
    currency_code: request.currency,
    base_currency_code: site.currencies[0],
    exchange_rate: 1,
    date,
    due_date: status === 'pending' ? undefined : date + netTermDays * DAY_SECONDS,
    net_term_days: netTermDays,
    total: priced.total,
    amount_due: priced.total,
    amount_to_collect: priced.total,
    sub_total: priced.subTotal,
    tax: priced.tax,
    round_off_amount: priced.roundOff === 0 ? undefined : priced.roundOff,
    first_invoice: !unit.hasInvoices(customer.id),
    new_sales_amount: priced.total,
    has_advance_charges: false,
    generated_at: status === 'pending' ? undefined : unit.now,
    paid_at: status === 'paid' ? date : undefined,
    vat_number: customer.vat_number,
    vat_number_prefix: customer.vat_number_prefix,
    billing_address: customer.billing_address as Address,
    ...priced.views,
    ...request.extra,
  }) as Invoice;
}

function taxesFor({ site }: UnitCall, customer: Customer) {
  if (customer.taxability === 'exempt') return [];
  const country = customer.billing_address?.country;
  return (site.taxes ?? []).filter(
    ({ countries }) => countries === undefined || countries.some((code) => code === country),
  );
}
