import { sum } from '../documents/totals.js';
import type { Invoice } from './invoice.js';

/** The invoice with its sums and status recomputed from its payments and credit notes. */
export function settled(invoice: Invoice, now: number): Invoice {
  const paid = sum(
    invoice.linked_payments.filter((link) => link.txn_status === 'success').map((link) => link.applied_amount),
  );
  const inProgress = sum(
    invoice.linked_payments.filter((link) => link.txn_status === 'in_progress').map((link) => link.applied_amount),
  );
  const credits = sum(invoice.applied_credits.map((link) => Number(link.applied_amount)));
  const adjusted = sum(
    invoice.adjustment_credit_notes.filter((link) => link.cn_status === 'adjusted').map((link) => link.cn_total),
  );
  const due = invoice.total - paid - credits - adjusted;
  const open = invoice.status !== 'voided' && invoice.status !== 'pending' && invoice.status !== 'paid';
  return {
    ...invoice,
    amount_paid: paid,
    credits_applied: credits,
    amount_adjusted: adjusted,
    amount_due: due,
    amount_to_collect: due - inProgress,
    ...(open && due === 0 ? { status: 'paid', paid_at: invoice.paid_at ?? now } : {}),
  };
}

/** The invoice after a payment or credit was taken off it: open again when something is due. */
export function reopened(invoice: Invoice): Invoice {
  const after = settled(invoice, invoice.date);
  if (after.status !== 'paid' || after.amount_due === 0) return after;
  const { paid_at: _paid, ...open } = after;
  return { ...open, status: 'payment_due' };
}
