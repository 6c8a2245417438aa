import type { Payment, PaymentAllocation } from '@ledgerbridge/contracts';
import { defined } from '../chargebee-request.js';
import { fromMinorUnits } from '../minor-units.js';
import { tagIn } from '../payment-marker.js';
import {
  readAmount,
  readCurrency,
  readKey,
  readMinor,
  readOptionalKey,
  readParts,
  readRequiredDay,
  readRequiredMinor,
  readText,
  voidedAtOf,
  type Resource,
} from './fields.js';
import { ResourceNotCarried, type Origins, type ReadingContext } from './mapped-resource.js';
import { ResourceRejected, shapeOf } from './resource-rejected.js';

const KINDS: Readonly<Record<string, Payment['kind']>> = {
  payment: 'payment',
  refund: 'refund',
  payment_reversal: 'reversal',
};

const STATUSES: Readonly<Record<string, Payment['status']>> = {
  success: 'succeeded',
  failure: 'failed',
  late_failure: 'failed',
  voided: 'voided',
};

const UNSETTLED: ReadonlySet<unknown> = new Set(['in_progress', 'timeout', 'needs_attention']);

/**
 * Each transaction is one payment record. Allocations are as the site states them, whatever became of the payment.
 * @see https://apidocs.chargebee.com/docs/api/transactions
 * @throws ResourceRejected
 * @throws ResourceNotCarried authorization, payment-unsettled
 */
export function mapTransaction(resource: Resource, { timeZone, origins }: ReadingContext): Payment {
  if (resource['type'] === 'authorization') throw new ResourceNotCarried('authorization');
  const kind = kindOf(resource);
  const status = statusOf(resource);
  const currency = readCurrency(resource);
  const reference = readText(resource, 'reference_number', 200);
  const tag = tagIn(reference);
  return defined({
    number: readKey(resource, 'id'),
    kind,
    customerId: readKey(resource, 'customer_id', 'CUSTOMER_MISSING'),
    status,
    currency,
    amount: fromMinorUnits(readRequiredMinor(resource, 'amount'), currency),
    paidOn: readRequiredDay(resource, 'date', timeZone),
    method: readText(resource, 'payment_method', 100),
    gateway: resource['gateway'] === 'not_applicable' ? undefined : readText(resource, 'gateway', 100),
    reference: reference ?? readText(resource, 'id_at_gateway', 200),
    reversesPaymentId: kind === 'payment' ? undefined : reversedBy(resource),
    allocations: [...invoiceAllocations(resource, currency, origins), ...noteAllocations(resource, currency, origins)],
    voidedAt: voidedAtOf(resource, status),
    origin: tag === undefined ? undefined : origins.of('payment', tag),
  });
}

function kindOf({ type }: Resource): Payment['kind'] {
  const kind = typeof type === 'string' ? KINDS[type] : undefined;
  if (kind === undefined) throw new ResourceRejected('type', shapeOf(type), 'KIND_UNKNOWN');
  return kind;
}

function statusOf({ status, deleted, reversal_transaction_id: reversal }: Resource): Payment['status'] {
  if (deleted === true) return 'deleted';
  if (UNSETTLED.has(status)) throw new ResourceNotCarried('payment-unsettled');
  // the money came and went: the reversal, a transaction of its own, takes it back
  if (status === 'late_failure' && typeof reversal === 'string') return 'succeeded';
  const mapped = typeof status === 'string' ? STATUSES[status] : undefined;
  if (mapped === undefined) throw new ResourceRejected('status', shapeOf(status), 'STATUS_UNKNOWN');
  return mapped;
}

/** Which of these attributes a site fills is not documented alike for refunds and reversals; the first that is there. */
function reversedBy(resource: Resource): string | undefined {
  const [linked] = readParts(resource, 'linked_payments');
  return (
    readOptionalKey(resource, 'refunded_txn_id') ??
    readOptionalKey(resource, 'reference_transaction_id') ??
    (linked === undefined ? undefined : readOptionalKey(linked, 'id'))
  );
}

function invoiceAllocations(resource: Resource, currency: string, origins: Origins): PaymentAllocation[] {
  return readParts(resource, 'linked_invoices')
    .filter(isApplied)
    .map((link) => allocation('invoice', readKey(link, 'invoice_id'), link, currency, origins));
}

function noteAllocations(resource: Resource, currency: string, origins: Origins): PaymentAllocation[] {
  return readParts(resource, 'linked_credit_notes')
    .filter(isApplied)
    .map((link) => allocation('credit-note', readKey(link, 'cn_id'), link, currency, origins));
}

function isApplied(link: Resource): boolean {
  return (readMinor(link, 'applied_amount') ?? 0) !== 0;
}

function allocation(
  documentType: PaymentAllocation['documentType'],
  documentId: string,
  link: Resource,
  currency: string,
  origins: Origins,
): PaymentAllocation {
  const amount = readAmount(link, 'applied_amount', currency);
  return defined({ documentType, documentId, amount, origin: origins.of(documentType, documentId) });
}
