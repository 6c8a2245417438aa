import type { InvoiceRow } from '../odata/wire.js';
import { readKey } from './fields.js';
import { RowRejected, shapeOf } from './rejection.js';

/** The three columns that name a SYSPRO AR document; an invoice number alone repeats across customers. */
export interface DocumentKey {
  /** Trimmed. */
  readonly customer: string;
  readonly invoice: string;
  /** Trimmed and upper-cased: `i` occurs. */
  readonly type: string;
}

type KeyColumns = Pick<InvoiceRow, 'Customer' | 'Invoice' | 'DocumentType'>;

/**
 * A customer code with a tilde could make two documents one.
 * @throws RowRejected KEY_BLANK, KEY_INVALID, TEXT_TOO_LONG
 */
export function documentKey(row: KeyColumns): DocumentKey {
  const customer = readKey(row, 'Customer');
  if (customer.includes('~')) throw new RowRejected('Customer', shapeOf(row.Customer), 'KEY_INVALID');
  return { customer, invoice: readKey(row, 'Invoice'), type: readKey(row, 'DocumentType').toUpperCase() };
}

/** `<Customer>~<Invoice>~<DocumentType>`: public, other systems know documents by it. */
export function documentSourceId({ customer, invoice, type }: DocumentKey): string {
  return `${customer}~${invoice}~${type}`;
}

/**
 * What is left of a payment becomes a document under such a number. Of which type is not stated anywhere, so any is
 * taken for one: as an invoice it would be money owed that nobody owes, as a credit note it would correct nothing.
 */
const UNAPPLIED_PAYMENT = /^_CRD/i;

/** @param invoice trimmed */
export function isUnappliedPayment({ invoice }: Pick<DocumentKey, 'invoice'>): boolean {
  return UNAPPLIED_PAYMENT.test(invoice);
}

/** As much of a bad key as reports and indexes hold. */
const NAMED_CHARACTERS = 60;

/** A name for a row whose key cannot be read, for reports only. */
export function unreadableSourceId(row: KeyColumns): string {
  return [row.Customer, row.Invoice, row.DocumentType].map(unreadableKey).join('~');
}

/** One part of such a name: what Postgres can store and an index can hold. */
export function unreadableKey(value: unknown): string {
  if (typeof value !== 'string') return '';
  return value
    .trim()
    .slice(0, NAMED_CHARACTERS)
    .toWellFormed()
    .replace(/\p{Cc}/gu, '\ufffd');
}
