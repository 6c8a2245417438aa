import type { Resource } from '../resource.js';

/** A payment or refund as the API shows it; amounts in minor units, positive for both. */
export interface Transaction extends Resource {
  object: 'transaction';
  customer_id: string;
  type: 'payment' | 'refund';
  status: 'success' | 'failure' | 'late_failure';
  payment_method: string;
  gateway: 'not_applicable';
  date: number;
  amount: number;
  currency_code: string;
  deleted: boolean;
  linked_invoices?: readonly { invoice_id: string; [attribute: string]: unknown }[];
}
