import type { UnitCall } from '../../operations/operation.js';
import type { Customer } from '../customers/customer.js';
import type { Invoice } from '../invoices/invoice.js';
import { settled } from '../invoices/settle-invoice.js';
import { paymentSourceOf, type PaymentSource } from '../payment-sources/payment-source.js';
import { storeOfflinePayment } from '../transactions/offline-payment.js';
import type { Transaction } from '../transactions/transaction.js';
import { storeInvoice } from './store-linked.js';

const DAY_SECONDS = 86_400;
/** Collections tried before an invoice is given up as not paid. */
const ATTEMPTS_MAX = 4;

/**
 * Collects what an invoice owes through the customer's payment source; undefined when there is none. A card pays or fails at once, a
 * direct debit stays in progress. A failure starts dunning: one more try a day, then the invoice is not paid.
 */
export function collect(call: UnitCall, invoice: Invoice): { invoice: Invoice; transaction: Transaction } | undefined {
  const { unit } = call;
  const customer = unit.find<Customer>('customer', invoice.customer_id) as Customer;
  const source = paymentSourceOf(unit, customer);
  if (source === undefined || invoice.amount_to_collect === 0) return undefined;
  const amount = invoice.amount_to_collect;
  const status = statusOf(source);
  const reached: Invoice = status === 'success' ? { ...invoice, status: 'paid' } : invoice;
  const { transaction, link } = storeOfflinePayment(
    unit,
    { amount, applied: amount, method: source.type, status, extra: gatewayOf(source, unit.newId('cb_'), status) },
    reached,
    call.site.currencies[0] as string,
  );
  const linked = settled({ ...invoice, linked_payments: [...invoice.linked_payments, link] }, unit.now);
  const after = status === 'failure' ? dunned(linked, unit.now, transaction) : endDunning(linked);
  const stored = storeInvoice(unit, after);
  return { invoice: stored, transaction: unit.find<Transaction>('transaction', transaction.id) as Transaction };
}

function statusOf(source: PaymentSource): 'success' | 'failure' | 'in_progress' {
  if (source.outcome === 'failure') return 'failure';
  return source.type === 'card' ? 'success' : 'in_progress';
}

function gatewayOf(source: PaymentSource, idAtGateway: string, status: string): Record<string, unknown> {
  return {
    gateway: source.gateway,
    gateway_account_id: source.gateway_account_id,
    payment_source_id: source.id,
    id_at_gateway: idAtGateway,
    masked_card_number: source.type === 'card' ? '************1111' : undefined,
    error_code: status === 'failure' ? 'card_declined' : undefined,
    error_text: status === 'failure' ? 'The payment was declined' : undefined,
  };
}

/** The invoice after a failed collection. */
function dunned(invoice: Invoice, now: number, transaction: Transaction): Invoice {
  const attempts = (invoice.dunning_attempts ?? []) as readonly object[];
  const attempt = {
    attempt: attempts.length,
    transaction_id: transaction.id,
    dunning_type: 'auto_collect',
    created_at: now,
    txn_status: transaction.status,
    txn_amount: transaction.amount,
  };
  const { next_retry_at: _retry, ...rest } = { ...invoice, dunning_attempts: [...attempts, attempt] };
  if (attempts.length + 1 >= ATTEMPTS_MAX) {
    return { ...rest, status: 'not_paid', dunning_status: 'exhausted' };
  }
  return { ...rest, status: 'payment_due', dunning_status: 'in_progress', next_retry_at: now + DAY_SECONDS };
}

function endDunning(invoice: Invoice): Invoice {
  const { next_retry_at: _retry, ...rest } = invoice;
  if (invoice.dunning_status === undefined || invoice.amount_due > 0) return rest;
  return { ...rest, dunning_status: 'success' };
}
