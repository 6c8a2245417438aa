import type { Resource } from '../resource.js';

export interface SubscriptionItem {
  item_price_id: string;
  item_type: 'plan' | 'addon' | 'charge';
  quantity: number;
  unit_price: number;
  amount: number;
  object: 'subscription_item';
}

/** A subscription as the API shows it. */
export interface Subscription extends Resource {
  object: 'subscription';
  customer_id: string;
  status: 'future' | 'active' | 'non_renewing' | 'cancelled';
  currency_code: string;
  billing_period: number;
  billing_period_unit: 'day' | 'week' | 'month' | 'year';
  start_date?: number;
  current_term_start?: number;
  current_term_end?: number;
  next_billing_at?: number;
  remaining_billing_cycles?: number;
  auto_collection?: 'on' | 'off';
  net_term_days?: number;
  create_pending_invoices?: boolean;
  subscription_items: readonly SubscriptionItem[];
  deleted: boolean;
}

/** Unix seconds one or more billing periods after the start, by the calendar in UTC; the 31st becomes the month's last day. */
export function periodEnd(start: number, count: number, unit: Subscription['billing_period_unit']): number {
  if (unit === 'day' || unit === 'week') return start + count * (unit === 'day' ? 1 : 7) * 86_400;
  const date = new Date(start * 1000);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + count * (unit === 'year' ? 12 : 1));
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  return Math.floor(date.getTime() / 1000);
}
