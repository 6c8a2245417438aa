import { compareDecimals, type CanonicalEventOf, type RecordRef } from '@ledgerbridge/contracts';
import type { Decision } from '@ledgerbridge/eventing';
import { failed } from './document-rules.js';

type PaymentEvent = CanonicalEventOf<'payment'>;

/** The invoice that a plain payment pays with its whole amount; undefined for anything else. */
export function paidInvoice({ state, record }: PaymentEvent): RecordRef | undefined {
  const [allocation, ...more] = state.allocations;
  if (state.kind !== 'payment' || allocation?.documentType !== 'invoice' || more.length > 0) return undefined;
  if (state.amount.startsWith('-') || compareDecimals(allocation.amount, state.amount) !== 0) return undefined;
  return { connection: record.connection, type: 'invoice', sourceId: allocation.documentId };
}

/** Chargebee records a payment on one invoice; what else moves money needs a person who knows what it means there. */
export function notOfOneInvoice({ state }: PaymentEvent): Decision {
  if (state.kind !== 'payment') return failed('PAYMENT_KIND_NOT_RECORDED', { kind: state.kind });
  const allocations = state.allocations.map(({ documentType, documentId, amount }) => {
    return `${documentType}/${documentId}: ${amount}`;
  });
  return failed('PAYMENT_NOT_OF_ONE_INVOICE', { amount: state.amount, allocations });
}
