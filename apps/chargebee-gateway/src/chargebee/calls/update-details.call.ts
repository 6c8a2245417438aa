import type { InvoiceDetailsParams } from '../invoice-request.mapper.js';
import { toParams, type ChargebeeCall } from './chargebee-call.js';

/**
 * All that can be changed on an invoice that exists: addresses, tax number, order number; never lines, days or
 * amounts. May be repeated; refused for a voided invoice.
 * @see https://apidocs.chargebee.com/docs/api/invoices/update-invoice-details
 */
export function updateDetails(id: string, params: InvoiceDetailsParams): ChargebeeCall {
  return {
    step: 'update-details',
    path: `/invoices/${encodeURIComponent(id)}/update_details`,
    params: toParams(params),
  };
}
