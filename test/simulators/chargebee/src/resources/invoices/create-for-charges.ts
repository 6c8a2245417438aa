import { blank, referenceNotFound, wrongValue } from '../../errors/param-errors.js';
import { defineOperation, type Call } from '../../operations/operation.js';
import { withoutEmpty } from '../../validation/attributes.js';
import { columns } from '../../validation/composite-fields.js';
import { bool, currency, decimal, int, oneOf, required, text, time } from '../../validation/scalar-fields.js';
import { address, newAddress } from '../address.js';
import { issueInvoice } from '../billing/issue-invoice.js';
import { itemPriceOf } from '../billing/item-prices.js';
import type { PricedLine } from '../billing/price-document.js';
import { share } from '../billing/rounding.js';
import type { Customer } from '../customers/customer.js';
import { documentCurrency } from '../documents/document-currency.js';
import { sum } from '../documents/totals.js';
import { resourceOf } from '../find-resource.js';
import type { Subscription } from '../subscriptions/subscription.js';

const MONTH_SECONDS = 31 * 86_400;
const PERCENT_SCALE = 1_000_000;

const FIELDS = {
  customer_id: text(50),
  subscription_id: text(50),
  currency_code: currency(),
  po_number: text(100),
  invoice_note: text(2000),
  remove_general_note: bool(),
  auto_collection: oneOf(['on', 'off']),
  net_term_days: int({ min: 0 }),
  invoice_date: time(),
  shipping_address: address(),
  charges: columns({
    amount: required(int({ min: 1 })),
    description: required(text(250)),
    entity_description: text(500),
    taxable: bool(),
    tax_profile_id: text(50),
    date_from: time(),
    date_to: time(),
  }),
  item_prices: columns({
    item_price_id: required(text(100)),
    quantity: int({ min: 1 }),
    unit_price: int({ min: 0 }),
    date_from: time(),
    date_to: time(),
    description: text(250),
  }),
  discounts: columns({
    percentage: decimal({ min: 0, max: 100 }),
    amount: int({ min: 0 }),
    apply_on: required(oneOf(['invoice_amount', 'specific_item_price'])),
    item_price_id: text(100),
  }),
};

type CreateCall = Call<typeof FIELDS>;

/** `POST /invoices/create_for_charge_items_and_charges`: one-off charges, taxed and numbered by the site. */
export const createForCharges = defineOperation({
  name: 'create_for_charge_items_and_charges',
  method: 'POST',
  path: '/invoices/create_for_charge_items_and_charges',
  fields: FIELDS,
  customFields: 'invoice',
  customer: ({ params }) => params.customer_id ?? undefined,
  run(call) {
    const { params, unit, site } = call;
    const { customer, subscription } = owner(call);
    const date = params.invoice_date ?? unit.now;
    if (date > unit.now) throw wrongValue('invoice_date', 'is in the future');
    if (date < unit.now - MONTH_SECONDS) throw wrongValue('invoice_date', 'is more than a month ago');
    const lines = withItemDiscounts(call, linesOf(call, customer, date, subscription?.id));
    if (lines.length === 0) throw blank('charges');
    const { invoice } = issueInvoice(call, {
      customer,
      lines,
      date,
      currency: subscription?.currency_code ?? documentCurrency(params.currency_code, site),
      subscriptionId: subscription?.id,
      documentDiscount: documentDiscount(call, lines),
      netTermDays: params.net_term_days,
      autoCollection: params.auto_collection,
      extra: withoutEmpty({
        po_number: params.po_number,
        notes: params.invoice_note ? [{ note: params.invoice_note }] : undefined,
        shipping_address: newAddress(params.shipping_address, 'shipping_address'),
        ...call.custom,
      }),
    });
    return { invoice };
  },
});

function owner(call: CreateCall): { customer: Customer; subscription?: Subscription } {
  const { customer_id: customerId, subscription_id: subscriptionId } = call.params;
  if (customerId && subscriptionId) throw wrongValue('subscription_id', 'should not be sent with customer_id');
  if (customerId) return { customer: resourceOf<Customer>(call, 'customer', 'customer_id', customerId) };
  if (!subscriptionId) throw blank('customer_id');
  const subscription = resourceOf<Subscription>(call, 'subscription', 'subscription_id', subscriptionId);
  return { subscription, customer: resourceOf<Customer>(call, 'customer', 'customer_id', subscription.customer_id) };
}

function linesOf(
  { params, unit, site }: CreateCall,
  customer: Customer,
  date: number,
  subscriptionId?: string,
): PricedLine[] {
  const exempt = customer.taxability === 'exempt';
  const charges = (params.charges ?? []).map((row) => ({
    id: unit.newId('li_'),
    description: row.description,
    unitAmount: row.amount,
    quantity: 1,
    amount: row.amount,
    entityType: 'adhoc',
    dateFrom: row.date_from ?? date,
    dateTo: row.date_to ?? date,
    taxable: !exempt && row.taxable !== false,
    subscriptionId,
  }));
  const items = (params.item_prices ?? []).map((row) => {
    const price = itemPriceOf(site, row.item_price_id, `item_prices[item_price_id][${row.index}]`);
    if (price.itemType === 'plan') throw wrongValue(`item_prices[item_price_id][${row.index}]`, 'is a plan');
    const [unitAmount, quantity] = [row.unit_price ?? price.price, row.quantity ?? 1];
    return {
      id: unit.newId('li_'),
      description: row.description ?? price.name,
      unitAmount,
      quantity,
      amount: unitAmount * quantity,
      entityType: `${price.itemType}_item_price`,
      entityId: price.id,
      dateFrom: row.date_from ?? date,
      dateTo: row.date_to ?? date,
      taxable: !exempt && price.taxable,
      subscriptionId,
    };
  });
  return [...items, ...charges];
}

function withItemDiscounts({ params }: CreateCall, lines: PricedLine[]): PricedLine[] {
  const rows = (params.discounts ?? []).filter((row) => row.apply_on === 'specific_item_price');
  for (const row of rows) {
    if (row.item_price_id === undefined) throw blank(`discounts[item_price_id][${row.index}]`);
    if (!lines.some((line) => line.entityId === row.item_price_id)) {
      throw referenceNotFound(`discounts[item_price_id][${row.index}]`, row.item_price_id);
    }
  }
  return lines.map((line) => {
    const own = rows.filter((row) => row.item_price_id === line.entityId);
    return { ...line, discount: Math.min(line.amount, sum(own.map((row) => discountOf(row, line.amount)))) };
  });
}

function documentDiscount({ params }: CreateCall, lines: readonly PricedLine[]): number {
  const amount = sum(lines.map((line) => line.amount - (line.discount ?? 0)));
  const rows = (params.discounts ?? []).filter((row) => row.apply_on === 'invoice_amount');
  return Math.min(amount, sum(rows.map((row) => discountOf(row, amount))));
}

function discountOf(
  row: { index: number; percentage?: number | undefined; amount?: number | undefined },
  of: number,
): number {
  if (row.amount !== undefined) return row.amount;
  if (row.percentage === undefined) throw blank(`discounts[amount][${row.index}]`);
  return share(of, Math.round(row.percentage * PERCENT_SCALE), 100 * PERCENT_SCALE);
}
