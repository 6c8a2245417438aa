import type { Resource } from '../resource.js';

/** A payment or refund as the API shows it; amounts in minor units, positive for both. */
export interface Transaction extends Resource {
  object: 'transaction';
  customer_id: string;
  type: 'payment' | 'refund' | 'payment_reversal' | 'authorization';
  status: 'success' | 'failure' | 'late_failure' | 'in_progress' | 'voided';
  payment_method: string;
  /** `not_applicable` for payments made elsewhere, `chargebee` for the test gateway. */
  gateway: 'not_applicable' | 'chargebee';
  date: number;
  amount: number;
  currency_code: string;
  deleted: boolean;
  amount_unused?: number;
  linked_refunds?: readonly { txn_id: string; txn_status: string; txn_amount: number; txn_date: number }[];
  linked_credit_notes?: readonly Record<string, unknown>[];
  linked_invoices?: readonly { invoice_id: string; [attribute: string]: unknown }[];
}
