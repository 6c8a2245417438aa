import type { Subscription, SubscriptionItem } from '@ledgerbridge/contracts';
import { defined } from '../chargebee-request.js';
import { fromMinorUnits } from '../minor-units.js';
import {
  readCurrency,
  readDecimal,
  readInstant,
  readKey,
  readMinor,
  readParts,
  readText,
  readWhole,
  type Resource,
} from './fields.js';
import { ResourceRejected, shapeOf } from './resource-rejected.js';

const STATUSES: Readonly<Record<string, Subscription['status']>> = {
  future: 'future',
  in_trial: 'trial',
  active: 'active',
  non_renewing: 'non-renewing',
  paused: 'paused',
  cancelled: 'cancelled',
  // billed by another business entity from then on: for this customer it has ended
  transferred: 'cancelled',
};

const ITEM_KINDS: Readonly<Record<string, SubscriptionItem['kind']>> = {
  plan: 'plan',
  addon: 'addon',
  charge: 'charge',
};
const UNITS = ['day', 'week', 'month', 'year'] as const;

/**
 * A subscription of either product catalog.
 * @see https://apidocs.chargebee.com/docs/api/subscriptions
 * @throws ResourceRejected
 */
export function mapSubscription(resource: Resource): Subscription {
  const currency = readCurrency(resource);
  const unit = UNITS.find((each) => each === resource['billing_period_unit']);
  return defined({
    number: readKey(resource, 'id'),
    customerId: readKey(resource, 'customer_id', 'CUSTOMER_MISSING'),
    status: statusOf(resource),
    currency,
    billingPeriod: readWhole(resource, 'billing_period'),
    billingPeriodUnit: unit,
    items: [...catalog2Items(resource, currency), ...catalog1Items(resource, currency)],
    startedAt: readInstant(resource, 'started_at') ?? readInstant(resource, 'start_date'),
    currentTermEndsAt: readInstant(resource, 'current_term_end'),
    cancelledAt: readInstant(resource, 'cancelled_at'),
  });
}

function statusOf({ status, deleted }: Resource): Subscription['status'] {
  if (deleted === true) return 'deleted';
  const mapped = typeof status === 'string' ? STATUSES[status] : undefined;
  if (mapped === undefined) throw new ResourceRejected('status', shapeOf(status), 'STATUS_UNKNOWN');
  return mapped;
}

function catalog2Items(resource: Resource, currency: string): SubscriptionItem[] {
  return readParts(resource, 'subscription_items').flatMap((item) => {
    const itemCode = readText(item, 'item_price_id', 100);
    const kind = ITEM_KINDS[String(item['item_type'])] ?? 'charge';
    return itemCode === undefined ? [] : [itemOf(item, { itemCode, kind }, currency)];
  });
}

/** Sites of catalog 1 have one plan with attributes of its own, and add-ons. */
function catalog1Items(resource: Resource, currency: string): SubscriptionItem[] {
  const plan = readText(resource, 'plan_id', 100);
  const ofPlan = {
    quantity: resource['plan_quantity'],
    quantity_in_decimal: resource['plan_quantity_in_decimal'],
    unit_price: resource['plan_unit_price'],
    unit_price_in_decimal: resource['plan_unit_price_in_decimal'],
  };
  const addons = readParts(resource, 'addons').flatMap((addon) => {
    const itemCode = readText(addon, 'id', 100);
    return itemCode === undefined ? [] : [itemOf(addon, { itemCode, kind: 'addon' as const }, currency)];
  });
  return plan === undefined ? addons : [itemOf(ofPlan, { itemCode: plan, kind: 'plan' }, currency), ...addons];
}

function itemOf(
  item: Resource,
  named: Pick<SubscriptionItem, 'itemCode' | 'kind'>,
  currency: string,
): SubscriptionItem {
  const price = readMinor(item, 'unit_price');
  return defined({
    ...named,
    quantity: readDecimal(item, 'quantity_in_decimal') ?? readDecimal(item, 'quantity'),
    unitPrice:
      readDecimal(item, 'unit_price_in_decimal') ?? (price === undefined ? undefined : fromMinorUnits(price, currency)),
  });
}
