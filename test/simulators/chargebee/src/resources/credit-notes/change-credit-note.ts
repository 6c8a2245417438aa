import { wrongValue } from '../../errors/param-errors.js';
import { invalidState } from '../../errors/request-errors.js';
import { defineOperation } from '../../operations/operation.js';
import { object } from '../../validation/composite-fields.js';
import { int, oneOf, required, text, time } from '../../validation/scalar-fields.js';
import { storeInvoice } from '../billing/store-linked.js';
import { OFFLINE_METHODS } from '../documents/document-fields.js';
import { recordEvent } from '../events/record-event.js';
import { resourceAt } from '../find-resource.js';
import type { Invoice } from '../invoices/invoice.js';
import { reopened } from '../invoices/settle-invoice.js';
import { storeRefund } from '../transactions/store-refund.js';
import type { CreditNote } from './credit-note.js';
import { changeCredits } from './new-credit-note.js';

/** `POST /credit_notes/{id}/delete`: the note stays stored with `deleted: true`, and the invoice owes again what an adjustment took off. */
export const deleteCreditNote = defineOperation({
  name: 'delete_credit_note',
  method: 'POST',
  path: '/credit_notes/{id}/delete',
  fields: { comment: text(300) },
  customer: ({ unit, id }) => unit.find<CreditNote>('credit_note', id)?.customer_id,
  run(call) {
    const { unit } = call;
    const before = resourceAt<CreditNote>(call, 'credit_note');
    const used = before.amount_refunded + (before.type === 'adjustment' ? 0 : before.amount_allocated);
    if (used > 0) throw invalidState('A credit note that was used cannot be deleted');
    if (before.status === 'refund_due') changeCredits(call, before.customer_id, -before.amount_available);
    const note = unit.put<CreditNote>('credit_note', { ...before, deleted: true });
    const referenced = unit.find<Invoice>('invoice', before.reference_invoice_id);
    recordEvent(call, 'credit_note_deleted', { credit_note: note });
    if (referenced !== undefined) {
      const without = (links: Invoice['issued_credit_notes']) => links.filter((link) => link.cn_id !== before.id);
      const invoice = reopened({
        ...referenced,
        adjustment_credit_notes: without(referenced.adjustment_credit_notes),
        issued_credit_notes: without(referenced.issued_credit_notes),
        write_off_amount: before.reason_code === 'write_off' ? 0 : referenced.write_off_amount,
      });
      recordEvent(call, 'invoice_updated', { invoice: storeInvoice(unit, invoice) });
    }
    return { credit_note: note };
  },
});

/** `POST /credit_notes/{id}/record_refund`: open credit paid back outside the site's gateways. */
export const recordCreditNoteRefund = defineOperation({
  name: 'record_credit_note_refund',
  method: 'POST',
  path: '/credit_notes/{id}/record_refund',
  fields: {
    refund_reason_code: text(100),
    comment: text(300),
    transaction: object({
      amount: int({ min: 1 }),
      payment_method: required(oneOf(OFFLINE_METHODS)),
      reference_number: text(100),
      date: required(time()),
    }),
  },
  customer: ({ unit, id }) => unit.find<CreditNote>('credit_note', id)?.customer_id,
  run(call) {
    const before = resourceAt<CreditNote>(call, 'credit_note');
    const given = call.params.transaction;
    if (!given) throw wrongValue('transaction[payment_method]', 'cannot be blank');
    if (before.status !== 'refund_due') throw invalidState(`A ${before.status} credit note cannot be refunded`);
    const amount = given.amount ?? before.amount_available;
    if (amount > before.amount_available) throw wrongValue('transaction[amount]', 'is more than is available');
    const { note, transaction } = storeRefund(call, before, {
      amount,
      method: given.payment_method,
      date: given.date,
      extra: { reference_number: given.reference_number },
    });
    recordEvent(call, 'transaction_created', { transaction });
    recordEvent(call, 'payment_refunded', {
      transaction,
      credit_note: note,
      invoice: call.unit.find('invoice', note.reference_invoice_id),
      customer: call.unit.find('customer', note.customer_id),
    });
    recordEvent(call, 'credit_note_updated', { credit_note: note });
    return { credit_note: note, transaction };
  },
});
