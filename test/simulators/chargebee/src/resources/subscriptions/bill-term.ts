import type { UnitCall } from '../../operations/operation.js';
import { withoutEmpty } from '../../validation/attributes.js';
import { issueInvoice } from '../billing/issue-invoice.js';
import { itemPriceOf } from '../billing/item-prices.js';
import type { PricedLine } from '../billing/price-document.js';
import type { Customer } from '../customers/customer.js';
import type { Invoice } from '../invoices/invoice.js';
import { periodEnd, type Subscription } from './subscription.js';

/** Starts the term that begins at the given second, bills it in advance and answers both; one-off charges are billed in the first term only. */
export function billTerm(
  call: UnitCall,
  before: Subscription,
  start: number,
): { subscription: Subscription; invoice: Invoice } {
  const { unit } = call;
  const first = before.current_term_start === undefined;
  const end = periodEnd(start, before.billing_period, before.billing_period_unit);
  const cycles = before.remaining_billing_cycles;
  const lastTerm = cycles === 1;
  const { next_billing_at: _before, ...rest } = before;
  const subscription = unit.put<Subscription>('subscription', {
    ...rest,
    status: lastTerm ? 'non_renewing' : 'active',
    current_term_start: start,
    current_term_end: end,
    ...(lastTerm ? {} : { next_billing_at: end }),
    ...(cycles === undefined ? {} : { remaining_billing_cycles: cycles - 1 }),
    ...(first ? { started_at: start, activated_at: start } : {}),
  });
  const { invoice } = issueInvoice(call, {
    customer: unit.find<Customer>('customer', before.customer_id) as Customer,
    lines: linesOf(call, subscription, { start, end, first }),
    currency: before.currency_code,
    date: start,
    subscriptionId: before.id,
    netTermDays: before.net_term_days,
    autoCollection: before.auto_collection,
    pending: before.create_pending_invoices === true,
    extra: withoutEmpty({ po_number: before.po_number, shipping_address: before.shipping_address }),
  });
  return { subscription, invoice };
}

function linesOf(
  { site, unit }: UnitCall,
  subscription: Subscription,
  term: { start: number; end: number; first: boolean },
): PricedLine[] {
  return subscription.subscription_items
    .filter((item) => item.item_type !== 'charge' || term.first)
    .map((item) => {
      const price = itemPriceOf(site, item.item_price_id, 'subscription_items');
      return {
        id: unit.newId('li_'),
        description: price.name,
        unitAmount: item.unit_price,
        quantity: item.quantity,
        amount: item.amount,
        entityType: `${item.item_type}_item_price`,
        entityId: item.item_price_id,
        subscriptionId: subscription.id,
        dateFrom: term.start,
        dateTo: item.item_type === 'charge' ? term.start : term.end,
        taxable: price.taxable,
      };
    });
}
