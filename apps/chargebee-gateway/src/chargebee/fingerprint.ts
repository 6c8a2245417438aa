import { createHash } from 'node:crypto';
import { stateDigest } from '@ledgerbridge/contracts';
import type { ChargebeeCall } from './calls/chargebee-call.js';
import type { CreateCustomerParams } from './customer-request.mapper.js';
import type { ImportCreditNoteParams } from './credit-note-request.mapper.js';
import type { ImportInvoiceParams } from './invoice-request.mapper.js';
import type { PaymentFacts } from './payment-request.mapper.js';

const DIGITS = 32;

/** Digest of all that Chargebee shows of a customer. */
export function customerFingerprint(params: CreateCustomerParams): string {
  return digestOf(params);
}

/** Two digests of an invoice: of what can never change again, and of what `update_details` can change. */
export interface InvoiceFingerprint {
  readonly core: string;
  readonly details: string;
}

/**
 * The core leaves out what moves on by itself (status, payments) and descriptive texts: a stock description corrected
 * at the source does not make an issued invoice another invoice.
 */
export function invoiceFingerprint(params: ImportInvoiceParams): InvoiceFingerprint {
  const { status: _status, payments: _payments, po_number, vat_number, billing_address, ...rest } = params;
  return { core: digestOf(withoutTexts(rest)), details: digestOf({ po_number, vat_number, billing_address }) };
}

export function writeInvoiceFingerprint({ core, details }: InvoiceFingerprint): string {
  return `${core}.${details}`;
}

export function readInvoiceFingerprint(text: string | undefined): InvoiceFingerprint | undefined {
  const [core, details] = text?.split('.') ?? [];
  return core === undefined || details === undefined ? undefined : { core, details };
}

/**
 * Digest of a credit note without what follows from the invoice's present state (type, status, allocations), from
 * configuration (the reason), and descriptive texts.
 */
export function creditNoteFingerprint(params: ImportCreditNoteParams): string {
  const { type: _type, status: _status, allocations: _allocations, create_reason_code: _reason, ...rest } = params;
  return digestOf(withoutTexts(rest));
}

/** Digest of what a payment says, and the invoice it was recorded on, where it can be found again. */
export interface PaymentFingerprint {
  readonly core: string;
  readonly invoiceId: string;
}

export function paymentFingerprint(facts: PaymentFacts, invoiceId: string): PaymentFingerprint {
  return { core: digestOf({ ...facts, invoiceId }), invoiceId };
}

export function writePaymentFingerprint({ core, invoiceId }: PaymentFingerprint): string {
  return `${core}/${invoiceId}`;
}

export function readPaymentFingerprint(text: string | undefined): PaymentFingerprint | undefined {
  const [core, invoiceId] = text?.split('/') ?? [];
  return core === undefined || invoiceId === undefined ? undefined : { core, invoiceId };
}

function withoutTexts<T extends Pick<ImportInvoiceParams, 'line_items' | 'discounts'>>(params: T) {
  const untold = (rows: ImportInvoiceParams['discounts']) => rows?.map(({ description: _text, ...row }) => row);
  return { ...params, line_items: untold(params.line_items), discounts: untold(params.discounts) };
}

function digestOf(value: object): string {
  return stateDigest(value).slice(0, DIGITS);
}

/**
 * The idempotency key of one call of one event, at most 100 characters. The body has a part in it: should a changed
 * connection lead to other bytes, Chargebee must not take them for a retry gone wrong.
 * @see https://apidocs.chargebee.com/docs/api/idempotency
 */
export function idempotencyKey(eventId: string, call: ChargebeeCall): string {
  const digest = createHash('sha256')
    .update(stateDigest({ ...call }))
    .digest('hex')
    .slice(0, DIGITS);
  return `${eventId}.${digest}`;
}
