import type { UnitCall } from '../../operations/operation.js';
import { withoutEmpty } from '../../validation/attributes.js';
import { linkedCreditNote, type CreditNote } from '../credit-notes/credit-note.js';
import { useCredit } from '../credit-notes/new-credit-note.js';
import type { Transaction } from './transaction.js';

interface Refund {
  amount: number;
  method: string;
  date: number;
  /** The payment that is given back, when one is. */
  payment?: Transaction | undefined;
  extra?: Record<string, unknown>;
}

/** Stores a refund of a note's open credit: the refund, the note and the payment all show each other. */
export function storeRefund(
  call: UnitCall,
  before: CreditNote,
  refund: Refund,
): { note: CreditNote; transaction: Transaction } {
  const { unit } = call;
  const id = unit.newId('txn_');
  const applied = { txn_id: id, txn_status: 'success', txn_date: refund.date, txn_amount: refund.amount };
  const note = useCredit(call, before, {
    refund: { ...applied, applied_amount: refund.amount, applied_at: unit.now },
  });
  const { cn_status, ...link } = linkedCreditNote(note);
  const transaction = unit.put<Transaction>('transaction', {
    id,
    customer_id: note.customer_id,
    payment_method: refund.method,
    gateway: 'not_applicable',
    type: 'refund',
    date: refund.date,
    exchange_rate: 1,
    amount: refund.amount,
    status: 'success',
    deleted: false,
    object: 'transaction',
    currency_code: note.currency_code,
    base_currency_code: note.base_currency_code,
    linked_credit_notes: [
      {
        ...link,
        cn_status,
        cn_reference_invoice_id: note.reference_invoice_id,
        applied_amount: refund.amount,
        applied_at: unit.now,
      },
    ],
    ...withoutEmpty({
      subscription_id: note.subscription_id,
      refunded_txn_id: refund.payment?.id,
      ...gatewayOf(refund.payment, () => unit.newId('cb_')),
      ...refund.extra,
    }),
  });
  if (refund.payment !== undefined) {
    const refunds = [...(refund.payment.linked_refunds ?? []), applied];
    unit.put<Transaction>('transaction', { ...refund.payment, linked_refunds: refunds });
  }
  return { note, transaction };
}

/** What of a payment was given back so far. */
export function refundedOf(payment: Transaction): number {
  return (payment.linked_refunds ?? []).reduce((sum, link) => sum + link.txn_amount, 0);
}

/** A refund through the gateway carries what tells its payment's gateway apart. */
function gatewayOf(payment: Transaction | undefined, newId: () => string): Record<string, unknown> {
  if (payment === undefined || payment.gateway === 'not_applicable') return {};
  const { gateway, gateway_account_id, payment_source_id, masked_card_number } = payment;
  return { gateway, gateway_account_id, payment_source_id, masked_card_number, id_at_gateway: newId() };
}
