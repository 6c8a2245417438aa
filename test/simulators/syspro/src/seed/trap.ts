/**
 * published: an event. rejected: named in the run's report under `rule`. carried-later: counted, neither published nor rejected.
 * deferred: the header alone is there; left alone when first seen, published by the next run, with the lines a control may have completed by then.
 */
export type Outcome = 'published' | 'rejected' | 'deferred' | 'carried-later';

/** What becomes of a published document at the Chargebee connection. */
export type DeliveryOutcome = 'delivered' | 'waiting' | 'skipped' | 'failed';

/** One odd row of the seed and what a correct bridge does with it. */
export interface TrapExpectation {
  entity: 'ArCustomer' | 'ArInvoice' | 'ArInvoicePay';
  /** The source id: `<Customer>`, `<Customer>~<Invoice>~<DocumentType>` or that and `~<EntryNumber>`; trimmed, type upper-cased. */
  key: string;
  trap: string;
  outcome: Outcome;
  /** Only with `rejected`. */
  rule?: 'DATE_MISSING' | 'DATE_OUT_OF_RANGE' | 'TOTALS_MISMATCH' | 'CURRENCY_UNKNOWN' | 'CREDITED_INVOICE_AMBIGUOUS';
  /** Only with `published` and `deferred`. */
  delivery?: DeliveryOutcome;
  /** Rule or code that the delivery ends with, where the project fixes it. */
  reason?: string;
  /** Its lines never come: left alone when first seen, published as one line by the next run. Only with `published`. */
  deferredFirst?: true;
  note: string;
}

export function documentKey(customer: string, invoice: string, documentType: string): string {
  return `${customer.trim()}~${invoice.trim()}~${documentType.trim().toUpperCase()}`;
}
