import { blank, duplicate, wrongValue } from '../../errors/param-errors.js';
import { defineOperation, type Call } from '../../operations/operation.js';
import { withoutEmpty } from '../../validation/attributes.js';
import { columns } from '../../validation/composite-fields.js';
import { bool, int, jsonObject, oneOf, required, text, time } from '../../validation/scalar-fields.js';
import { address, newAddress } from '../address.js';
import { itemPriceOf } from '../billing/item-prices.js';
import type { Customer } from '../customers/customer.js';
import { recordEvent } from '../events/record-event.js';
import { resourceAt } from '../find-resource.js';
import { billTerm } from './bill-term.js';
import type { Subscription, SubscriptionItem } from './subscription.js';

const FIELDS = {
  id: text(50),
  start_date: time(),
  billing_cycles: int({ min: 1 }),
  auto_collection: oneOf(['on', 'off']),
  net_term_days: int({ min: 0 }),
  po_number: text(100),
  create_pending_invoices: bool(),
  meta_data: jsonObject(),
  shipping_address: address(),
  subscription_items: columns({
    item_price_id: required(text(100)),
    quantity: int({ min: 1 }),
    unit_price: int({ min: 0 }),
  }),
};

type CreateCall = Call<typeof FIELDS>;

/** `POST /customers/{id}/subscription_for_items`: starts and bills at once, or at a start date to come. */
export const createSubscription = defineOperation({
  name: 'create_with_items',
  method: 'POST',
  path: '/customers/{id}/subscription_for_items',
  fields: FIELDS,
  customer: ({ id }) => id,
  run(call) {
    const { unit, params } = call;
    const customer = resourceAt<Customer>(call, 'customer');
    if (params.id && unit.find('subscription', params.id) !== undefined) throw duplicate('id', params.id);
    const start = params.start_date ?? unit.now;
    const planned = unit.put<Subscription>('subscription', planOf(call, customer, start));
    const started = start <= unit.now ? billTerm(call, planned, start) : undefined;
    const subscription = started?.subscription ?? planned;
    const content = { subscription, customer: unit.find<Customer>('customer', customer.id) as Customer };
    const invoice = started === undefined ? {} : { invoice: started.invoice };
    recordEvent(call, 'subscription_created', { ...content, ...invoice });
    return { ...content, ...invoice };
  },
});

function planOf(call: CreateCall, customer: Customer, start: number): Subscription {
  const { params, unit, site } = call;
  const items = itemsOf(call);
  const plan = items.find((item) => item.item_type === 'plan');
  if (plan === undefined) throw wrongValue('subscription_items[item_price_id][0]', 'a plan is needed');
  const price = itemPriceOf(site, plan.item_price_id, 'subscription_items');
  return withoutEmpty({
    id: params.id ?? unit.newId(''),
    customer_id: customer.id,
    status: 'future' as const,
    currency_code: price.currency,
    billing_period: price.period,
    billing_period_unit: price.periodUnit,
    start_date: start,
    next_billing_at: start,
    remaining_billing_cycles: params.billing_cycles,
    auto_collection: params.auto_collection,
    net_term_days: params.net_term_days,
    po_number: params.po_number,
    create_pending_invoices: params.create_pending_invoices ?? false,
    meta_data: params.meta_data,
    shipping_address: newAddress(params.shipping_address, 'shipping_address'),
    subscription_items: items,
    created_at: unit.now,
    has_scheduled_changes: false,
    has_scheduled_advance_invoices: false,
    due_invoices_count: 0,
    base_currency_code: site.currencies[0],
    exchange_rate: 1,
    channel: 'web',
    deleted: false,
    object: 'subscription' as const,
  });
}

function itemsOf({ params, site }: CreateCall): SubscriptionItem[] {
  const rows = params.subscription_items ?? [];
  if (rows.length === 0) throw blank('subscription_items[item_price_id][0]');
  return rows.map((row) => {
    const price = itemPriceOf(site, row.item_price_id, `subscription_items[item_price_id][${row.index}]`);
    const [quantity, unitPrice] = [row.quantity ?? 1, row.unit_price ?? price.price];
    return {
      item_price_id: price.id,
      item_type: price.itemType,
      quantity,
      unit_price: unitPrice,
      amount: quantity * unitPrice,
      object: 'subscription_item',
    };
  });
}
