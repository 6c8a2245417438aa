import type { ImportInvoiceParams } from '../invoice-request.mapper.js';
import { toParams, type ChargebeeCall } from './chargebee-call.js';

export const IMPORT_INVOICE_PATH = '/invoices/import_invoice';

/**
 * The only route that keeps our number: `id` is the invoice's number, and a second import of it is refused as
 * `duplicate_entry`. Chargebee computes nothing here; lines, discounts, taxes and rounding must come to `total`, and
 * the taxes of the document be repeated on its lines.
 * @see https://apidocs.chargebee.com/docs/api/invoices/import-invoice
 */
export function importInvoice(params: ImportInvoiceParams): ChargebeeCall {
  return { step: 'import-invoice', path: IMPORT_INVOICE_PATH, params: toParams(params) };
}
