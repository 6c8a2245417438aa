import type { Customer, Invoice } from '@ledgerbridge/contracts';
import type { RejectionRule } from './mapping/rejection.js';

/** A row that cannot be mapped, as the run reports it; `digest` is of everything read of it. */
export interface RejectedSourceRow {
  readonly kind: 'rejected';
  readonly sourceId: string;
  readonly field: string;
  readonly shape: string;
  readonly rule: RejectionRule;
  readonly digest: string;
}

export interface MappedCustomer {
  readonly kind: 'customer';
  readonly sourceId: string;
  readonly state: Customer;
}

/** Key columns of a document as received, to ask for it again. */
export interface RawDocumentKey {
  readonly customer: string;
  readonly invoice: string;
  readonly documentType: string;
}

export interface MappedInvoice {
  readonly kind: 'invoice';
  readonly sourceId: string;
  readonly state: Invoice;
  /** False: no details were found, the one line stands for all. */
  readonly hasDetails: boolean;
  readonly key: RawDocumentKey;
}

/** A credit note: known, but not carried by this version. */
export interface CarriedLater {
  readonly kind: 'carried-later';
  readonly sourceId: string;
}

export type CustomerOutcome = MappedCustomer | RejectedSourceRow;
export type InvoiceOutcome = MappedInvoice | CarriedLater | (RejectedSourceRow & { readonly key?: RawDocumentKey });
