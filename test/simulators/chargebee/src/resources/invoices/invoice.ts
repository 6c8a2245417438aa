import type { Address } from '../address.js';
import type { Resource } from '../resource.js';

export const INVOICE_STATUSES = ['paid', 'posted', 'payment_due', 'not_paid', 'voided', 'pending'] as const;
export type InvoiceStatus = (typeof INVOICE_STATUSES)[number];

/** A payment as an invoice shows it. */
export interface LinkedPayment {
  txn_id: string;
  applied_amount: number;
  applied_at: number;
  txn_status: string;
  txn_date: number;
  txn_amount: number;
}

/** A credit note as an invoice shows it. */
export interface LinkedCreditNote {
  cn_id: string;
  cn_reason_code?: string;
  cn_create_reason_code: string;
  cn_date: number;
  cn_total: number;
  cn_status: string;
}

/** An invoice as the API shows it; amounts in minor units. */
export interface Invoice extends Resource {
  object: 'invoice';
  customer_id: string;
  status: InvoiceStatus;
  date: number;
  due_date?: number;
  currency_code: string;
  price_type: 'tax_exclusive' | 'tax_inclusive';
  total: number;
  sub_total: number;
  tax: number;
  amount_due: number;
  amount_paid: number;
  amount_adjusted: number;
  amount_to_collect: number;
  write_off_amount: number;
  credits_applied: number;
  dunning_status?: 'in_progress' | 'exhausted' | 'stopped' | 'success';
  next_retry_at?: number;
  paid_at?: number;
  voided_at?: number;
  deleted: boolean;
  billing_address?: Address;
  shipping_address?: Address;
  linked_payments: readonly LinkedPayment[];
  applied_credits: readonly Record<string, unknown>[];
  adjustment_credit_notes: readonly LinkedCreditNote[];
  issued_credit_notes: readonly LinkedCreditNote[];
}
