import type { UnitOfWork } from '../../store/unit-of-work.js';
import { withoutEmpty } from '../../validation/attributes.js';
import type { Invoice, LinkedPayment } from '../invoices/invoice.js';
import type { Transaction } from './transaction.js';

export interface OfflinePayment {
  id?: string | undefined;
  amount: number;
  /** Part of the amount that goes to the invoice; the rest stays as the customer's excess payment. */
  applied: number;
  method: string;
  date?: number | undefined;
  referenceNumber?: string | null | undefined;
  status: Transaction['status'];
  extra?: Record<string, unknown>;
}

/** Stores the transaction of a payment, outside the site's gateways unless `extra` names one; the invoice's own link is for the caller to keep. */
export function storeOfflinePayment(
  unit: UnitOfWork,
  payment: OfflinePayment,
  invoice: Invoice,
  baseCurrency: string,
): { transaction: Transaction; link: LinkedPayment } {
  const date = payment.date ?? unit.now;
  const transaction = unit.put<Transaction>('transaction', {
    id: payment.id ?? unit.newId('txn_'),
    customer_id: invoice.customer_id,
    payment_method: payment.method,
    gateway: 'not_applicable',
    type: 'payment',
    date,
    exchange_rate: 1,
    amount: payment.amount,
    status: payment.status,
    deleted: false,
    object: 'transaction',
    currency_code: invoice.currency_code,
    base_currency_code: baseCurrency,
    amount_unused: payment.status === 'success' ? payment.amount - payment.applied : 0,
    linked_invoices: [linkedInvoice(invoice, payment.applied, unit.now)],
    linked_refunds: [],
    ...withoutEmpty({
      subscription_id: invoice.subscription_id,
      reference_number: payment.referenceNumber,
      ...payment.extra,
    }),
  });
  const link = {
    txn_id: transaction.id,
    applied_amount: payment.applied,
    applied_at: unit.now,
    txn_status: payment.status,
    txn_date: date,
    txn_amount: payment.amount,
  };
  return { transaction, link };
}

function linkedInvoice(invoice: Invoice, applied: number, now: number) {
  return {
    invoice_id: invoice.id,
    applied_amount: applied,
    applied_at: now,
    invoice_date: invoice.date,
    invoice_total: invoice.total,
    invoice_status: invoice.status,
  };
}
