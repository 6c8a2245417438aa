import { duplicate, referenceNotFound, wrongValue } from '../../errors/param-errors.js';
import type { Call } from '../../operations/operation.js';
import { storeInvoice } from '../billing/store-linked.js';
import { recordEvent } from '../events/record-event.js';
import type { Invoice } from '../invoices/invoice.js';
import { settled } from '../invoices/settle-invoice.js';
import type { Transaction } from '../transactions/transaction.js';
import { withoutEmpty } from '../../validation/attributes.js';
import { linkedCreditNote, type CreditNote } from './credit-note.js';
import type { IMPORT_CREDIT_NOTE_FIELDS } from './import-credit-note-fields.js';

type ImportCall = Call<typeof IMPORT_CREDIT_NOTE_FIELDS>;

/** Enters the credit note on its reference invoice and on the invoices it is allocated to; answers the reference invoice. */
export function applyToInvoices(call: ImportCall, creditNote: CreditNote): Invoice {
  const { unit } = call;
  const adjusts = creditNote.type === 'adjustment';
  const reference = unit.find<Invoice>('invoice', creditNote.reference_invoice_id) as Invoice;
  const list = adjusts ? 'adjustment_credit_notes' : 'issued_credit_notes';
  storeInvoice(
    unit,
    settled({ ...reference, [list]: [...reference[list], linkedCreditNote(creditNote)] }, creditNote.date),
  );
  if (!adjusts) (call.params.allocations ?? []).forEach((row) => applyCredit(call, creditNote, row));
  for (const { kind, value } of unit.changes) {
    if (kind === 'invoice') recordEvent(call, 'invoice_updated', { invoice: value });
  }
  return unit.find<Invoice>('invoice', reference.id) as Invoice;
}

function applyCredit(
  call: ImportCall,
  creditNote: CreditNote,
  row: { index: number; invoice_id: string; allocated_amount: number; allocated_at: number },
): void {
  const target = call.unit.find<Invoice>('invoice', row.invoice_id);
  if (target === undefined || target.deleted)
    throw referenceNotFound(`allocations[invoice_id][${row.index}]`, row.invoice_id);
  if (row.allocated_amount > target.amount_due) {
    throw wrongValue(`allocations[allocated_amount][${row.index}]`, 'is more than the amount due');
  }
  const { cn_total: _total, ...link } = linkedCreditNote(creditNote);
  const credit = { ...link, applied_amount: row.allocated_amount, applied_at: row.allocated_at };
  storeInvoice(
    call.unit,
    settled({ ...target, applied_credits: [...target.applied_credits, credit] }, row.allocated_at),
  );
}

/** Stores one refund transaction per `linked_refunds` row; answers the links for the credit note. */
export function storeRefunds(call: ImportCall, invoice: Invoice) {
  const { params, unit } = call;
  return (params.linked_refunds ?? []).map((row) => {
    if (row.id !== undefined && unit.find('transaction', row.id) !== undefined) {
      throw duplicate(`linked_refunds[id][${row.index}]`, row.id);
    }
    const refund = unit.put<Transaction>(
      'transaction',
      withoutEmpty({
        id: row.id ?? unit.newId('txn_'),
        customer_id: invoice.customer_id,
        payment_method: row.payment_method,
        reference_number: row.reference_number,
        gateway: 'not_applicable' as const,
        type: 'refund' as const,
        date: row.date,
        exchange_rate: 1,
        amount: row.amount,
        status: 'success' as const,
        deleted: false,
        object: 'transaction' as const,
        currency_code: invoice.currency_code,
        base_currency_code: call.site.currencies[0],
        linked_credit_notes: [
          {
            cn_id: params.id,
            applied_amount: row.amount,
            applied_at: row.date,
            cn_create_reason_code: params.create_reason_code,
          },
        ],
      }),
    );
    return {
      txn_id: refund.id,
      applied_amount: row.amount,
      applied_at: row.date,
      txn_status: 'success',
      txn_date: row.date,
      txn_amount: row.amount,
    };
  });
}
