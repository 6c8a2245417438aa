import { blank, wrongValue } from '../../errors/param-errors.js';
import { invalidState } from '../../errors/request-errors.js';
import { defineOperation, type UnitCall } from '../../operations/operation.js';
import { object } from '../../validation/composite-fields.js';
import { int, oneOf, required, text, time } from '../../validation/scalar-fields.js';
import { REASON_CODES, reasonOf, type CreditNote } from '../credit-notes/credit-note.js';
import { issueCreditNote } from '../credit-notes/new-credit-note.js';
import { OFFLINE_METHODS } from '../documents/document-fields.js';
import { sum } from '../documents/totals.js';
import { recordEvent } from '../events/record-event.js';
import { resourceAt } from '../find-resource.js';
import { refundedOf, storeRefund } from '../transactions/store-refund.js';
import type { Transaction } from '../transactions/transaction.js';
import type { Invoice } from './invoice.js';

const NOTE = object({ reason_code: oneOf(REASON_CODES), create_reason_code: text(100) });

/** `POST /invoices/{id}/refund`: back through the gateway, with a refundable credit note that is refunded at once. */
export const refundInvoice = defineOperation({
  name: 'refund_invoice',
  method: 'POST',
  path: '/invoices/{id}/refund',
  fields: { refund_amount: int({ min: 1 }), credit_note: NOTE, comment: text(300), customer_notes: text(2000) },
  customer: ({ unit, id }) => unit.find<Invoice>('invoice', id)?.customer_id,
  run(call) {
    const { params } = call;
    const payment = refundablePayments(call).find(({ gateway }) => gateway !== 'not_applicable');
    if (payment === undefined) throw invalidState('The invoice has no payment that can be refunded online');
    const left = payment.amount - refundedOf(payment);
    const amount = params.refund_amount ?? left;
    if (amount > left) throw wrongValue('refund_amount', 'is more than can be refunded');
    return refund(call, {
      amount,
      method: payment.payment_method,
      date: call.unit.now,
      payment,
      reason: reason(params.credit_note),
    });
  },
});

/** `POST /invoices/{id}/record_refund`: money given back outside the site's gateways. */
export const recordInvoiceRefund = defineOperation({
  name: 'record_refund',
  method: 'POST',
  path: '/invoices/{id}/record_refund',
  fields: {
    transaction: object({
      amount: int({ min: 1 }),
      payment_method: required(oneOf(OFFLINE_METHODS)),
      reference_number: text(100),
      date: required(time()),
    }),
    credit_note: NOTE,
    comment: text(300),
    customer_notes: text(2000),
  },
  customer: ({ unit, id }) => unit.find<Invoice>('invoice', id)?.customer_id,
  run(call) {
    const given = call.params.transaction;
    if (!given) throw blank('transaction[payment_method]');
    const payments = refundablePayments(call);
    const left = sum(payments.map((payment) => payment.amount - refundedOf(payment)));
    const amount = given.amount ?? left;
    if (amount === 0) throw invalidState('The invoice has no payment that can be refunded');
    if (amount > left) throw wrongValue('transaction[amount]', 'is more than can be refunded');
    const payment = payments.find((candidate) => candidate.amount - refundedOf(candidate) >= amount);
    const extra = { reference_number: given.reference_number };
    const offline = {
      amount,
      method: given.payment_method,
      date: given.date,
      extra,
      reason: reason(call.params.credit_note),
    };
    return refund(call, { ...offline, ...(payment?.gateway === 'not_applicable' ? { payment } : {}) });
  },
});

interface InvoiceRefund {
  amount: number;
  method: string;
  date: number;
  reason: string;
  payment?: Transaction;
  extra?: Record<string, unknown>;
}

function refund(call: UnitCall & { id: string }, parts: InvoiceRefund) {
  const { unit } = call;
  const { note, invoice } = issueCreditNote(call, invoiceAt(call), {
    type: 'refundable',
    reason: parts.reason,
    date: parts.date,
    credited: parts.amount,
  });
  const refunded = storeRefund(call, note, parts);
  const after = unit.find<Invoice>('invoice', invoice.id) as Invoice;
  const customer = unit.find('customer', invoice.customer_id);
  const { transaction } = refunded;
  recordEvent(call, 'credit_note_created', { credit_note: refunded.note });
  recordEvent(call, 'transaction_created', { transaction });
  recordEvent(call, 'payment_refunded', { transaction, invoice: after, credit_note: refunded.note, customer });
  return { invoice: after, transaction, credit_note: refunded.note satisfies CreditNote };
}

function invoiceAt(call: UnitCall & { id: string }): Invoice {
  return resourceAt<Invoice>(call, 'invoice');
}

/** The invoice's successful payments that are not wholly given back, latest first. */
function refundablePayments(call: UnitCall & { id: string }): Transaction[] {
  const invoice = invoiceAt(call);
  if (invoice.status === 'voided') throw invalidState('A voided invoice cannot be refunded');
  return invoice.linked_payments
    .filter((link) => link.txn_status === 'success')
    .map((link) => call.unit.find<Transaction>('transaction', link.txn_id))
    .filter((payment) => payment !== undefined && refundedOf(payment) < payment.amount)
    .reverse() as Transaction[];
}

function reason(
  given:
    | { reason_code?: (typeof REASON_CODES)[number] | null | undefined; create_reason_code?: string | null | undefined }
    | null
    | undefined,
): string {
  return given?.create_reason_code ?? reasonOf(given?.reason_code ?? 'other');
}
