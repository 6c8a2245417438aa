import { invalidState } from '../../errors/request-errors.js';
import { defineOperation, type Call } from '../../operations/operation.js';
import { text } from '../../validation/scalar-fields.js';
import type { Customer } from '../customers/customer.js';
import { recordEvent } from '../events/record-event.js';
import { resourceAt } from '../find-resource.js';
import type { Invoice } from '../invoices/invoice.js';
import type { CreditNote } from './credit-note.js';

/** `POST /credit_notes/{id}/void`: only a refundable credit note of which nothing was used. */
export const voidCreditNote = defineOperation({
  name: 'void_credit_note',
  method: 'POST',
  path: '/credit_notes/{id}/void',
  fields: { comment: text(300) },
  customer: ({ unit, id }) => unit.find<CreditNote>('credit_note', id)?.customer_id,
  run(call) {
    const before = resourceAt<CreditNote>(call, 'credit_note');
    if (before.status !== 'refund_due' || before.amount_available !== before.total) {
      throw invalidState(`A credit note that is ${before.status} or partly used cannot be voided`);
    }
    const creditNote = call.unit.put<CreditNote>('credit_note', {
      ...before,
      status: 'voided',
      voided_at: call.unit.now,
    });
    const invoice = unlink(call, creditNote);
    recordEvent(call, 'credit_note_updated', { credit_note: creditNote });
    return { credit_note: creditNote, ...(invoice === undefined ? {} : { invoice }) };
  },
});

function unlink(call: Call, creditNote: CreditNote): Invoice | undefined {
  const { unit } = call;
  const customer = unit.find<Customer>('customer', creditNote.customer_id);
  if (customer !== undefined) {
    const credits = customer.refundable_credits - creditNote.total;
    unit.put<Customer>('customer', { ...customer, refundable_credits: credits });
  }
  const invoice = unit.find<Invoice>('invoice', creditNote.reference_invoice_id);
  if (invoice === undefined) return undefined;
  const issued = invoice.issued_credit_notes.map((link) =>
    link.cn_id === creditNote.id ? { ...link, cn_status: 'voided' } : link,
  );
  return unit.put<Invoice>('invoice', { ...invoice, issued_credit_notes: issued });
}
