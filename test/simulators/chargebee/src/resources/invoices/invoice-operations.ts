import { listOperation } from '../../listing/list-operation.js';
import { retrieveOperation } from '../retrieve-operation.js';
import type { Transaction } from '../transactions/transaction.js';
import { deleteInvoice, updateInvoiceDetails } from './change-invoice.js';
import { closeInvoice, collectPayment } from './close-invoice.js';
import { createForCharges } from './create-for-charges.js';
import { importInvoice } from './import-invoice.js';
import { recordPayment } from './record-payment.js';
import { recordInvoiceRefund, refundInvoice } from './refund-invoice.js';
import { applyCredits, applyPayments, removePayment } from './settle-payments.js';
import { writeOffInvoice } from './write-off-invoice.js';
import { voidInvoice } from './void-invoice.js';

const listInvoices = listOperation({
  name: 'list_invoices',
  path: '/invoices',
  kind: 'invoice',
  filters: {
    id: 'text',
    subscription_id: 'text',
    customer_id: 'text',
    recurring: 'bool',
    status: 'choice',
    price_type: 'choice',
    date: 'time',
    paid_at: 'time',
    voided_at: 'time',
    updated_at: 'time',
    total: 'number',
    amount_paid: 'number',
    amount_adjusted: 'number',
    credits_applied: 'number',
    amount_due: 'number',
    dunning_status: 'choice',
  },
  sortKeys: ['date', 'updated_at'],
});

const listInvoicePayments = listOperation({
  name: 'list_invoice_payments',
  path: '/invoices/{id}/payments',
  kind: 'transaction',
  filters: {},
  sortKeys: [],
  pagesOnly: true,
  parent: {
    kind: 'invoice',
    owns: (invoice, row) =>
      (row as Transaction).linked_invoices?.some((link) => link.invoice_id === invoice.id) === true,
  },
});

export const invoiceOperations = [
  importInvoice,
  createForCharges,
  closeInvoice,
  collectPayment,
  recordPayment,
  voidInvoice,
  writeOffInvoice,
  refundInvoice,
  recordInvoiceRefund,
  removePayment,
  applyPayments,
  applyCredits,
  updateInvoiceDetails,
  deleteInvoice,
  retrieveOperation('invoice', 'invoices'),
  listInvoices,
  listInvoicePayments,
];
