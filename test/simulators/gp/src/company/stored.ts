import type { ValueObject } from '../schema/value.js';

export const DOCUMENT_KINDS = ['invoice', 'debit-memo', 'credit-memo', 'cash-receipt'] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

export const BATCH_SOURCES = ['RM_Sales', 'RM_Cash'] as const;
export type BatchSource = (typeof BATCH_SOURCES)[number];

/** A receivables document or cash receipt as GP keeps it. */
export interface StoredDocument {
  kind: DocumentKind;
  id: string;
  customerId: string;
  currency: string;
  /** Decimal text with the currency's decimals. */
  amount: string;
  batch: { source: BatchSource; id: string };
  state: 'Work' | 'Open' | 'History';
  voided: boolean;
  createdAt: string;
  createdBy: string;
  /** Place in the order of creation. */
  row: number;
  /** The object as GetByKey answers it. */
  value: ValueObject;
}

export interface StoredCustomer {
  id: string;
  createdAt: string;
  createdBy: string;
  updates: number;
  row: number;
  value: ValueObject;
}

/** An entry of the exception log. */
export interface LoggedException {
  id: string;
  at: string;
  type: 'ValidationException' | 'SystemException';
  operation: string;
  user: string;
  companyId: number | null;
  errors: readonly { code: string; message: string; property: string }[];
  requestXml: string;
}
