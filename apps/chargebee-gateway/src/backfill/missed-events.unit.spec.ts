import { describe, expect, it } from '@jest/globals';
import { aSiteInvoice, VERSION } from '../chargebee/reading/resources.fixture.spec.js';
import { dueEvent } from './missed-events.js';

const NOW = Date.UTC(2026, 3, 1, 12);

const anEvent = (changes: object = {}) => ({
  id: 'ev_1',
  occurred_at: NOW / 1000 - 600,
  event_type: 'invoice_updated',
  webhook_status: 'succeeded',
  content: { invoice: aSiteInvoice(), card: { customer_id: 'cust_1' } },
  ...changes,
});

describe('whether a webhook must have told of an event', () => {
  it('given one about an invoice some minutes ago, then it is due, with what it is about', () => {
    expect(dueEvent(anEvent(), NOW)).toEqual({
      id: 'ev_1',
      eventType: 'invoice_updated',
      occurredAt: new Date(NOW - 600_000),
      resources: [{ kind: 'invoice', id: 'INV-1', version: VERSION }],
    });
  });

  it.each([
    ['customer_changed', true],
    ['subscription_renewed', true],
    ['payment_refunded', true],
    ['transaction_deleted', true],
    ['credit_note_created', true],
    ['tax_withheld_recorded', true],
    ['payment_due_reminder', false],
    ['subscription_renewal_reminder', false],
    ['payment_source_added', false],
    ['payment_schedules_created', false],
    ['authorization_succeeded', false],
    ['pending_invoice_created', false],
    ['item_price_updated', false],
    ['a_type_of_tomorrow', false],
  ])('given %s, then being due is %s', (eventType, isDue) => {
    expect(dueEvent(anEvent({ event_type: eventType }), NOW) !== undefined).toBe(isDue);
  });

  it.each([
    [{ occurred_at: NOW / 1000 - 60 }],
    [{ webhook_status: 'disabled' }],
    [{ webhook_status: 'not_applicable' }],
    [{ occurred_at: undefined }],
    [{ id: '' }],
  ])('given %j, then none is due', (changes) => {
    expect(dueEvent(anEvent(changes), NOW)).toBeUndefined();
  });
});
