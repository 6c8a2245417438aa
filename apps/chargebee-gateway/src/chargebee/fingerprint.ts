import { createHash } from 'node:crypto';
import { stateDigest } from '@ledgerbridge/contracts';
import type { ChargebeeCall } from './calls/chargebee-call.js';
import type { CreateCustomerParams } from './customer-request.mapper.js';
import type { ImportInvoiceParams } from './invoice-request.mapper.js';

const DIGITS = 32;

/** Digest of all that Chargebee shows of a customer. */
export function customerFingerprint(params: CreateCustomerParams): string {
  return stateDigest(params).slice(0, DIGITS);
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
  const untold = (rows: ImportInvoiceParams['discounts']) => rows?.map(({ description: _text, ...row }) => row);
  const core = { ...rest, line_items: untold(params.line_items), discounts: untold(params.discounts) };
  const digest = (value: object) => stateDigest(value).slice(0, DIGITS);
  return { core: digest(core), details: digest({ po_number, vat_number, billing_address }) };
}

export function writeInvoiceFingerprint({ core, details }: InvoiceFingerprint): string {
  return `${core}.${details}`;
}

export function readInvoiceFingerprint(text: string | undefined): InvoiceFingerprint | undefined {
  const [core, details] = text?.split('.') ?? [];
  return core === undefined || details === undefined ? undefined : { core, details };
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
