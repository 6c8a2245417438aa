import { blank, wrongValue } from '../../errors/param-errors.js';
import { invalidState } from '../../errors/request-errors.js';
import { defineOperation, type UnitCall } from '../../operations/operation.js';
import { withoutEmpty } from '../../validation/attributes.js';
import { object } from '../../validation/composite-fields.js';
import { currency, int, oneOf, required, text, time } from '../../validation/scalar-fields.js';
import { storeInvoice } from '../billing/store-linked.js';
import type { Customer } from '../customers/customer.js';
import { documentCurrency } from '../documents/document-currency.js';
import { OFFLINE_METHODS } from '../documents/document-fields.js';
import { recordEvent } from '../events/record-event.js';
import { resourceAt, resourceOf } from '../find-resource.js';
import type { Invoice } from '../invoices/invoice.js';
import { reopened } from '../invoices/settle-invoice.js';
import type { Transaction } from './transaction.js';

/** `POST /transactions/{id}/delete_offline_transaction`: the payment stays stored with `deleted: true`, its invoices owe again. */
export const deleteOfflineTransaction = defineOperation({
  name: 'delete_offline_transaction',
  method: 'POST',
  path: '/transactions/{id}/delete_offline_transaction',
  fields: { comment: text(300) },
  customer: ({ unit, id }) => unit.find<Transaction>('transaction', id)?.customer_id,
  run(call) {
    const { unit } = call;
    const before = resourceAt<Transaction>(call, 'transaction');
    if (before.gateway !== 'not_applicable') throw invalidState('Only offline transactions can be deleted');
    if (before.type !== 'payment') throw invalidState(`A ${before.type} cannot be deleted`);
    if ((before.linked_refunds ?? []).length > 0) throw invalidState('A refunded payment cannot be deleted');
    changeExcess(call, before.customer_id, -(before.amount_unused ?? 0));
    const linked = before.linked_invoices ?? [];
    const unlinked = { ...before, deleted: true, amount_unused: 0, linked_invoices: [] };
    const transaction = unit.put<Transaction>('transaction', unlinked);
    recordEvent(call, 'transaction_deleted', { transaction });
    for (const { invoice_id: id } of linked) {
      const invoice = unit.find<Invoice>('invoice', id) as Invoice;
      const links = invoice.linked_payments.filter((link) => link.txn_id !== before.id);
      const after = storeInvoice(unit, reopened({ ...invoice, linked_payments: links }));
      recordEvent(call, 'invoice_updated', { invoice: after });
    }
    return { transaction };
  },
});

/** `POST /customers/{id}/record_excess_payment`: an offline payment for no invoice. */
export const recordExcessPayment = defineOperation({
  name: 'record_excess_payment',
  method: 'POST',
  path: '/customers/{id}/record_excess_payment',
  fields: {
    comment: text(300),
    transaction: object({
      amount: required(int({ min: 1 })),
      currency_code: currency(),
      payment_method: required(oneOf(OFFLINE_METHODS)),
      date: required(time()),
      reference_number: text(100),
    }),
  },
  customer: ({ id }) => id,
  run(call) {
    const given = call.params.transaction;
    if (!given) throw blank('transaction[amount]');
    const before = resourceAt<Customer>(call, 'customer');
    const transaction = call.unit.put<Transaction>('transaction', {
      ...plainTransaction(call, before.id, given.currency_code),
      ...withoutEmpty({ reference_number: given.reference_number }),
      type: 'payment',
      status: 'success',
      gateway: 'not_applicable',
      payment_method: given.payment_method,
      date: given.date,
      amount: given.amount,
      amount_unused: given.amount,
      linked_invoices: [],
      linked_refunds: [],
    });
    const customer = changeExcess(call, before.id, given.amount);
    recordEvent(call, 'transaction_created', { transaction });
    recordEvent(call, 'payment_succeeded', { transaction, customer });
    return { customer, transaction };
  },
});

/** `POST /transactions/create_authorization`: an amount held on the customer's card, no money moved. */
export const createAuthorization = defineOperation({
  name: 'create_authorization',
  method: 'POST',
  path: '/transactions/create_authorization',
  fields: {
    customer_id: required(text(50)),
    payment_source_id: text(40),
    currency_code: currency(),
    amount: required(int({ min: 1 })),
  },
  customer: ({ params }) => params.customer_id,
  run(call) {
    const { params, unit } = call;
    const customer = resourceOf<Customer>(call, 'customer', 'customer_id', params.customer_id);
    if (customer.card_status !== 'valid') throw wrongValue('customer_id', 'has no card');
    const transaction = unit.put<Transaction>('transaction', {
      ...plainTransaction(call, customer.id, params.currency_code),
      type: 'authorization',
      status: 'success',
      gateway: 'chargebee',
      gateway_account_id: 'gw_simulator',
      payment_source_id: customer.primary_payment_source_id,
      payment_method: 'card',
      masked_card_number: '************1111',
      id_at_gateway: unit.newId('cb_'),
      date: unit.now,
      amount: params.amount,
      amount_capturable: params.amount,
      authorization_reason: 'blocking_funds',
      linked_payments: [],
    });
    recordEvent(call, 'transaction_created', { transaction });
    recordEvent(call, 'authorization_succeeded', { transaction });
    return { transaction };
  },
});

/** `POST /transactions/{id}/void`: releases an authorization. */
export const voidTransaction = defineOperation({
  name: 'void_transaction',
  method: 'POST',
  path: '/transactions/{id}/void',
  fields: {},
  customer: ({ unit, id }) => unit.find<Transaction>('transaction', id)?.customer_id,
  run(call) {
    const before = resourceAt<Transaction>(call, 'transaction');
    if (before.type !== 'authorization' || before.status !== 'success') {
      throw invalidState('Only an authorization in force can be voided');
    }
    const transaction = call.unit.put<Transaction>('transaction', {
      ...before,
      status: 'voided',
      voided_at: call.unit.now,
      amount_capturable: 0,
    });
    recordEvent(call, 'transaction_updated', { transaction });
    recordEvent(call, 'authorization_voided', { transaction });
    return { transaction };
  },
});

function plainTransaction({ unit, site }: UnitCall, customerId: string, currencyCode: string | null | undefined) {
  return {
    id: unit.newId('txn_'),
    customer_id: customerId,
    exchange_rate: 1,
    deleted: false,
    object: 'transaction' as const,
    currency_code: documentCurrency(currencyCode, site),
    base_currency_code: site.currencies[0],
  };
}

function changeExcess({ unit }: UnitCall, customerId: string, by: number): Customer | undefined {
  const customer = unit.find<Customer>('customer', customerId);
  if (customer === undefined || by === 0) return customer;
  return unit.put<Customer>('customer', { ...customer, excess_payments: customer.excess_payments + by });
}
