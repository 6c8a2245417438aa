import type { UnitOfWork } from '../../store/unit-of-work.js';
import type { Invoice } from '../invoices/invoice.js';
import { withoutEmpty } from '../../validation/attributes.js';
import { reasonCodeOf, type CreditNote } from './credit-note.js';
import { creditedParts, creditedTotal } from './credited-parts.js';

/** Stores the adjustment credit note that a write-off or a void leaves behind; the invoice's own link is for the caller to keep. */
export function storeAdjustmentNote(
  unit: UnitOfWork,
  invoice: Invoice,
  note: { id: string; amount: number; reason: string; date: number },
): CreditNote {
  return unit.put<CreditNote>('credit_note', {
    id: note.id,
    customer_id: invoice.customer_id,
    reference_invoice_id: invoice.id,
    type: 'adjustment',
    ...withoutEmpty({ reason_code: reasonCodeOf(note.reason) }),
    create_reason_code: note.reason,
    status: 'adjusted',
    date: note.date,
    price_type: invoice.price_type,
    exchange_rate: 1,
    currency_code: invoice.currency_code,
    base_currency_code: invoice.base_currency_code,
    total: note.amount,
    amount_allocated: note.amount,
    amount_refunded: 0,
    amount_available: 0,
    deleted: false,
    object: 'credit_note',
    ...creditedParts(invoice, creditedTotal(invoice, note.amount), (prefix) => unit.newId(prefix), note.date),
    linked_refunds: [],
    allocations: [
      {
        invoice_id: invoice.id,
        allocated_amount: note.amount,
        allocated_at: unit.now,
        invoice_date: invoice.date,
        invoice_status: invoice.status,
      },
    ],
  });
}
