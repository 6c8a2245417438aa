import type { UnitOfWork } from '../../store/unit-of-work.js';
import type { Invoice } from '../invoices/invoice.js';
import type { CreditNote } from './credit-note.js';

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
    create_reason_code: note.reason,
    status: 'adjusted',
    date: note.date,
    price_type: invoice.price_type,
    exchange_rate: 1,
    currency_code: invoice.currency_code,
    base_currency_code: invoice.base_currency_code,
    total: note.amount,
    sub_total: note.amount,
    amount_allocated: note.amount,
    amount_refunded: 0,
    amount_available: 0,
    deleted: false,
    object: 'credit_note',
    line_items: [],
    taxes: [],
    line_item_taxes: [],
    discounts: [],
    line_item_discounts: [],
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
