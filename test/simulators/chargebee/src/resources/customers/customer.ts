import type { Resource } from '../resource.js';
import type { Address } from '../address.js';

/** A customer as the API shows it. */
export interface Customer extends Resource {
  object: 'customer';
  auto_collection: 'on' | 'off';
  net_term_days: number;
  allow_direct_debit: boolean;
  created_at: number;
  taxability: 'taxable' | 'exempt';
  pii_cleared: 'active';
  channel: 'web';
  deleted: boolean;
  card_status: 'no_card' | 'valid';
  preferred_currency_code: string;
  promotional_credits: number;
  refundable_credits: number;
  excess_payments: number;
  unbilled_charges: number;
  billing_address?: Address;
  vat_number?: string;
  vat_number_prefix?: string;
}
