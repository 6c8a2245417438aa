import { invalidState } from '../../errors/request-errors.js';
import { blank, wrongValue } from '../../errors/param-errors.js';
import { defineOperation, type Call } from '../../operations/operation.js';
import { object } from '../../validation/composite-fields.js';
import { int, oneOf, required, text, time } from '../../validation/scalar-fields.js';
import { OFFLINE_METHODS } from '../documents/document-fields.js';
import type { Customer } from '../customers/customer.js';
import { storeInvoice } from '../billing/store-linked.js';
import { recordEvent } from '../events/record-event.js';
import { resourceAt } from '../find-resource.js';
import { storeOfflinePayment } from '../transactions/offline-payment.js';
import type { Transaction } from '../transactions/transaction.js';
import type { Invoice } from './invoice.js';
import { settled } from './settle-invoice.js';

const FIELDS = {
  comment: text(300),
  transaction: object({
    amount: int({ min: 0 }),
    payment_method: required(oneOf(OFFLINE_METHODS)),
    reference_number: text(100),
    custom_payment_method_id: text(50),
    id_at_gateway: text(100),
    status: oneOf(['success', 'failure', 'late_failure']),
    date: time(),
    error_code: text(100),
    error_text: text(65_000),
  }),
};

const PAYABLE = new Set(['payment_due', 'posted', 'not_paid']);

/** `POST /invoices/{id}/record_payment`: a payment made elsewhere; what exceeds the amount due stays with the customer. */
export const recordPayment = defineOperation({
  name: 'record_payment',
  method: 'POST',
  path: '/invoices/{id}/record_payment',
  fields: FIELDS,
  customer: ({ unit, id }) => unit.find<Invoice>('invoice', id)?.customer_id,
  run(call) {
    const before = resourceAt<Invoice>(call, 'invoice');
    if (!PAYABLE.has(before.status)) throw invalidState(`A payment cannot be recorded for a ${before.status} invoice`);
    const { transaction, link } = store(call, before);
    const invoice = storeInvoice(
      call.unit,
      settled({ ...before, linked_payments: [...before.linked_payments, link] }, transaction.date),
    );
    const customer = keepExcess(call, before.customer_id, Number(transaction.amount_unused));
    recordEvent(call, 'transaction_created', { transaction });
    const succeeded = transaction.status === 'success';
    recordEvent(call, succeeded ? 'payment_succeeded' : 'payment_failed', { transaction, invoice, customer });
    if (succeeded) recordEvent(call, 'invoice_updated', { invoice });
    return { invoice, transaction };
  },
});

function store(call: Call<typeof FIELDS>, invoice: Invoice) {
  const given = call.params.transaction;
  if (!given) throw blank('transaction[payment_method]');
  const amount = given.amount ?? invoice.amount_due;
  if (amount === 0) throw wrongValue('transaction[amount]', 'should be greater than 0');
  const status: Transaction['status'] = given.status ?? 'success';
  const applied = Math.min(amount, invoice.amount_due);
  const reached: Invoice =
    status === 'success' && applied === invoice.amount_due ? { ...invoice, status: 'paid' } : invoice;
  return storeOfflinePayment(
    call.unit,
    {
      amount,
      applied,
      method: given.payment_method,
      date: given.date ?? undefined,
      referenceNumber: given.reference_number,
      status,
      extra: {
        id_at_gateway: given.id_at_gateway,
        custom_payment_method_id: given.custom_payment_method_id,
        error_code: given.error_code,
        error_text: given.error_text,
      },
    },
    reached,
    call.site.currencies[0] as string,
  );
}

function keepExcess(call: Call<typeof FIELDS>, customerId: string, excess: number): Customer | undefined {
  const customer = call.unit.find<Customer>('customer', customerId);
  if (customer === undefined || excess === 0) return customer;
  return call.unit.put<Customer>('customer', { ...customer, excess_payments: customer.excess_payments + excess });
}
