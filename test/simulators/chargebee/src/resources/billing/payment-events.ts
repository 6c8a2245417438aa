import type { UnitCall } from '../../operations/operation.js';
import { recordEvent } from '../events/record-event.js';
import type { Invoice } from '../invoices/invoice.js';
import type { Transaction } from '../transactions/transaction.js';

const TYPES: Partial<Record<Transaction['status'], string>> = {
  success: 'payment_succeeded',
  in_progress: 'payment_initiated',
};

/** What a payment leaves behind, with everything around it as it is now. */
export function recordPaymentEvents(call: UnitCall, transaction: Transaction, invoice: Invoice): void {
  recordEvent(call, 'transaction_created', { transaction });
  recordOutcome(call, transaction, invoice);
}

/** `payment_succeeded`, `payment_initiated` or `payment_failed`. */
export function recordOutcome(call: UnitCall, transaction: Transaction, invoice: Invoice): void {
  const { unit } = call;
  const subscription = invoice.subscription_id;
  recordEvent(call, TYPES[transaction.status] ?? 'payment_failed', {
    transaction,
    invoice,
    customer: unit.find('customer', invoice.customer_id),
    subscription: typeof subscription === 'string' ? unit.find('subscription', subscription) : undefined,
  });
}
