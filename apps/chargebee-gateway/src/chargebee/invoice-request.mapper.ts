import { isZeroDecimal, type Invoice } from '@ledgerbridge/contracts';
import { toAddressParams, toWholeAddress, type AddressParams } from './address.mapper.js';
import { defined } from './chargebee-request.js';
import type { AcceptsSettings } from './connection-settings.js';
import { toDocumentParts } from './document-parts.mapper.js';
import { cleanText, whole } from './fit-text.js';
import type { FormRow } from './form-encoder.js';
import { LIMITS } from './limits.js';
import { dayToUnixSeconds } from './site-day.js';

/** Parameters of `import_invoice`: money in smallest units, instants in Unix seconds. */
export interface ImportInvoiceParams {
  readonly id: string;
  readonly customer_id: string;
  readonly currency_code: string;
  readonly date: number;
  readonly due_date?: number;
  readonly total: number;
  readonly price_type: 'tax_exclusive';
  readonly status: 'payment_due' | 'paid';
  readonly round_off?: number;
  readonly po_number?: string;
  readonly vat_number?: string;
  readonly billing_address?: AddressParams;
  readonly line_items: readonly FormRow[];
  readonly discounts?: readonly FormRow[];
  readonly taxes?: readonly FormRow[];
  readonly payments?: readonly FormRow[];
  readonly [customField: `cf_${string}`]: string;
}

export interface InvoiceTarget {
  /** The invoice's id on the site. */
  readonly id: string;
  /** The customer's id on the site. */
  readonly customerId: string;
  readonly timeZone: string;
  readonly accepts: Partial<Pick<AcceptsSettings, 'originalNumberField' | 'recordPayments'>>;
}

/**
 * A canonical invoice as an import that keeps its number and every amount.
 * @throws UnfitRecordError naming the field that has no place in Chargebee
 */
export function toImportInvoice(invoice: Invoice, target: InvoiceTarget): ImportInvoiceParams {
  const { total, rounding, rows } = toDocumentParts(invoice, target.id);
  const date = dayToUnixSeconds(invoice.issuedOn, target.timeZone);
  return defined({
    id: target.id,
    customer_id: target.customerId,
    currency_code: invoice.currency,
    date,
    due_date: invoice.dueOn === undefined ? undefined : dayToUnixSeconds(invoice.dueOn, target.timeZone),
    total,
    price_type: 'tax_exclusive' as const,
    round_off: rounding,
    ...settlement(invoice, target, total, date),
    ...detailsOf(invoice, target),
    ...rows,
  });
}

/** What may still be changed on an invoice that exists. */
export type InvoiceDetailsParams = Pick<ImportInvoiceParams, 'po_number' | 'vat_number' | 'billing_address'>;

/**
 * The same details for an update: an order number or a part of the address that is gone is emptied. Without a tax
 * number of its own the invoice keeps the one Chargebee took from the customer.
 */
export function toUpdateDetails(params: InvoiceDetailsParams): InvoiceDetailsParams {
  const { po_number = '', vat_number, billing_address } = params;
  return defined({
    po_number,
    vat_number,
    billing_address: billing_address === undefined ? undefined : toWholeAddress(billing_address),
  });
}

function detailsOf(invoice: Invoice, { id, accepts }: InvoiceTarget) {
  const field = accepts.originalNumberField as `cf_${string}` | undefined;
  const original = invoice.number === id ? undefined : cleanText(invoice.number);
  const order = cleanText(invoice.purchaseOrder ?? '');
  return defined({
    po_number: whole(field === undefined ? withOriginal(order, original) : order, LIMITS.poNumber, 'purchaseOrder'),
    vat_number: whole(invoice.taxNumber, LIMITS.vatNumber, 'taxNumber'),
    billing_address: toAddressParams(invoice.billingAddress),
    ...(field === undefined || original === undefined ? {} : { [field]: original }),
  });
}

/** The source's own number, when the id cannot be it, beside the customer's order number. */
function withOriginal(order: string, original: string | undefined): string {
  if (original === undefined) return order;
  return order === '' ? original : `${order} [${original}]`;
}

/**
 * `paid`, with a payment of the whole, only where the source owes nothing any more and calls it paid itself; never
 * where payments are recorded one by one, or they would be there twice.
 */
function settlement(
  invoice: Invoice,
  { accepts }: InvoiceTarget,
  total: number,
  date: number,
): Pick<ImportInvoiceParams, 'status' | 'payments'> {
  const isPaid = invoice.status === 'paid' && isZeroDecimal(invoice.balance) && total > 0;
  if (!isPaid || accepts.recordPayments === true) return { status: 'payment_due' };
  return { status: 'paid', payments: [{ amount: total, payment_method: 'other', date }] };
}
