import type { Address } from '../address.js';
import type { LinkedCreditNote } from '../invoices/invoice.js';
import type { Resource } from '../resource.js';

export const CREDIT_NOTE_STATUSES = ['adjusted', 'refunded', 'refund_due', 'voided'] as const;

/** A credit note as the API shows it; amounts in minor units, positive. */
export interface CreditNote extends Resource {
  object: 'credit_note';
  customer_id: string;
  reference_invoice_id: string;
  type: 'adjustment' | 'refundable' | 'store';
  create_reason_code: string;
  status: (typeof CREDIT_NOTE_STATUSES)[number];
  date: number;
  currency_code: string;
  total: number;
  sub_total: number;
  amount_allocated: number;
  amount_refunded: number;
  amount_available: number;
  deleted: boolean;
  billing_address?: Address;
}

/** The credit note as its invoice shows it. */
export function linkedCreditNote(creditNote: CreditNote): LinkedCreditNote {
  return {
    cn_id: creditNote.id,
    cn_create_reason_code: creditNote.create_reason_code,
    cn_date: creditNote.date,
    cn_total: creditNote.total,
    cn_status: creditNote.status,
  };
}
