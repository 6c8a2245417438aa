import { blank, wrongValue } from '../../errors/param-errors.js';
import type { Switches } from '../../site/switches.js';
import { sum } from '../documents/totals.js';
import type { ImportInvoiceParams } from './import-invoice-fields.js';
import type { InvoiceStatus } from './invoice.js';

const DAY_SECONDS = 86_400;

/** @throws ApiError 400 for parameters that are each valid but not together */
export function checkImportRules(params: ImportInvoiceParams, switches: Switches): void {
  if (!params.customer_id && !params.subscription_id) throw blank('customer_id');
  if ((params.line_items ?? []).length === 0) throw blank('line_items');
  if (params.due_date && params.due_date < params.date) throw wrongValue('due_date', 'is before the invoice date');
  if (params.net_term_days && params.net_term_days < 0) throw wrongValue('net_term_days', 'should be at least 0');
  if (params.paid_at && params.status !== 'paid') throw wrongValue('paid_at', 'is only for status paid');
  if ((params.voided_at || params.void_reason_code) && params.status !== 'voided') {
    throw wrongValue(params.voided_at ? 'voided_at' : 'void_reason_code', 'is only for status voided');
  }
  if (params.status === 'pending' && (params.taxes ?? []).length > 0) {
    throw wrongValue('taxes', 'should not be sent for a pending invoice');
  }
  checkPayments(params, switches);
  checkWriteOff(params);
}

function checkPayments(params: ImportInvoiceParams, switches: Switches): void {
  const rows = params.payments ?? [];
  const paid = sum(rows.map((row) => row.amount));
  if (rows.length > 0 && (params.status === 'voided' || params.status === 'pending')) {
    throw wrongValue('payments', `should not be sent for a ${params.status} invoice`);
  }
  if (paid > params.total) throw wrongValue('payments', 'are more than the total');
  if (params.status === 'paid' && switches.paidNeedsPayments && paid !== params.total && !params.is_written_off) {
    throw wrongValue('payments', 'do not cover the total of a paid invoice');
  }
  const unpaid = params.status === 'payment_due' || params.status === 'posted' || params.status === 'not_paid';
  if (unpaid && params.total > 0 && paid === params.total) {
    throw wrongValue('status', `should be paid when the payments cover the total`);
  }
}

function checkWriteOff(params: ImportInvoiceParams): void {
  if (params.is_written_off !== true) {
    if (params.write_off_amount || params.write_off_date || params.credit_note?.id) {
      throw wrongValue('is_written_off', 'should be true for a written-off invoice');
    }
    return;
  }
  if (!params.credit_note?.id) throw blank('credit_note[id]');
  if (writtenOff(params) > openAmount(params)) throw wrongValue('write_off_amount', 'is more than the amount due');
}

/** What is written off: as given, else all that the payments leave open. */
export function writtenOff(params: ImportInvoiceParams): number {
  return params.is_written_off === true ? (params.write_off_amount ?? openAmount(params)) : 0;
}

/** The status of an imported invoice: as given, but nothing due means paid; not given, it follows from the payments. */
export function importedStatus(params: ImportInvoiceParams): InvoiceStatus {
  if (params.status === 'voided' || params.status === 'pending') return params.status;
  if (openAmount(params) - writtenOff(params) === 0) return 'paid';
  return params.status ?? 'payment_due';
}

function openAmount(params: ImportInvoiceParams): number {
  return params.total - sum((params.payments ?? []).map((row) => row.amount));
}

/** When it falls due: as given, else the date plus the net term; a pending invoice has none. */
export function importedDueDate(params: ImportInvoiceParams): number | undefined {
  if (params.status === 'pending') return undefined;
  return params.due_date ?? params.date + (params.net_term_days ?? 0) * DAY_SECONDS;
}
