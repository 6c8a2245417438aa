import { invalidState } from '../../errors/request-errors.js';
import { defineOperation, type UnitCall } from '../../operations/operation.js';
import { bool, oneOf, text } from '../../validation/scalar-fields.js';
import { share } from '../billing/rounding.js';
import { issueCreditNote } from '../credit-notes/new-credit-note.js';
import type { CreditNote } from '../credit-notes/credit-note.js';
import { recordEvent } from '../events/record-event.js';
import { resourceAt } from '../find-resource.js';
import type { Invoice } from '../invoices/invoice.js';
import type { Subscription } from './subscription.js';

/** `POST /subscriptions/{id}/cancel_for_items`: now or at the end of the term, with credit for the term when asked for. */
export const cancelSubscription = defineOperation({
  name: 'cancel_for_items',
  method: 'POST',
  path: '/subscriptions/{id}/cancel_for_items',
  fields: {
    end_of_term: bool(),
    credit_option_for_current_term_charges: oneOf(['none', 'prorate', 'full']),
    cancel_reason_code: text(100),
  },
  customer: ({ unit, id }) => unit.find<Subscription>('subscription', id)?.customer_id,
  run(call) {
    const { unit, params } = call;
    const before = resourceAt<Subscription>(call, 'subscription');
    if (before.status === 'cancelled') throw invalidState('The subscription is cancelled already');
    const customer = unit.find('customer', before.customer_id);
    if (params.end_of_term === true && before.current_term_end !== undefined) {
      const { next_billing_at: _none, ...rest } = before;
      const ending = { ...rest, status: 'non_renewing', cancelled_at: before.current_term_end } as Subscription;
      const subscription = unit.put<Subscription>('subscription', ending);
      recordEvent(call, 'subscription_cancellation_scheduled', { subscription, customer });
      return { subscription, customer };
    }
    const subscription = cancelled(call, before, params.cancel_reason_code);
    const notes = creditTerm(call, before, params.credit_option_for_current_term_charges ?? 'none');
    recordEvent(call, 'subscription_cancelled', { subscription, customer: unit.find('customer', before.customer_id) });
    return { subscription, customer: unit.find('customer', before.customer_id), credit_notes: notes };
  },
});

/** `POST /subscriptions/{id}/delete`: stays stored with `deleted: true`. */
export const deleteSubscription = defineOperation({
  name: 'delete_subscription',
  method: 'POST',
  path: '/subscriptions/{id}/delete',
  fields: {},
  customer: ({ unit, id }) => unit.find<Subscription>('subscription', id)?.customer_id,
  run(call) {
    const before = resourceAt<Subscription>(call, 'subscription');
    const subscription = call.unit.put<Subscription>('subscription', { ...before, deleted: true });
    const customer = call.unit.find('customer', before.customer_id);
    recordEvent(call, 'subscription_deleted', { subscription, customer });
    return { subscription, customer };
  },
});

/** The subscription, ended at this moment. */
export function cancelled({ unit }: UnitCall, before: Subscription, reason?: string | null): Subscription {
  const { next_billing_at: _none, ...rest } = before;
  return unit.put<Subscription>('subscription', {
    ...rest,
    status: 'cancelled',
    cancelled_at: unit.now,
    ...(reason ? { cancel_reason_code: reason } : {}),
  });
}

/** Credit for the term's latest invoice: what is still due is adjusted, what was paid becomes refundable. */
function creditTerm(call: UnitCall, subscription: Subscription, option: 'none' | 'prorate' | 'full'): CreditNote[] {
  const { unit } = call;
  const { current_term_start: start, current_term_end: end } = subscription;
  const billed = [...unit.rows('invoice')]
    .map(({ value }) => value as Invoice)
    .findLast((invoice) => invoice.subscription_id === subscription.id && invoice.date === start);
  if (option === 'none' || billed === undefined || start === undefined || end === undefined) return [];
  const rest = option === 'full' ? billed.total : share(billed.total, Math.max(end - unit.now, 0), end - start);
  const adjusted = Math.min(rest, billed.amount_due);
  const refundable = Math.min(rest - adjusted, billed.amount_paid + billed.credits_applied);
  let invoice = billed;
  return [
    { type: 'adjustment' as const, credited: adjusted },
    { type: 'refundable' as const, credited: refundable },
  ]
    .filter(({ credited }) => credited > 0)
    .map(({ type, credited }) => {
      const issued = issueCreditNote(call, invoice, {
        type,
        credited,
        reason: 'Subscription Cancellation',
        date: unit.now,
      });
      invoice = issued.invoice;
      recordEvent(call, 'credit_note_created', { credit_note: issued.note });
      if (type === 'adjustment') recordEvent(call, 'invoice_updated', { invoice });
      return issued.note;
    });
}
