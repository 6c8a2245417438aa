import type { UnitCall } from '../../operations/operation.js';
import { withoutEmpty } from '../../validation/attributes.js';
import { nextNumber } from '../billing/number-series.js';
import { storeCreditNote, storeInvoice } from '../billing/store-linked.js';
import type { Customer } from '../customers/customer.js';
import { sum } from '../documents/totals.js';
import type { Invoice } from '../invoices/invoice.js';
import { settled } from '../invoices/settle-invoice.js';
import { linkedCreditNote, reasonCodeOf, type CreditNote } from './credit-note.js';
import { creditedParts, creditedTotal, type CreditedLine } from './credited-parts.js';

interface NewNote {
  type: 'adjustment' | 'refundable';
  /** Reason of the site's list, such as `Write Off`. */
  reason: string;
  date: number;
  /** Either a total over all lines, or what is credited of each. */
  credited: number | readonly CreditedLine[];
  extra?: Record<string, unknown>;
}

/** The credit note of the site's own series, and its invoice after it: an adjustment lowers what is due, a refundable one waits with the customer. */
export function issueCreditNote(
  call: UnitCall,
  invoice: Invoice,
  note: NewNote,
): { note: CreditNote; invoice: Invoice } {
  const { unit } = call;
  const lines = typeof note.credited === 'number' ? creditedTotal(invoice, note.credited) : note.credited;
  const total = typeof note.credited === 'number' ? note.credited : sum(lines.map((line) => line.gross));
  const stored = unit.put<CreditNote>('credit_note', {
    ...draft(call, invoice, note, total),
    ...creditedParts(invoice, lines, (prefix) => unit.newId(prefix), note.date),
    ...withoutEmpty(note.extra ?? {}),
  });
  const link = linkedCreditNote(stored);
  if (note.type === 'refundable') {
    changeCredits(call, invoice.customer_id, total);
    const issued = [...invoice.issued_credit_notes, link];
    return { note: stored, invoice: storeInvoice(unit, { ...invoice, issued_credit_notes: issued }) };
  }
  const adjusted = { ...invoice, adjustment_credit_notes: [...invoice.adjustment_credit_notes, link] };
  const after = storeInvoice(unit, settled(adjusted, note.date));
  return { note: unit.find<CreditNote>('credit_note', stored.id) as CreditNote, invoice: after };
}

function draft(call: UnitCall, invoice: Invoice, note: NewNote, total: number) {
  const adjustment = note.type === 'adjustment';
  const allocation = {
    invoice_id: invoice.id,
    allocated_amount: total,
    allocated_at: note.date,
    invoice_date: invoice.date,
    invoice_status: invoice.status,
  };
  return {
    ...withoutEmpty({
      subscription_id: invoice.subscription_id,
      reason_code: reasonCodeOf(note.reason),
      billing_address: invoice.billing_address,
      vat_number: invoice.vat_number,
    }),
    id: nextNumber(call, 'credit_note'),
    customer_id: invoice.customer_id,
    reference_invoice_id: invoice.id,
    type: note.type,
    create_reason_code: note.reason,
    status: adjustment ? ('adjusted' as const) : ('refund_due' as const),
    date: note.date,
    generated_at: call.unit.now,
    price_type: invoice.price_type,
    exchange_rate: 1,
    currency_code: invoice.currency_code,
    base_currency_code: invoice.base_currency_code,
    total,
    amount_allocated: adjustment ? total : 0,
    amount_refunded: 0,
    amount_available: adjustment ? 0 : total,
    deleted: false,
    object: 'credit_note' as const,
    linked_refunds: [],
    allocations: adjustment ? [allocation] : [],
  };
}

/** Moves the customer's open credit by the amount. */
export function changeCredits({ unit }: UnitCall, customerId: string, by: number): void {
  const customer = unit.find<Customer>('customer', customerId);
  if (customer === undefined || by === 0) return;
  unit.put<Customer>('customer', { ...customer, refundable_credits: customer.refundable_credits + by });
}

/** Takes some of the note's open credit for a refund or an invoice; the note is refunded when nothing is left. */
export function useCredit(
  call: UnitCall,
  note: CreditNote,
  use: {
    allocated?: Record<string, unknown> & { allocated_amount: number };
    refund?: Record<string, unknown> & { applied_amount: number };
  },
): CreditNote {
  const amount = (use.allocated?.allocated_amount ?? 0) + (use.refund?.applied_amount ?? 0);
  const available = note.amount_available - amount;
  changeCredits(call, note.customer_id, -amount);
  return storeCreditNote(call.unit, {
    ...note,
    amount_available: available,
    amount_allocated: note.amount_allocated + (use.allocated?.allocated_amount ?? 0),
    amount_refunded: note.amount_refunded + (use.refund?.applied_amount ?? 0),
    allocations: [...((note.allocations ?? []) as object[]), ...(use.allocated === undefined ? [] : [use.allocated])],
    linked_refunds: [...((note.linked_refunds ?? []) as object[]), ...(use.refund === undefined ? [] : [use.refund])],
    ...(available === 0 ? { status: 'refunded' as const, refunded_at: call.unit.now } : {}),
  });
}
