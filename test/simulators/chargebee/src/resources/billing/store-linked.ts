import type { UnitOfWork } from '../../store/unit-of-work.js';
import { linkedCreditNote, type CreditNote } from '../credit-notes/credit-note.js';
import type { Invoice } from '../invoices/invoice.js';
import type { Transaction } from '../transactions/transaction.js';

type Link = Readonly<Record<string, unknown>>;

/** Stores a version of the invoice, and shows its status wherever a transaction or credit note links to it. */
export function storeInvoice(unit: UnitOfWork, value: Invoice): Invoice {
  const invoice = unit.put<Invoice>('invoice', value);
  const status = { invoice_status: invoice.status };
  for (const { txn_id: id } of invoice.linked_payments) {
    const transaction = unit.find<Transaction>('transaction', id);
    if (transaction === undefined) continue;
    unit.patch('transaction', {
      ...transaction,
      linked_invoices: relinked(transaction.linked_invoices, 'invoice_id', invoice.id, status),
    });
  }
  for (const link of [...invoice.adjustment_credit_notes, ...invoice.applied_credits]) {
    const note = unit.find<CreditNote>('credit_note', String(link.cn_id));
    if (note === undefined) continue;
    unit.patch('credit_note', {
      ...note,
      allocations: relinked(note.allocations as Link[], 'invoice_id', invoice.id, status),
    });
  }
  return invoice;
}

/** Stores a version of the credit note, and shows its status wherever an invoice links to it. */
export function storeCreditNote(unit: UnitOfWork, value: CreditNote): CreditNote {
  const note = unit.put<CreditNote>('credit_note', value);
  const { cn_status } = linkedCreditNote(note);
  const ids = new Set([
    note.reference_invoice_id,
    ...((note.allocations ?? []) as Link[]).map((link) => link.invoice_id),
  ]);
  for (const id of ids) {
    const invoice = id === undefined ? undefined : unit.find<Invoice>('invoice', id as string);
    if (invoice === undefined) continue;
    unit.patch('invoice', {
      ...invoice,
      adjustment_credit_notes: relinked(invoice.adjustment_credit_notes, 'cn_id', note.id, { cn_status }),
      issued_credit_notes: relinked(invoice.issued_credit_notes, 'cn_id', note.id, { cn_status }),
      applied_credits: relinked(invoice.applied_credits, 'cn_id', note.id, { cn_status }),
    });
  }
  return note;
}

/** The links with the given attributes on those that name the id. */
export function relinked<T extends object>(
  links: readonly T[] | undefined,
  key: keyof T & string,
  id: string,
  change: object,
): T[] {
  return (links ?? []).map((link) => (link[key] === id ? { ...link, ...change } : link));
}
