import type { UnitCall } from '../../operations/operation.js';
import type { Site } from '../../site/site.js';
import type { Switches } from '../../site/switches.js';
import type { Customer } from '../customers/customer.js';
import { recordEvent } from '../events/record-event.js';
import type { Invoice } from '../invoices/invoice.js';
import { billTerm } from '../subscriptions/bill-term.js';
import { cancelled } from '../subscriptions/end-subscription.js';
import type { Subscription } from '../subscriptions/subscription.js';
import { collect } from './collect-payment.js';
import { recordPaymentEvents } from './payment-events.js';
import { storeInvoice } from './store-linked.js';

/** What a run of the site's own jobs did. */
export interface BillingRun {
  renewed: number;
  cancelled: number;
  collected: number;
  fellDue: number;
}

/** The jobs the site runs by itself, up to this moment: renewals, ends of subscriptions, dunning, invoices that fall due. */
export function runBilling(site: Site, switches: Switches): BillingRun {
  const done: BillingRun = { renewed: 0, cancelled: 0, collected: 0, fellDue: 0 };
  const work = (each: (call: UnitCall) => void) => {
    const unit = site.store.begin();
    each({ site: site.options, switches, unit, id: '', user: '', source: 'scheduled_job', webhooksDisabled: false });
    site.store.commit(unit);
  };
  for (const { id } of live<Subscription>(site, 'subscription')) {
    while (isDue(site, id)) {
      work((call) =>
        endsNow(call, id) ? (end(call, id), (done.cancelled += 1)) : (renew(call, id), (done.renewed += 1)),
      );
    }
  }
  for (const invoice of live<Invoice>(site, 'invoice')) {
    const now = site.store.begin().now;
    if (invoice.next_retry_at !== undefined && invoice.next_retry_at <= now) {
      work((call) => retry(call, invoice));
      done.collected += 1;
    } else if (invoice.status === 'posted' && (invoice.due_date ?? Infinity) <= now) {
      work((call) => storeInvoice(call.unit, { ...invoice, status: 'payment_due' }));
      done.fellDue += 1;
    }
  }
  return done;
}

function live<T>(site: Site, kind: 'subscription' | 'invoice'): T[] {
  return [...site.store.rows(kind)].map(({ value }) => value).filter(({ deleted }) => deleted !== true) as T[];
}

function isDue(site: Site, id: string): boolean {
  const { now } = site.store.begin();
  const subscription = site.store.find('subscription', id)?.value as Subscription;
  if (subscription.status === 'non_renewing') return (subscription.current_term_end ?? Infinity) <= now;
  if (subscription.status !== 'active' && subscription.status !== 'future') return false;
  return (subscription.next_billing_at ?? Infinity) <= now;
}

function endsNow({ unit }: UnitCall, id: string): boolean {
  return unit.find<Subscription>('subscription', id)?.status === 'non_renewing';
}

function end(call: UnitCall, id: string): void {
  const subscription = cancelled(call, call.unit.find<Subscription>('subscription', id) as Subscription);
  const customer = call.unit.find('customer', subscription.customer_id);
  recordEvent(call, 'subscription_cancelled', { subscription, customer });
}

function renew(call: UnitCall, id: string): void {
  const before = call.unit.find<Subscription>('subscription', id) as Subscription;
  const { subscription, invoice } = billTerm(call, before, before.next_billing_at as number);
  const customer = call.unit.find<Customer>('customer', subscription.customer_id);
  const type = before.status === 'future' ? 'subscription_started' : 'subscription_renewed';
  recordEvent(call, type, { subscription, customer, invoice });
}

function retry(call: UnitCall, invoice: Invoice): void {
  const collected = collect(call, invoice);
  if (collected === undefined) {
    const { next_retry_at: _retry, ...rest } = invoice;
    storeInvoice(call.unit, { ...rest, status: 'not_paid', dunning_status: 'exhausted' });
    return;
  }
  recordPaymentEvents(call, collected.transaction, collected.invoice);
  recordEvent(call, 'invoice_updated', { invoice: collected.invoice });
}
