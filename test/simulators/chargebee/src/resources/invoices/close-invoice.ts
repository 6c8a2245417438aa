import { invalidState } from '../../errors/request-errors.js';
import { defineOperation } from '../../operations/operation.js';
import { bool, text, time } from '../../validation/scalar-fields.js';
import { collect } from '../billing/collect-payment.js';
import { generated, openStatus } from '../billing/issue-invoice.js';
import { recordPaymentEvents } from '../billing/payment-events.js';
import { storeInvoice } from '../billing/store-linked.js';
import type { Customer } from '../customers/customer.js';
import { recordEvent } from '../events/record-event.js';
import { resourceAt } from '../find-resource.js';
import type { Invoice } from './invoice.js';

const DAY_SECONDS = 86_400;

/** `POST /invoices/{id}/close`: a pending invoice is generated now. */
export const closeInvoice = defineOperation({
  name: 'close_invoice',
  method: 'POST',
  path: '/invoices/{id}/close',
  fields: { comment: text(300), invoice_note: text(2000), remove_general_note: bool(), invoice_date: time() },
  customer: ({ unit, id }) => unit.find<Invoice>('invoice', id)?.customer_id,
  run(call) {
    const { unit, params } = call;
    const before = resourceAt<Invoice>(call, 'invoice');
    if (before.status !== 'pending') throw invalidState(`A ${before.status} invoice cannot be closed`);
    const date = params.invoice_date ?? unit.now;
    const netTermDays = Number(before.net_term_days ?? 0);
    const status = openStatus(before.total, netTermDays);
    const closed = storeInvoice(unit, {
      ...before,
      status,
      date,
      due_date: date + netTermDays * DAY_SECONDS,
      generated_at: unit.now,
      ...(status === 'paid' ? { paid_at: date } : {}),
    });
    const customer = unit.find<Customer>('customer', before.customer_id);
    return { invoice: generated(call, closed, customer?.auto_collection === 'on').invoice };
  },
});

/** `POST /invoices/{id}/collect_payment`: one more try through the customer's payment source. */
export const collectPayment = defineOperation({
  name: 'collect_payment',
  method: 'POST',
  path: '/invoices/{id}/collect_payment',
  fields: { comment: text(300), payment_source_id: text(40) },
  customer: ({ unit, id }) => unit.find<Invoice>('invoice', id)?.customer_id,
  run(call) {
    const before = resourceAt<Invoice>(call, 'invoice');
    if (before.status !== 'payment_due' && before.status !== 'posted' && before.status !== 'not_paid') {
      throw invalidState(`Nothing can be collected for a ${before.status} invoice`);
    }
    const collected = collect(call, before);
    if (collected === undefined) throw invalidState('The customer has no payment method');
    recordPaymentEvents(call, collected.transaction, collected.invoice);
    if (collected.transaction.status === 'success')
      recordEvent(call, 'invoice_updated', { invoice: collected.invoice });
    return collected;
  },
});
