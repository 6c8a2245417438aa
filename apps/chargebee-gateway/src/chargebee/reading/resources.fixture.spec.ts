import type { Resource } from './fields.js';
import { NO_ORIGINS, type ReadingContext } from './mapped-resource.js';

/** 2026-03-31 22:30 in New York, 2026-04-01 in UTC. */
export const LATE_EVENING = Date.UTC(2026, 3, 1, 2, 30) / 1000;
export const VERSION = LATE_EVENING * 1000 + 123;

export function aContext(changes: Partial<ReadingContext> = {}): ReadingContext {
  return { connection: 'cb', timeZone: 'America/New_York', customFields: [], origins: NO_ORIGINS, ...changes };
}

/** A line of 100.00 as the site answers it. */
export function aLineItem(changes: Resource = {}): Resource {
  return {
    id: 'li_1',
    object: 'line_item',
    date_from: LATE_EVENING,
    date_to: LATE_EVENING + 30 * 86_400,
    unit_amount: 5_000,
    quantity: 2,
    amount: 10_000,
    is_taxed: false,
    tax_amount: 0,
    discount_amount: 0,
    item_level_discount_amount: 0,
    description: 'Basic plan',
    entity_type: 'plan_item_price',
    entity_id: 'basic-USD-monthly',
    subscription_id: 'sub_1',
    ...changes,
  };
}

/** An open invoice of one line over 100.00 USD. */
export function aSiteInvoice(changes: Resource = {}): Resource {
  return {
    id: 'INV-1',
    object: 'invoice',
    customer_id: 'cust_1',
    status: 'payment_due',
    price_type: 'tax_exclusive',
    currency_code: 'USD',
    date: LATE_EVENING,
    due_date: LATE_EVENING + 86_400,
    total: 10_000,
    sub_total: 10_000,
    tax: 0,
    amount_due: 10_000,
    line_items: [aLineItem()],
    resource_version: VERSION,
    updated_at: LATE_EVENING,
    deleted: false,
    ...changes,
  };
}

export function aSiteCreditNote(changes: Resource = {}): Resource {
  return {
    id: 'CN-1',
    object: 'credit_note',
    customer_id: 'cust_1',
    reference_invoice_id: 'INV-1',
    type: 'adjustment',
    create_reason_code: 'Order change',
    status: 'adjusted',
    price_type: 'tax_exclusive',
    currency_code: 'USD',
    date: LATE_EVENING,
    total: 10_000,
    sub_total: 10_000,
    line_items: [aLineItem()],
    allocations: [{ invoice_id: 'INV-1', allocated_amount: 10_000, allocated_at: LATE_EVENING }],
    resource_version: VERSION,
    deleted: false,
    ...changes,
  };
}

export function aTransaction(changes: Resource = {}): Resource {
  return {
    id: 'txn_1',
    object: 'transaction',
    customer_id: 'cust_1',
    type: 'payment',
    status: 'success',
    payment_method: 'card',
    gateway: 'stripe',
    id_at_gateway: 'ch_1',
    currency_code: 'USD',
    amount: 10_000,
    date: LATE_EVENING,
    linked_invoices: [{ invoice_id: 'INV-1', applied_amount: 10_000, applied_at: LATE_EVENING }],
    resource_version: VERSION,
    deleted: false,
    ...changes,
  };
}

export function aSiteCustomer(changes: Resource = {}): Resource {
  return {
    id: 'cust_1',
    object: 'customer',
    company: 'Acme Inc.',
    first_name: 'Ada',
    last_name: 'Byron',
    email: 'ada@acme.example',
    net_term_days: 30,
    taxability: 'taxable',
    preferred_currency_code: 'USD',
    billing_address: { line1: '1 Main St', city: 'Boston', state_code: 'MA', zip: '02101', country: 'US' },
    resource_version: VERSION,
    deleted: false,
    ...changes,
  };
}

export function aSubscription(changes: Resource = {}): Resource {
  return {
    id: 'sub_1',
    object: 'subscription',
    customer_id: 'cust_1',
    status: 'active',
    currency_code: 'USD',
    billing_period: 1,
    billing_period_unit: 'month',
    started_at: LATE_EVENING,
    current_term_end: LATE_EVENING + 30 * 86_400,
    subscription_items: [
      { item_price_id: 'basic-USD-monthly', item_type: 'plan', quantity: 2, unit_price: 5_000, amount: 10_000 },
    ],
    resource_version: VERSION,
    deleted: false,
    ...changes,
  };
}
