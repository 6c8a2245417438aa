import { blank, wrongValue } from '../../errors/param-errors.js';
import { invalidState } from '../../errors/request-errors.js';
import { sum } from '../documents/totals.js';
import type { Invoice } from '../invoices/invoice.js';
import { CREDIT_NOTE_REASONS, type SiteOptions } from '../../site/site-options.js';
import type { CreditNote } from './credit-note.js';
import type { ImportCreditNoteParams } from './import-credit-note-fields.js';

/** The status of an imported credit note: as given, else what its type starts with. */
export function importedNoteStatus(params: ImportCreditNoteParams): CreditNote['status'] {
  return params.status ?? (params.type === 'adjustment' ? 'adjusted' : 'refund_due');
}

/** @throws ApiError 400 for a reason the site is not configured with */
export function checkReason(reason: string, { creditNoteReasons = CREDIT_NOTE_REASONS }: SiteOptions): void {
  if (!creditNoteReasons.includes(reason)) throw wrongValue('create_reason_code', 'is not a reason code of this site');
}

/** @throws ApiError 400 for parameters that are each valid but not together, 409 for an invoice that cannot be credited */
export function checkCreditNoteRules(params: ImportCreditNoteParams, invoice: Invoice, total: number): void {
  if (invoice.status === 'voided' || invoice.status === 'pending') {
    throw invalidState(`A ${invoice.status} invoice cannot be credited`);
  }
  if (params.customer_id && params.customer_id !== invoice.customer_id) {
    throw wrongValue('customer_id', 'is not the customer of the invoice');
  }
  checkCredited(invoice, total);
  checkAllocations(params, invoice, total);
}

function checkCredited(invoice: Invoice, total: number): void {
  const notes = [...invoice.adjustment_credit_notes, ...invoice.issued_credit_notes];
  const credited = sum(notes.filter((note) => note.cn_status !== 'voided').map((note) => note.cn_total));
  if (credited + total > invoice.total) throw wrongValue('total', 'is more than is left to credit of the invoice');
}

function checkAllocations(params: ImportCreditNoteParams, invoice: Invoice, total: number): void {
  const status = importedNoteStatus(params);
  const allocations = params.allocations ?? [];
  const allocated = sum(allocations.map((row) => row.allocated_amount));
  const refunded = sum((params.linked_refunds ?? []).map((row) => row.amount));
  if (allocated + refunded > total) throw wrongValue('allocations', 'and refunds are more than the total');
  if (status === 'adjusted' && allocations.length === 0) throw blank('allocations');
  if (status === 'voided' && allocated + refunded > 0)
    throw wrongValue('allocations', 'should not be sent when voided');
  if (status === 'refunded' && allocated + refunded !== total)
    throw wrongValue('status', 'is refunded, but credit is left');
  if (params.type !== 'adjustment') {
    if (status === 'adjusted') throw wrongValue('status', 'adjusted is only for adjustment credit notes');
    return;
  }
  if (status !== 'adjusted' && status !== 'voided') throw wrongValue('status', 'should be adjusted or voided');
  if (refunded > 0) throw wrongValue('linked_refunds', 'should not be sent for an adjustment credit note');
  if (allocations.length > 1) throw wrongValue('allocations', 'an adjustment credit note has at most one');
  if (allocations.some((row) => row.invoice_id !== invoice.id)) {
    throw wrongValue('allocations[invoice_id][0]', 'is not the reference invoice');
  }
  if (status === 'adjusted' && allocated !== total) {
    throw wrongValue('allocations[allocated_amount][0]', 'is not the total of the credit note');
  }
  if (allocated > invoice.amount_due)
    throw wrongValue('allocations[allocated_amount][0]', 'is more than the amount due');
}
