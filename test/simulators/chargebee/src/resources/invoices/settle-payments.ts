import { blank, referenceNotFound, wrongValue } from '../../errors/param-errors.js';
import { invalidState } from '../../errors/request-errors.js';
import { defineOperation, type UnitCall } from '../../operations/operation.js';
import { columns, object } from '../../validation/composite-fields.js';
import { required, text } from '../../validation/scalar-fields.js';
import { storeInvoice } from '../billing/store-linked.js';
import type { CreditNote } from '../credit-notes/credit-note.js';
import { linkedCreditNote } from '../credit-notes/credit-note.js';
import { useCredit } from '../credit-notes/new-credit-note.js';
import type { Customer } from '../customers/customer.js';
import { recordEvent } from '../events/record-event.js';
import { resourceAt, resourceOf } from '../find-resource.js';
import type { Transaction } from '../transactions/transaction.js';
import type { Invoice } from './invoice.js';
import { reopened, settled } from './settle-invoice.js';

const OPEN = new Set(['payment_due', 'posted', 'not_paid']);

/** `POST /invoices/{id}/remove_payment`: the payment becomes the customer's excess, the invoice owes again. */
export const removePayment = defineOperation({
  name: 'remove_payment',
  method: 'POST',
  path: '/invoices/{id}/remove_payment',
  fields: { transaction: object({ id: required(text(40)) }) },
  customer: ({ unit, id }) => unit.find<Invoice>('invoice', id)?.customer_id,
  run(call) {
    const before = resourceAt<Invoice>(call, 'invoice');
    const id = call.params.transaction?.id;
    if (!id) throw blank('transaction[id]');
    if (!before.linked_payments.some((link) => link.txn_id === id && link.txn_status === 'success')) {
      throw referenceNotFound('transaction[id]', id);
    }
    const transaction = freePayment(call, before, id);
    const links = before.linked_payments.filter((link) => link.txn_id !== id);
    const invoice = storeInvoice(call.unit, reopened({ ...before, linked_payments: links }));
    recordEvent(call, 'transaction_updated', { transaction });
    recordEvent(call, 'invoice_updated', { invoice });
    return { invoice, transaction };
  },
});

/** Takes a payment off an invoice: what was applied is unused again and stays with the customer. The invoice's side is for the caller. */
export function freePayment({ unit }: UnitCall, invoice: Invoice, id: string): Transaction {
  const payment = unit.find<Transaction>('transaction', id) as Transaction;
  const applied = invoice.linked_payments.find((link) => link.txn_id === id)?.applied_amount ?? 0;
  excess(unit, payment.customer_id, applied);
  return unit.put<Transaction>('transaction', {
    ...payment,
    amount_unused: (payment.amount_unused ?? 0) + applied,
    linked_invoices: (payment.linked_invoices ?? []).filter((link) => link.invoice_id !== invoice.id),
  });
}

function excess(unit: UnitCall['unit'], customerId: string, by: number): void {
  const customer = unit.find<Customer>('customer', customerId);
  if (customer === undefined || by === 0) return;
  unit.put<Customer>('customer', { ...customer, excess_payments: customer.excess_payments + by });
}

/** `POST /invoices/{id}/apply_payments`: the customer's excess payments, the named ones or all. */
export const applyPayments = defineOperation({
  name: 'apply_payments',
  method: 'POST',
  path: '/invoices/{id}/apply_payments',
  fields: { comment: text(300), transactions: columns({ id: required(text(40)) }) },
  customer: ({ unit, id }) => unit.find<Invoice>('invoice', id)?.customer_id,
  run(call) {
    let invoice = openInvoice(call);
    for (const before of unusedPayments(call, invoice)) {
      const applied = Math.min(before.amount_unused ?? 0, invoice.amount_due);
      if (applied === 0) continue;
      excess(call.unit, before.customer_id, -applied);
      const transaction = call.unit.put<Transaction>('transaction', {
        ...before,
        amount_unused: (before.amount_unused ?? 0) - applied,
        linked_invoices: [
          ...(before.linked_invoices ?? []),
          {
            invoice_id: invoice.id,
            applied_amount: applied,
            applied_at: call.unit.now,
            invoice_date: invoice.date,
            invoice_total: invoice.total,
            invoice_status: invoice.status,
          },
        ],
      });
      const link = {
        txn_id: before.id,
        applied_amount: applied,
        applied_at: call.unit.now,
        txn_status: 'success',
        txn_date: before.date,
        txn_amount: before.amount,
      };
      const links = [...invoice.linked_payments, link];
      invoice = storeInvoice(call.unit, settled({ ...invoice, linked_payments: links }, call.unit.now));
      recordEvent(call, 'transaction_updated', { transaction });
    }
    recordEvent(call, 'invoice_updated', { invoice });
    return { invoice };
  },
});

function unusedPayments(
  call: UnitCall & { params: { transactions?: readonly { index: number; id: string }[] | null | undefined } },
  invoice: Invoice,
): Transaction[] {
  const named = call.params.transactions ?? [];
  if (named.length > 0) {
    return named.map(({ id, index }) => {
      const payment = resourceOf<Transaction>(call, 'transaction', `transactions[id][${index}]`, id);
      if ((payment.amount_unused ?? 0) === 0) throw wrongValue(`transactions[id][${index}]`, 'has nothing unused');
      return payment;
    });
  }
  return [...call.unit.rows('transaction')]
    .map(({ value }) => value as Transaction)
    .filter((each) => each.customer_id === invoice.customer_id && each.type === 'payment' && each.deleted !== true)
    .filter((each) => each.currency_code === invoice.currency_code && (each.amount_unused ?? 0) > 0);
}

/** `POST /invoices/{id}/apply_credits`: the customer's refundable credit notes, the named ones or all. */
export const applyCredits = defineOperation({
  name: 'apply_credits',
  method: 'POST',
  path: '/invoices/{id}/apply_credits',
  fields: { comment: text(300), credit_notes: columns({ id: required(text(50)) }) },
  customer: ({ unit, id }) => unit.find<Invoice>('invoice', id)?.customer_id,
  run(call) {
    let invoice = openInvoice(call);
    const named = (call.params.credit_notes ?? []).map(({ id, index }) =>
      resourceOf<CreditNote>(call, 'credit_note', `credit_notes[id][${index}]`, id),
    );
    for (const note of named.length > 0 ? named : openCredits(call, invoice)) {
      if (note.status !== 'refund_due') throw invalidState(`A ${note.status} credit note cannot be applied`);
      if (invoice.amount_due > 0) invoice = applyCredit(call, invoice, note);
    }
    recordEvent(call, 'invoice_updated', { invoice });
    return { invoice };
  },
});

/** Applies as much of the note's open credit as the invoice owes. */
function applyCredit(call: UnitCall, invoice: Invoice, before: CreditNote): Invoice {
  const amount = Math.min(before.amount_available, invoice.amount_due);
  const note = useCredit(call, before, {
    allocated: {
      invoice_id: invoice.id,
      allocated_amount: amount,
      allocated_at: call.unit.now,
      invoice_date: invoice.date,
      invoice_status: invoice.status,
    },
  });
  recordEvent(call, 'credit_note_updated', { credit_note: note });
  const { cn_total: _total, ...link } = linkedCreditNote(note);
  const applied = { ...link, applied_amount: amount, applied_at: call.unit.now };
  // the note may be of this very invoice, so its links are read again
  const current = call.unit.find<Invoice>('invoice', invoice.id) as Invoice;
  const credits = [...current.applied_credits, applied];
  return storeInvoice(call.unit, settled({ ...current, applied_credits: credits }, call.unit.now));
}

function openCredits(call: UnitCall, invoice: Invoice): CreditNote[] {
  return [...call.unit.rows('credit_note')]
    .map(({ value }) => value as CreditNote)
    .filter((note) => note.customer_id === invoice.customer_id && note.deleted !== true)
    .filter((note) => note.status === 'refund_due' && note.currency_code === invoice.currency_code);
}

function openInvoice(call: UnitCall): Invoice {
  const invoice = resourceAt<Invoice>(call, 'invoice');
  if (!OPEN.has(invoice.status)) throw invalidState(`Nothing can be applied to a ${invoice.status} invoice`);
  return invoice;
}
