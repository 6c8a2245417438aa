import { columns, object } from '../../validation/composite-fields.js';
import type { Params } from '../../validation/field.js';
import { bool, currency, int, oneOf, required, text, time } from '../../validation/scalar-fields.js';
import { address } from '../address.js';
import { invoiceParts, OFFLINE_METHODS } from '../documents/document-fields.js';
import { INVOICE_STATUSES } from './invoice.js';

const PAYMENT_FIELDS = {
  id: text(40),
  amount: required(int({ min: 1 })),
  payment_method: required(oneOf(OFFLINE_METHODS)),
  date: time(),
  reference_number: text(100),
};

const NOTE_FIELDS = {
  entity_type: oneOf(['coupon', 'plan_item_price', 'addon_item_price', 'charge_item_price', 'plan', 'addon']),
  entity_id: text(50),
  note: text(65_000),
};

const REFERENCE_NUMBER_FIELDS = {
  id: text(40),
  type: required(oneOf(['kid', 'ocr', 'frn', 'fik', 'swiss_reference'])),
  number: required(text(100)),
};

export const IMPORT_INVOICE_FIELDS = {
  id: required(text(50)),
  currency_code: currency(),
  customer_id: text(50),
  subscription_id: text(50),
  po_number: text(100),
  price_type: oneOf(['tax_exclusive', 'tax_inclusive']),
  tax_override_reason: oneOf([
    'zero_rated',
    'id_exempt',
    'customer_exempt',
    'region_non_taxable',
    'product_exempt',
    'export',
    'high_value_physical_goods',
    'zero_value_item',
    'tax_not_configured_external_provider',
  ]),
  vat_number: text(20),
  vat_number_prefix: text(10),
  date: required(time()),
  total: required(int({ min: 0 })),
  round_off: int({ min: -99, max: 99 }),
  status: oneOf(INVOICE_STATUSES),
  voided_at: time(),
  void_reason_code: text(100),
  is_written_off: bool(),
  write_off_amount: int({ min: 0 }),
  write_off_date: time(),
  due_date: time(),
  net_term_days: int(),
  has_advance_charges: bool(),
  use_for_proration: bool(),
  paid_at: time(),
  credit_note: object({ id: text(50) }),
  billing_address: address(),
  shipping_address: address(),
  ...invoiceParts,
  payment_reference_numbers: columns(REFERENCE_NUMBER_FIELDS),
  payments: columns(PAYMENT_FIELDS),
  notes: columns(NOTE_FIELDS),
};

export type ImportInvoiceParams = Params<typeof IMPORT_INVOICE_FIELDS>;
