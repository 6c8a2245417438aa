import { invalidState } from '../../errors/request-errors.js';
import { defineOperation } from '../../operations/operation.js';
import { text } from '../../validation/scalar-fields.js';
import { storeInvoice } from '../billing/store-linked.js';
import type { CreditNote } from '../credit-notes/credit-note.js';
import { issueCreditNote } from '../credit-notes/new-credit-note.js';
import { recordEvent } from '../events/record-event.js';
import { resourceAt } from '../find-resource.js';
import type { Invoice } from './invoice.js';

const OPEN = new Set(['payment_due', 'posted', 'not_paid']);

/** `POST /invoices/{id}/write_off`: what is due is adjusted away by a credit note, the invoice counts as paid. */
export const writeOffInvoice = defineOperation({
  name: 'write_off_invoice',
  method: 'POST',
  path: '/invoices/{id}/write_off',
  fields: { comment: text(300) },
  customer: ({ unit, id }) => unit.find<Invoice>('invoice', id)?.customer_id,
  run(call) {
    const { unit } = call;
    const before = resourceAt<Invoice>(call, 'invoice');
    if (!OPEN.has(before.status)) throw invalidState(`A ${before.status} invoice cannot be written off`);
    if (before.amount_to_collect !== before.amount_due) {
      throw invalidState('An invoice with a payment in progress cannot be written off');
    }
    const written = before.write_off_amount + before.amount_due;
    const issued = issueCreditNote(call, before, {
      type: 'adjustment',
      reason: 'Write Off',
      date: unit.now,
      credited: before.amount_due,
    });
    const dunning = before.dunning_status === undefined ? {} : { dunning_status: 'stopped' };
    const { next_retry_at: _retry, ...rest } = { ...issued.invoice, write_off_amount: written, ...dunning };
    const invoice = storeInvoice(unit, rest as Invoice);
    const note = unit.find<CreditNote>('credit_note', issued.note.id);
    recordEvent(call, 'credit_note_created', { credit_note: note });
    recordEvent(call, 'invoice_updated', { invoice });
    return { invoice, credit_note: note };
  },
});
