import type { Payment } from '@ledgerbridge/contracts';
import type { CashReceipt, ReceivablesDocument, ReceivablesKind } from '../documents/gp-document.js';
import type { MappingSettings } from '../mapping-settings.js';
import type { ReceiptKind } from '../settings/receipt-settings.js';
import { fits } from './accounts.js';
import { wholeAsSales } from './amounts.js';
import { distributeMemo, distributeReceipt } from './distributions.js';
import { headOf, type DocumentFrame } from './document-frame.js';
import { fitText } from './fit-text.js';
import { gpAmount } from './gp-amount.js';
import { LIMITS } from './limits.js';
import type { Effect } from './numbers.js';

/**
 * A successful payment; GP applies it to no invoice by itself.
 * @throws UnfitRecordError AMOUNT_DOES_NOT_FIT, NEGATIVE_AMOUNT, ACCOUNT_NOT_MAPPED; so do the others here
 */
export function toCashReceipt(payment: Payment, frame: DocumentFrame, mapping: MappingSettings): CashReceipt {
  const amount = gpAmount(payment.amount, payment.currency, 'amount');
  const { type, checkbook, cardType } = receiptKindOf(payment, mapping);
  const reference = fitText(frame.sourceId, LIMITS.reference, mapping.text);
  return {
    kind: 'cash-receipt',
    ...headOf('payment', frame, payment.currency, mapping),
    amount,
    method: type,
    ...(checkbook === undefined ? {} : { checkbookId: checkbook }),
    ...(type !== 'card' || cardType === undefined ? {} : { cardTypeId: cardType }),
    ...(reference === undefined ? {} : { reference }),
    ...(frame.distributions === 'automatic' ? {} : { distributions: distributeReceipt(payment, amount, mapping) }),
  };
}

/** Debit memo of money that went back to the customer: a refund or a reversal. */
export function toRefundMemo(payment: Payment, frame: DocumentFrame, mapping: MappingSettings): ReceivablesDocument {
  return toMemo('refund', 'debit-memo', payment, frame, mapping);
}

/** Debit memo that takes back a delivered payment which was voided or deleted. */
export function toPaymentUndone(payment: Payment, frame: DocumentFrame, mapping: MappingSettings): ReceivablesDocument {
  return toMemo('payment-undone', 'debit-memo', payment, frame, mapping);
}

/** Credit memo that undoes the debit memo of a refund which was voided or deleted. */
export function toRefundUndone(payment: Payment, frame: DocumentFrame, mapping: MappingSettings): ReceivablesDocument {
  return toMemo('refund-undone', 'credit-memo', payment, frame, mapping);
}

function toMemo(
  effect: Effect,
  kind: Exclude<ReceivablesKind, 'invoice'>,
  payment: Payment,
  frame: DocumentFrame,
  mapping: MappingSettings,
): ReceivablesDocument {
  const amounts = wholeAsSales(payment.amount, payment.currency);
  const head = headOf(effect, frame, payment.currency, mapping);
  if (frame.distributions === 'automatic') return { kind, ...head, ...amounts };
  return { kind, ...head, ...amounts, distributions: distributeMemo(kind, payment, amounts.salesAmount, mapping) };
}

function receiptKindOf({ method, gateway, currency }: Payment, { receipts }: MappingSettings): ReceiptKind {
  const rule = receipts.rules.find(
    (each) => fits(each.method, method) && fits(each.gateway, gateway) && fits(each.currency, currency),
  );
  return rule ?? receipts.default;
}
