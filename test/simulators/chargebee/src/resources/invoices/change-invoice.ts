import { invalidState } from '../../errors/request-errors.js';
import { defineOperation } from '../../operations/operation.js';
import { changed } from '../../validation/attributes.js';
import { bool, text } from '../../validation/scalar-fields.js';
import { address, mergedAddress } from '../address.js';
import { recordEvent } from '../events/record-event.js';
import { resourceAt } from '../find-resource.js';
import type { Invoice } from './invoice.js';
import { freePayment } from './settle-payments.js';

/** `POST /invoices/{id}/update_details`: addresses, tax number and order number; never lines or amounts. */
export const updateInvoiceDetails = defineOperation({
  name: 'update_invoice_details',
  method: 'POST',
  path: '/invoices/{id}/update_details',
  fields: {
    vat_number: text(20),
    vat_number_prefix: text(10),
    po_number: text(100),
    comment: text(300),
    billing_address: address(),
    shipping_address: address(),
  },
  customFields: 'invoice',
  customer: ({ unit, id }) => unit.find<Invoice>('invoice', id)?.customer_id,
  run(call) {
    const before = resourceAt<Invoice>(call, 'invoice');
    if (before.status === 'voided') throw invalidState('The details of a voided invoice cannot be updated');
    const { comment: _comment, billing_address: billing, shipping_address: shipping, ...plain } = call.params;
    const invoice = call.unit.put<Invoice>(
      'invoice',
      changed(before, {
        ...plain,
        ...call.custom,
        billing_address: mergedAddress(before.billing_address, billing, 'billing_address') ?? null,
        shipping_address: mergedAddress(before.shipping_address, shipping, 'shipping_address') ?? null,
      }),
    );
    recordEvent(call, 'invoice_updated', { invoice });
    return { invoice };
  },
});

/** `POST /invoices/{id}/delete`: its payments become excess; the invoice stays stored with `deleted: true`; its id stays taken. */
export const deleteInvoice = defineOperation({
  name: 'delete_invoice',
  method: 'POST',
  path: '/invoices/{id}/delete',
  fields: { comment: text(300), claim_credits: bool() },
  customer: ({ unit, id }) => unit.find<Invoice>('invoice', id)?.customer_id,
  run(call) {
    const before = resourceAt<Invoice>(call, 'invoice');
    const freed = before.linked_payments
      .filter((link) => link.txn_status === 'success')
      .map((link) => freePayment(call, before, link.txn_id));
    const invoice = call.unit.put<Invoice>('invoice', { ...before, deleted: true });
    recordEvent(call, 'invoice_deleted', { invoice });
    for (const transaction of freed) recordEvent(call, 'transaction_updated', { transaction });
    return { invoice };
  },
});
