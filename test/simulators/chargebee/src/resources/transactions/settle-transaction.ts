import type { UnitCall } from '../../operations/operation.js';
import { recordOutcome } from '../billing/payment-events.js';
import { relinked, storeInvoice } from '../billing/store-linked.js';
import type { Customer } from '../customers/customer.js';
import { recordEvent } from '../events/record-event.js';
import type { Invoice } from '../invoices/invoice.js';
import { reopened } from '../invoices/settle-invoice.js';
import type { Transaction } from './transaction.js';

/**
 * What becomes of a payment later: one in progress succeeds or fails; a successful one is taken back by the bank (a late failure or
 * chargeback), which leaves a `payment_reversal` and opens its invoices again.
 * @throws Error for a payment whose status does not allow it
 */
export function settleTransaction(
  call: UnitCall,
  id: string,
  outcome: 'success' | 'failure' | 'reversed',
): Transaction {
  const { unit } = call;
  const before = unit.find<Transaction>('transaction', id);
  if (before?.type !== 'payment') throw new Error(`no payment has the id ${id}`);
  const expected = outcome === 'reversed' ? 'success' : 'in_progress';
  if (before.status !== expected) throw new Error(`a payment that is ${before.status} cannot become ${outcome}`);
  const reversal = outcome === 'reversed' ? storeReversal(unit, before) : undefined;
  const transaction = unit.put<Transaction>('transaction', {
    ...before,
    ...changeOf(outcome),
    ...referenceTo(reversal),
  });
  if (reversal !== undefined) {
    takeExcess(unit, before);
    recordEvent(call, 'transaction_created', { transaction: reversal });
  }
  recordEvent(call, 'transaction_updated', { transaction });
  for (const { invoice_id: invoiceId } of before.linked_invoices ?? []) {
    const invoice = unit.find<Invoice>('invoice', invoiceId);
    if (invoice === undefined) continue;
    const links = relinked(invoice.linked_payments, 'txn_id', id, { txn_status: transaction.status });
    const after = storeInvoice(unit, reopened({ ...invoice, linked_payments: links }));
    recordOutcome(call, unit.find<Transaction>('transaction', id) as Transaction, after);
    recordEvent(call, 'invoice_updated', { invoice: after });
  }
  return transaction;
}

function changeOf(outcome: 'success' | 'failure' | 'reversed'): Partial<Transaction> {
  if (outcome === 'success') return { status: 'success' };
  const error = { error_code: 'returned', error_text: 'The payment was returned by the bank' };
  return outcome === 'failure'
    ? { status: 'failure', ...error }
    : { status: 'late_failure', amount_unused: 0, ...error };
}

function referenceTo(reversal: Transaction | undefined): object {
  return reversal === undefined ? {} : { reversal_transaction_id: reversal.id };
}

function storeReversal(unit: UnitCall['unit'], payment: Transaction): Transaction {
  const { amount_unused: _unused, linked_refunds: _refunds, ...same } = payment;
  return unit.put<Transaction>('transaction', {
    ...same,
    id: unit.newId('txn_'),
    type: 'payment_reversal',
    date: unit.now,
    status: 'success',
    reference_transaction_id: payment.id,
  });
}

function takeExcess(unit: UnitCall['unit'], payment: Transaction): void {
  const customer = unit.find<Customer>('customer', payment.customer_id);
  if (customer === undefined || !payment.amount_unused) return;
  const excess = customer.excess_payments - payment.amount_unused;
  unit.put<Customer>('customer', { ...customer, excess_payments: excess });
}
