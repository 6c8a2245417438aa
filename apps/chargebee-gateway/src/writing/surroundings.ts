import type { Link, LinkLookup } from '@ledgerbridge/eventing';
import type { CreditNote, Invoice, Transaction } from 'chargebee';
import type { Read } from '../chargebee/calls/chargebee-call.js';
import { listInvoicePayments } from '../chargebee/calls/list-invoice-payments.call.js';
import { retrieveCreditNote } from '../chargebee/calls/retrieve-credit-note.call.js';
import { retrieveInvoice } from '../chargebee/calls/retrieve-invoice.call.js';
import type { AcceptsSettings } from '../chargebee/connection-settings.js';

/** What the site holds now, by ids of its own. */
export interface SiteReader {
  readonly invoice: (id: string) => Promise<Invoice | undefined>;
  readonly creditNote: (id: string) => Promise<CreditNote | undefined>;
  /** All payments of an invoice. */
  readonly payments: (invoiceId: string) => Promise<readonly Transaction[]>;
}

/** What a decision on a document may look at besides its event. */
export interface Surroundings {
  /** The link of the document itself, once an id is reserved. */
  readonly link: Link | undefined;
  readonly links: Pick<LinkLookup, 'find' | 'standing'>;
  readonly accepts: AcceptsSettings;
  readonly timeZone: string;
  readonly site: SiteReader;
}

export function siteReader(read: Read): SiteReader {
  return {
    invoice: (id) => retrieveInvoice(read, id),
    creditNote: (id) => retrieveCreditNote(read, id),
    payments: (invoiceId) => listInvoicePayments(read, invoiceId),
  };
}
