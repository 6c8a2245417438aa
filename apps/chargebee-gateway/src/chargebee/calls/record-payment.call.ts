import type { RecordPaymentParams } from '../payment-request.mapper.js';
import { toParams, type ChargebeeCall } from './chargebee-call.js';

/**
 * A payment made outside the site. It gets an id of the site's own and nothing refuses it twice: what is due decides
 * only where the money goes, an excess stays with the customer. So it is looked for by its marker before every send.
 * @see https://apidocs.chargebee.com/docs/api/invoices/record-an-invoice-payment
 */
export function recordPayment(invoiceId: string, params: RecordPaymentParams, currency: string): ChargebeeCall {
  const path = `/invoices/${encodeURIComponent(invoiceId)}/record_payment`;
  return { step: 'record-payment', path, params: toParams(params), currency };
}
