import { invalidState } from '../../errors/request-errors.js';
import { defineOperation } from '../../operations/operation.js';
import { withoutEmpty } from '../../validation/attributes.js';
import { text } from '../../validation/scalar-fields.js';
import { nextNumber } from '../billing/number-series.js';
import { storeAdjustmentNote } from '../credit-notes/adjustment-note.js';
import { linkedCreditNote } from '../credit-notes/credit-note.js';
import { recordEvent } from '../events/record-event.js';
import { resourceAt } from '../find-resource.js';
import type { Invoice } from './invoice.js';

const VOIDABLE = new Set(['payment_due', 'posted', 'not_paid']);

/** `POST /invoices/{id}/void`: the invoice keeps its amounts, `amount_due` included, and its id. */
export const voidInvoice = defineOperation({
  name: 'void_invoice',
  method: 'POST',
  path: '/invoices/{id}/void',
  fields: { comment: text(300), void_reason_code: text(100) },
  customer: ({ unit, id }) => unit.find<Invoice>('invoice', id)?.customer_id,
  run(call) {
    const before = resourceAt<Invoice>(call, 'invoice');
    assertVoidable(before);
    const { unit, params } = call;
    const reason = { void_reason_code: params.void_reason_code };
    const voided = withoutEmpty({ ...before, status: 'voided' as const, voided_at: unit.now, ...reason }) as Invoice;
    if (!call.switches.voidCreatesCreditNote || before.amount_due === 0) {
      const invoice = unit.put<Invoice>('invoice', voided);
      recordEvent(call, 'invoice_updated', { invoice });
      return { invoice };
    }
    const creditNote = storeAdjustmentNote(unit, voided, {
      id: nextNumber(call, 'credit_note'),
      amount: before.amount_due,
      reason: 'Invoice Void',
      date: unit.now,
    });
    const links = [...before.adjustment_credit_notes, linkedCreditNote(creditNote)];
    const invoice = unit.put<Invoice>('invoice', { ...voided, adjustment_credit_notes: links });
    recordEvent(call, 'invoice_updated', { invoice });
    recordEvent(call, 'credit_note_created', { credit_note: creditNote });
    return { invoice, credit_note: creditNote };
  },
});

function assertVoidable(invoice: Invoice): void {
  if (!VOIDABLE.has(invoice.status)) throw invalidState(`A ${invoice.status} invoice cannot be voided`);
  if (invoice.linked_payments.some((link) => link.txn_status === 'success')) {
    throw invalidState('An invoice with payments cannot be voided');
  }
  const notes = [...invoice.applied_credits, ...invoice.issued_credit_notes];
  if (invoice.amount_adjusted !== 0 || notes.some((link) => link.cn_status !== 'voided')) {
    throw invalidState('An invoice with credit notes cannot be voided');
  }
}
