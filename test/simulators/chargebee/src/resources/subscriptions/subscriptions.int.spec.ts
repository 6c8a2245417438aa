import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ChargebeeSimulator } from '../../simulator.js';
import { ApiClient, type WireFields } from '../../testing/api-client.js';
import { eventTypes, startBillingSite } from '../../testing/billing-site.js';
import { inconsistencies } from '../../testing/inconsistencies.js';
import { periodEnd } from './subscription.js';

const CREATE = '/customers/C-1/subscription_for_items';

function items(overrides: WireFields = {}): WireFields {
  return {
    id: 'S-1',
    'subscription_items[item_price_id][0]': 'basic-USD-Monthly',
    'subscription_items[item_price_id][1]': 'seat-USD-Monthly',
    'subscription_items[quantity][1]': 4,
    'subscription_items[item_price_id][2]': 'setup-USD',
    ...overrides,
  };
}

describe('subscriptions', () => {
  let simulator: ChargebeeSimulator;
  let api: ApiClient;

  beforeAll(async () => {
    simulator = await startBillingSite({ taxes: [] });
    api = new ApiClient(simulator);
  });
  afterAll(() => simulator.close());
  beforeEach(async () => {
    simulator.controls.reset();
    await api.post('/customers', { id: 'C-1' });
    simulator.controls.billing.setPaymentMethod({ customerId: 'C-1', type: 'card' });
  });
  afterEach(() => {
    expect(inconsistencies(simulator.controls)).toEqual([]);
  });

  it('bill their first term at once and each next one when its time has come', async () => {
    const { body } = await api.post(CREATE, items());
    expect(body.subscription).toMatchObject({ id: 'S-1', status: 'active', currency_code: 'USD' });
    expect(body.invoice).toMatchObject({ subscription_id: 'S-1', recurring: true, total: 6_000, status: 'paid' });
    expect(simulator.controls.billing.advanceDays(62)).toMatchObject({ renewed: 2 });
    const invoices = simulator.controls.objects('invoice');
    expect(invoices.map((invoice) => invoice.total)).toEqual([6_000, 5_000, 5_000]);
    const { body: now } = await api.get('/subscriptions/S-1');
    expect(now.subscription).toMatchObject({ status: 'active', current_term_start: invoices[2]?.date });
    expect(eventTypes(simulator).slice(-4)).toEqual([
      'invoice_generated',
      'transaction_created',
      'payment_succeeded',
      'subscription_renewed',
    ]);
    expect(simulator.controls.objects('event').at(-1)).toMatchObject({ source: 'scheduled_job' });
  });

  it('start later when told so, and end after the last cycle', async () => {
    const start_date = Math.floor(simulator.controls.now() / 1000) + 86_400;
    const { body } = await api.post(CREATE, items({ start_date, billing_cycles: 1 }));
    expect(body).toMatchObject({ subscription: { status: 'future', next_billing_at: start_date } });
    expect(body).not.toHaveProperty('invoice');
    simulator.controls.billing.advanceDays(40);
    expect((await api.get('/subscriptions/S-1')).body.subscription).toMatchObject({ status: 'cancelled' });
    expect(simulator.controls.objects('invoice')).toMatchObject([{ date: start_date }]);
    expect(eventTypes(simulator)).toEqual(expect.arrayContaining(['subscription_started', 'subscription_cancelled']));
  });

  it('leave pending invoices when told so, which are generated when they are closed', async () => {
    await api.post(CREATE, items({ create_pending_invoices: 'true' }));
    expect((await api.get('/invoices/1')).body.invoice).toMatchObject({ status: 'pending', amount_paid: 0 });
    expect(eventTypes(simulator)).toContain('pending_invoice_created');
    const { body } = await api.post('/invoices/1/close');
    expect(body.invoice).toMatchObject({ status: 'paid', amount_paid: 6_000 });
    expect(eventTypes(simulator)).toContain('invoice_generated');
    expect((await api.post('/invoices/1/close')).status).toBe(409);
  });

  it('are cancelled with credit for the term: due is adjusted, paid becomes refundable', async () => {
    await api.post(CREATE, items());
    const { body } = await api.post('/subscriptions/S-1/cancel_for_items', {
      credit_option_for_current_term_charges: 'full',
    });
    expect(body.subscription).toMatchObject({ status: 'cancelled' });
    expect(body.credit_notes).toMatchObject([
      { type: 'refundable', total: 6_000, reason_code: 'subscription_cancellation' },
    ]);
    expect((await api.post('/subscriptions/S-1/cancel_for_items')).status).toBe(409);
  });

  it('are cancelled at the end of the term', async () => {
    await api.post(CREATE, items());
    await api.post('/subscriptions/S-1/cancel_for_items', { end_of_term: 'true' });
    expect(simulator.controls.billing.advanceDays(40)).toMatchObject({ renewed: 0, cancelled: 1 });
    await api.post('/subscriptions/S-1/delete');
    expect((await api.get('/subscriptions', { include_deleted: 'true' })).body.list).toHaveLength(1);
  });

  it.each([
    [{ id: 'S-0' }, 'id'],
    [{ 'subscription_items[item_price_id][0]': 'setup-USD' }, 'subscription_items[item_price_id][0]'],
    [{ 'subscription_items[item_price_id][1]': 'nothing' }, 'subscription_items[item_price_id][1]'],
  ])('are refused for %j', async (overrides, param) => {
    await api.post(CREATE, items({ id: 'S-0' }));
    expect((await api.post(CREATE, items(overrides))).error).toMatchObject({ param });
  });
});

describe('periodEnd', () => {
  it.each([
    ['2026-01-31', 1, 'month', '2026-02-28'],
    ['2026-01-15', 1, 'year', '2027-01-15'],
    ['2026-02-27', 1, 'week', '2026-03-06'],
  ] as const)('%s and %i %s is %s', (start, count, unit, end) => {
    expect(periodEnd(Date.parse(start) / 1000, count, unit)).toBe(Date.parse(end) / 1000);
  });
});
