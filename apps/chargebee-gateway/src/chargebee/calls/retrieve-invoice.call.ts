import type { Invoice } from 'chargebee';
import type { Read } from './chargebee-call.js';
import { orUndefined } from './not-found.js';

/**
 * An invoice of the site with all its lines; undefined when there is none. Read straight after a write it is current:
 * only exports and lists are documented to lag.
 * @see https://apidocs.chargebee.com/docs/api/invoices/retrieve-an-invoice
 */
export async function retrieveInvoice(read: Read, id: string): Promise<Invoice | undefined> {
  const answer = await orUndefined(read(`/invoices/${encodeURIComponent(id)}`));
  return answer?.['invoice'] as Invoice | undefined;
}
