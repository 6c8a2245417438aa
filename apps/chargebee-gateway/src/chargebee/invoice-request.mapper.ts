import { createHash } from 'node:crypto';
import { isZeroDecimal, type DocumentLine, type Invoice } from '@ledgerbridge/contracts';
import { toAddressParams, toWholeAddress, type AddressParams } from './address.mapper.js';
import { UnfitRecordError } from './chargebee.errors.js';
import { defined } from './chargebee-request.js';
import type { AcceptsSettings } from './connection-settings.js';
import { documentTaxes, type DocumentTax } from './document-taxes.js';
import { cleanText, truncated, whole } from './fit-text.js';
import type { FormRow } from './form-encoder.js';
import { LIMITS } from './limits.js';
import { toMinorUnits } from './minor-units.js';
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
  readonly accepts: Pick<AcceptsSettings, 'originalNumberField'>;
}

/**
 * A canonical invoice as an import that keeps its number and every amount as the source states it: lines by `amount`,
 * never by a unit price.
 * @throws UnfitRecordError naming the field that has no place in Chargebee
 */
export function toImportInvoice(invoice: Invoice, target: InvoiceTarget): ImportInvoiceParams {
  const { currency, totals } = invoice;
  const total = toMinorUnits(totals.total, currency, 'totals.total');
  if (total < 0) throw new UnfitRecordError('NEGATIVE_TOTAL', 'an invoice cannot owe money', { field: 'totals.total' });
  if (invoice.lines.length === 0) throw new UnfitRecordError('NO_LINES', 'an import needs a line', { field: 'lines' });
  const taxes = documentTaxes(invoice);
  const date = dayToUnixSeconds(invoice.issuedOn, target.timeZone);
  const discounts = discountRows(invoice, target.id);
  return defined({
    id: target.id,
    customer_id: target.customerId,
    currency_code: currency,
    date,
    due_date: invoice.dueOn === undefined ? undefined : dayToUnixSeconds(invoice.dueOn, target.timeZone),
    total,
    price_type: 'tax_exclusive' as const,
    round_off: roundOff(invoice),
    ...settlement(invoice, total, date),
    ...detailsOf(invoice, target),
    line_items: invoice.lines.map((line, index) => lineRow(invoice, line, index, taxes, target.id)),
    discounts: discounts.length === 0 ? undefined : discounts,
    taxes: taxes.length === 0 ? undefined : taxes.map(({ name, rate, amount }) => ({ name, rate, amount })),
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

/** `paid`, with a payment of the whole, only where the source owes nothing any more and calls it paid itself. */
function settlement(invoice: Invoice, total: number, date: number): Pick<ImportInvoiceParams, 'status' | 'payments'> {
  const isPaid = invoice.status === 'paid' && isZeroDecimal(invoice.balance) && total > 0;
  if (!isPaid) return { status: 'payment_due' };
  return { status: 'paid', payments: [{ amount: total, payment_method: 'other', date }] };
}

function roundOff({ totals, currency }: Invoice): number | undefined {
  const amount = toMinorUnits(totals.rounding, currency, 'totals.rounding');
  if (Math.abs(amount) > LIMITS.roundOff) {
    throw new UnfitRecordError('ROUNDING_TOO_LARGE', `rounding of ${totals.rounding}: an import takes 99 units`, {
      field: 'totals.rounding',
      amount: totals.rounding,
    });
  }
  return amount === 0 ? undefined : amount;
}

function lineRow(
  invoice: Invoice,
  line: DocumentLine,
  index: number,
  taxes: readonly DocumentTax[],
  invoiceId: string,
): FormRow {
  const carried = taxes.filter(({ byLine }) => byLine[index] !== 0);
  return defined({
    id: lineId(invoiceId, line),
    description: descriptionOf(line) ?? `Line ${index + 1}`,
    entity_type: 'adhoc',
    amount: toMinorUnits(line.amount, invoice.currency, `lines[${index}].amount`),
    ...Object.fromEntries(
      carried.flatMap(({ name, byLine }, position) => [
        [`tax${position + 1}_name`, name],
        [`tax${position + 1}_amount`, byLine[index]],
      ]),
    ),
  });
}

/** An import refuses a line without one. */
function descriptionOf({ description, itemCode }: DocumentLine): string | undefined {
  return truncated(description, LIMITS.lineDescription) ?? truncated(itemCode, LIMITS.lineDescription);
}

function discountRows(invoice: Invoice, invoiceId: string): FormRow[] {
  const { currency } = invoice;
  const ofLines = invoice.lines.map((line, index) => ({
    entity_type: 'item_level_discount',
    line_item_id: lineId(invoiceId, line),
    description: truncated(line.description, LIMITS.discountDescription) ?? 'Discount',
    amount: toMinorUnits(line.discount ?? '0', currency, `lines[${index}].discount`),
  }));
  const ofDocument = invoice.discounts.map((discount, index) => ({
    entity_type: 'document_level_discount',
    description: truncated(discount.description, LIMITS.discountDescription) ?? 'Discount',
    amount: toMinorUnits(discount.amount, currency, `discounts[${index}].amount`),
  }));
  return [...ofLines, ...ofDocument].filter(({ amount }) => amount !== 0);
}

/** Unique on the site and the same at every try; a discount names its line by it. */
function lineId(invoiceId: string, { id }: DocumentLine): string {
  return `li_${createHash('sha256')
    .update(JSON.stringify([invoiceId, id.toWellFormed()]))
    .digest('hex')
    .slice(0, 24)}`;
}
