import { address } from '../address.js';
import { bool, currency, email, int, jsonArray, jsonObject, oneOf, text } from '../../validation/scalar-fields.js';

/** What create and update share. */
const COMMON_FIELDS = {
  first_name: text(150),
  last_name: text(150),
  email: email(),
  preferred_currency_code: currency(),
  phone: text(50),
  company: text(250),
  auto_collection: oneOf(['on', 'off']),
  net_term_days: int(),
  allow_direct_debit: bool(),
  taxability: oneOf(['taxable', 'exempt']),
  exemption_details: jsonArray(),
  customer_type: oneOf(['residential', 'business', 'senior_citizen', 'industrial']),
  client_profile_id: text(50),
  taxjar_exemption_category: oneOf(['wholesale', 'government', 'other']),
  locale: text(50),
  exempt_number: text(100),
  meta_data: jsonObject(),
  offline_payment_method: oneOf([
    'no_preference',
    'cash',
    'check',
    'bank_transfer',
    'ach_credit',
    'sepa_credit',
    'boleto',
    'us_automated_bank_transfer',
    'eu_automated_bank_transfer',
    'uk_automated_bank_transfer',
    'jp_automated_bank_transfer',
    'mx_automated_bank_transfer',
    'custom',
  ]),
  auto_close_invoices: bool(),
  consolidated_invoicing: bool(),
  invoice_notes: text(2000),
};

/** What create and update_billing_info share. */
const BILLING_FIELDS = {
  vat_number: text(20),
  vat_number_prefix: text(10),
  entity_identifier_scheme: text(50),
  entity_identifier_standard: text(50),
  registered_for_gst: bool(),
  business_customer_without_vat_number: bool(),
  is_einvoice_enabled: bool(),
  einvoicing_method: oneOf(['automatic', 'manual', 'site_default']),
};

export const CREATE_CUSTOMER_FIELDS = {
  id: text(50),
  ...COMMON_FIELDS,
  ...BILLING_FIELDS,
  business_entity_id: text(50),
  created_from_ip: text(50),
  billing_address: address(),
};

/** Neither `billing_address` nor `vat_number`: those have their own operation. */
export const UPDATE_CUSTOMER_FIELDS = { ...COMMON_FIELDS, fraud_flag: oneOf(['safe', 'fraudulent']) };

export const UPDATE_BILLING_INFO_FIELDS = { ...BILLING_FIELDS, billing_address: address() };
