import { duplicate } from '../../errors/param-errors.js';
import { defineOperation, type Call } from '../../operations/operation.js';
import { withoutEmpty } from '../../validation/attributes.js';
import type { Customer } from '../customers/customer.js';
import { documentCurrency } from '../documents/document-currency.js';
import { checkTotal, readDocumentParts } from '../documents/document-parts.js';
import { sum } from '../documents/totals.js';
import { recordEvent } from '../events/record-event.js';
import { resourceOf } from '../find-resource.js';
import type { Invoice } from '../invoices/invoice.js';
import { applyToInvoices, storeRefunds } from './apply-credit-note.js';
import { checkCreditNoteRules, checkReason, importedNoteStatus } from './credit-note-rules.js';
import { reasonCodeOf, type CreditNote } from './credit-note.js';
import { IMPORT_CREDIT_NOTE_FIELDS } from './import-credit-note-fields.js';

type ImportCall = Call<typeof IMPORT_CREDIT_NOTE_FIELDS>;

/** `POST /credit_notes/import_credit_note`: a credit note that exists elsewhere, under its own number. */
export const importCreditNote = defineOperation({
  name: 'import_credit_note',
  method: 'POST',
  path: '/credit_notes/import_credit_note',
  fields: IMPORT_CREDIT_NOTE_FIELDS,
  customFields: 'credit_note',
  customer: ({ unit, params }) => unit.find<Invoice>('invoice', params.reference_invoice_id)?.customer_id,
  run(call) {
    const { params, unit } = call;
    checkReason(params.create_reason_code, call.site);
    if (unit.find('credit_note', params.id) !== undefined) throw duplicate('id', params.id);
    const invoice = resourceOf<Invoice>(call, 'invoice', 'reference_invoice_id', params.reference_invoice_id);
    const stored = unit.put<CreditNote>('credit_note', newCreditNote(call, invoice));
    const reference = applyToInvoices(call, stored);
    const creditNote = unit.find<CreditNote>('credit_note', stored.id) as CreditNote;
    if (creditNote.type !== 'adjustment') keepCredit(call, creditNote);
    recordEvent(call, 'credit_note_created', { credit_note: creditNote });
    return { credit_note: creditNote, invoice: reference };
  },
});

function newCreditNote(call: ImportCall, invoice: Invoice): CreditNote {
  const { params, site, switches } = call;
  const parts = readDocumentParts(
    {
      lines: params.line_items ?? [],
      discounts: params.discounts ?? [],
      taxes: params.taxes ?? [],
      roundOff: params.round_off_amount ?? 0,
      priceType: invoice.price_type,
      customerId: invoice.customer_id,
      date: params.date,
    },
    call,
  );
  const hasLines = (params.line_items ?? []).length > 0;
  const total = params.total ?? parts.computedTotal;
  if (hasLines) checkTotal(total, parts.computedTotal, switches);
  checkCreditNoteRules(params, invoice, total);
  return withoutEmpty({
    id: params.id,
    customer_id: invoice.customer_id,
    reference_invoice_id: invoice.id,
    type: params.type,
    reason_code: reasonCodeOf(params.create_reason_code),
    create_reason_code: params.create_reason_code,
    date: params.date,
    price_type: invoice.price_type,
    exchange_rate: 1,
    currency_code: documentCurrency(params.currency_code, site, invoice.currency_code),
    base_currency_code: site.currencies[0],
    total,
    sub_total: params.sub_total ?? (hasLines ? parts.subTotal : total),
    round_off_amount: params.round_off_amount,
    vat_number_prefix: params.vat_number_prefix,
    deleted: false,
    object: 'credit_note',
    ...withoutEmpty(call.custom),
    ...parts.views,
    ...stateOf(call, invoice, total),
    billing_address: invoice.billing_address,
  });
}

function stateOf(call: ImportCall, invoice: Invoice, total: number) {
  const { params, unit } = call;
  const status = importedNoteStatus(params);
  const allocations = params.allocations ?? [];
  const allocated = sum(allocations.map((row) => row.allocated_amount));
  const refunds = storeRefunds(call, invoice);
  const refunded = sum(refunds.map((refund) => refund.applied_amount));
  return {
    status,
    amount_allocated: allocated,
    amount_refunded: refunded,
    amount_available: status === 'voided' ? 0 : total - allocated - refunded,
    refunded_at: status === 'refunded' ? (params.refunded_at ?? params.date) : undefined,
    voided_at: status === 'voided' ? (params.voided_at ?? unit.now) : undefined,
    linked_refunds: refunds,
    allocations: allocations.map(({ index: _index, ...row }) => ({
      ...row,
      invoice_date: unit.find<Invoice>('invoice', row.invoice_id)?.date,
      invoice_status: unit.find<Invoice>('invoice', row.invoice_id)?.status,
    })),
  };
}

function keepCredit(call: ImportCall, creditNote: CreditNote): void {
  const customer = call.unit.find<Customer>('customer', creditNote.customer_id);
  if (customer === undefined || creditNote.amount_available === 0) return;
  const credits = customer.refundable_credits + creditNote.amount_available;
  call.unit.put<Customer>('customer', { ...customer, refundable_credits: credits });
}
