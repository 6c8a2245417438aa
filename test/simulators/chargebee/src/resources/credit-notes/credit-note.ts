import type { Address } from '../address.js';
import type { LinkedCreditNote } from '../invoices/invoice.js';
import type { Resource } from '../resource.js';

/** Fixed reason codes; a site's own reasons have none of them. */
export const REASON_CODES = [
  'write_off',
  'subscription_change',
  'subscription_cancellation',
  'subscription_pause',
  'chargeback',
  'product_unsatisfactory',
  'service_unsatisfactory',
  'order_change',
  'order_cancellation',
  'waiver',
  'other',
  'fraudulent',
] as const;
type ReasonCode = (typeof REASON_CODES)[number];

/** The fixed code of a reason such as `Write Off`; undefined for a reason of the site's own. */
export function reasonCodeOf(reason: string): ReasonCode | undefined {
  return REASON_CODES.find((code) => code === reason.toLowerCase().replaceAll(' ', '_'));
}

/** The reason as a site lists it: `write_off` is `Write Off`. */
export function reasonOf(code: ReasonCode): string {
  return code.replaceAll('_', ' ').replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
}

export const CREDIT_NOTE_STATUSES = ['adjusted', 'refunded', 'refund_due', 'voided'] as const;

/** A credit note as the API shows it; amounts in minor units, positive. */
export interface CreditNote extends Resource {
  object: 'credit_note';
  customer_id: string;
  reference_invoice_id: string;
  type: 'adjustment' | 'refundable' | 'store';
  create_reason_code: string;
  reason_code?: string;
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
  const { reason_code: reason } = creditNote;
  return {
    cn_id: creditNote.id,
    ...(reason === undefined ? {} : { cn_reason_code: reason }),
    cn_create_reason_code: creditNote.create_reason_code,
    cn_date: creditNote.date,
    cn_total: creditNote.total,
    cn_status: creditNote.status,
  };
}
