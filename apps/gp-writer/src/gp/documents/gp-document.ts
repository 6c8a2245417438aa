/**
 * Documents and customers as Dynamics GP is to hold them, neutral of SOAP and storable as JSON. Amounts are decimal
 * strings in major units of `currency`, never negative; days are `YYYY-MM-DD`.
 */

/** What every receivables document and cash receipt has. */
export interface GpDocumentHead {
  /** Key.Id: ours, deterministic, refused twice by GP. */
  readonly number: string;
  readonly customerId: string;
  /** Day of the document. */
  readonly date: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly batchId: string;
  /** Absent: GP takes the day of the document. */
  readonly glPostingDate?: string;
  /** Carries the id the document has at its source. */
  readonly description?: string;
  readonly distributions?: readonly GpDistribution[];
}

export const RECEIVABLES_KINDS = ['invoice', 'credit-memo', 'debit-memo'] as const;
export type ReceivablesKind = (typeof RECEIVABLES_KINDS)[number];

/** total = salesAmount − tradeDiscount + freight + miscellaneous + tax */
export interface ReceivablesDocument extends GpDocumentHead {
  readonly kind: ReceivablesKind;
  readonly salesAmount: string;
  readonly tradeDiscount: string;
  readonly freight: string;
  readonly miscellaneous: string;
  /** Always sent, zero too: GP would calculate it otherwise. */
  readonly tax: string;
  readonly taxes?: readonly GpTaxDetail[];
  readonly purchaseOrder?: string;
  /** Invoices and debit memos only. */
  readonly dueDate?: string;
}

export interface GpTaxDetail {
  readonly detailId: string;
  readonly taxAmount: string;
  readonly taxableAmount: string;
}

/** Exactly one of `debit` and `credit` is not zero. */
export interface GpDistribution {
  readonly role: GpAccountRole;
  readonly account: string;
  readonly debit: string;
  readonly credit: string;
  readonly reference?: string;
}

/**
 * What an amount is in its document: a member of `mapping.distributionTypes`, which numbers it. `creditMemo` and
 * `debitMemo` are what `sales` is in an invoice.
 */
export type GpAccountRole =
  | 'receivable'
  | 'cash'
  | 'sales'
  | 'creditMemo'
  | 'debitMemo'
  | 'discount'
  | 'freight'
  | 'miscellaneous'
  | 'tax'
  | 'writeOff';

export interface CashReceipt extends GpDocumentHead {
  readonly kind: 'cash-receipt';
  readonly amount: string;
  readonly method: 'check' | 'cash' | 'card';
  readonly checkbookId?: string;
  readonly cardTypeId?: string;
  /** Check or card number field: the id of the payment at its source, as far as it fits. */
  readonly reference?: string;
}

export type GpDocument = ReceivablesDocument | CashReceipt;

/** The members of a GP customer that are ours to set; the rest of the card stays as GP has it. */
export interface GpCustomer {
  readonly id: string;
  readonly name: string;
  readonly email?: string;
  readonly phone?: string;
  readonly currency?: string;
  readonly classId?: string;
  readonly addressId: string;
  readonly address?: GpAddress;
  readonly contact?: string;
  readonly taxRegistrationNumber?: string;
}

export interface GpAddress {
  /** At most three. */
  readonly lines: readonly string[];
  readonly city?: string;
  readonly state?: string;
  readonly postalCode?: string;
  readonly country?: string;
}
