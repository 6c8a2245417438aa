import type { Call } from '../../operations/operation.js';
import { withoutEmpty } from '../../validation/attributes.js';
import { newAddress } from '../address.js';
import type { Customer } from '../customers/customer.js';
import { documentCurrency } from '../documents/document-currency.js';
import { checkTotal, readDocumentParts } from '../documents/document-parts.js';
import type { IMPORT_INVOICE_FIELDS, ImportInvoiceParams } from './import-invoice-fields.js';
import { importedDueDate, importedStatus } from './import-rules.js';
import type { Invoice } from './invoice.js';

/** The imported invoice before payments and write-off, with addresses as they are at this moment. */
export function newInvoice(call: Call<typeof IMPORT_INVOICE_FIELDS>, customer: Customer): Invoice {
  const { params, site, switches, unit } = call;
  const status = importedStatus(params);
  const priceType = params.price_type ?? 'tax_exclusive';
  const parts = readDocumentParts(
    {
      lines: params.line_items ?? [],
      discounts: params.discounts ?? [],
      taxes: params.taxes ?? [],
      roundOff: params.round_off ?? 0,
      priceType,
      customerId: customer.id,
      date: params.date,
    },
    call,
  );
  checkTotal(params.total, parts.computedTotal, switches);
  return withoutEmpty({
    id: params.id,
    customer_id: customer.id,
    recurring: Boolean(params.subscription_id),
    status,
    price_type: priceType,
    currency_code: documentCurrency(params.currency_code, site),
    base_currency_code: site.currencies[0],
    exchange_rate: 1,
    total: params.total,
    amount_due: params.total,
    amount_to_collect: params.total,
    sub_total: parts.subTotal,
    tax: parts.tax,
    round_off_amount: params.round_off,
    first_invoice: !unit.hasInvoices(customer.id),
    new_sales_amount: params.total,
    generated_at: params.date,
    paid_at: status === 'paid' ? (params.paid_at ?? params.date) : undefined,
    ...datesOf(params, unit.now),
    ...referencesOf(params, customer),
    ...withoutEmpty(call.custom),
    ...newInvoiceState(),
    ...parts.views,
    notes: params.notes?.map(({ index: _index, ...note }) => note),
    billing_address: newAddress(params.billing_address, 'billing_address') ?? customer.billing_address,
    shipping_address: newAddress(params.shipping_address, 'shipping_address'),
  }) as Invoice;
}

function datesOf(params: ImportInvoiceParams, now: number) {
  return {
    date: params.date,
    due_date: importedDueDate(params),
    net_term_days: params.net_term_days ?? 0,
    voided_at: params.status === 'voided' ? (params.voided_at ?? now) : undefined,
    void_reason_code: params.void_reason_code,
  };
}

function referencesOf(params: ImportInvoiceParams, customer: Customer) {
  return {
    subscription_id: params.subscription_id,
    po_number: params.po_number,
    vat_number: params.vat_number ?? customer.vat_number,
    vat_number_prefix: params.vat_number_prefix ?? customer.vat_number_prefix,
    tax_override_reason: params.tax_override_reason,
    has_advance_charges: params.has_advance_charges ?? false,
  };
}

/** What every new invoice starts with. */
export function newInvoiceState() {
  return {
    amount_paid: 0,
    amount_adjusted: 0,
    write_off_amount: 0,
    credits_applied: 0,
    term_finalized: true,
    is_gifted: false,
    deleted: false,
    object: 'invoice',
    linked_payments: [],
    applied_credits: [],
    adjustment_credit_notes: [],
    issued_credit_notes: [],
    linked_orders: [],
    dunning_attempts: [],
  };
}
