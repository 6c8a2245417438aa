import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ChargebeeSimulator } from '../../simulator.js';
import { ApiClient, type WireFields } from '../../testing/api-client.js';
import { startBillingSite } from '../../testing/billing-site.js';
import { inconsistencies } from '../../testing/inconsistencies.js';

describe('credit notes of the site itself', () => {
  let simulator: ChargebeeSimulator;
  let api: ApiClient;
  let lines: { id: string }[];

  beforeAll(async () => {
    simulator = await startBillingSite();
    api = new ApiClient(simulator);
  });
  afterAll(() => simulator.close());
  beforeEach(async () => {
    simulator.controls.reset();
    await api.post('/customers', { id: 'C-1' });
    lines = (await charge()).line_items as { id: string }[];
  });
  afterEach(() => {
    expect(inconsistencies(simulator.controls)).toEqual([]);
  });

  async function charge(): Promise<Record<string, unknown>> {
    const { body } = await api.post('/invoices/create_for_charge_items_and_charges', {
      customer_id: 'C-1',
      currency_code: 'USD',
      'charges[amount][0]': 10_000,
      'charges[description][0]': 'Pump',
      'charges[amount][1]': 333,
      'charges[description][1]': 'Seal',
    });
    return body.invoice as Record<string, unknown>;
  }

  function note(overrides: WireFields = {}): WireFields {
    return { reference_invoice_id: '1', type: 'adjustment', reason_code: 'waiver', total: 1_000, ...overrides };
  }

  async function pay(amount: number): Promise<void> {
    await api.post('/invoices/1/record_payment', {
      'transaction[payment_method]': 'check',
      'transaction[amount]': amount,
    });
  }

  it('an adjustment takes from what is due, never more, in the proportions of the lines', async () => {
    const { body } = await api.post('/credit_notes', note());
    expect(body.credit_note).toMatchObject({
      id: 'CN-1',
      status: 'adjusted',
      create_reason_code: 'Waiver',
      total: 1_000,
    });
    expect(body.invoice).toMatchObject({ amount_due: 11_296, amount_adjusted: 1_000 });
    expect((await api.post('/credit_notes', note({ total: 11_297 }))).error.param).toBe('total');
  });

  it('a refundable note gives back what was paid, never more', async () => {
    expect((await api.post('/credit_notes', note({ type: 'refundable' }))).error.param).toBe('total');
    await pay(12_296);
    const line = { 'line_items[reference_line_item_id][0]': lines[1]?.id as string };
    const { body } = await api.post('/credit_notes', note({ type: 'refundable', total: '', ...line }));
    expect(body.credit_note).toMatchObject({ status: 'refund_due', total: 396, sub_total: 333, amount_available: 396 });
    expect((await api.post('/credit_notes', note({ type: 'refundable', total: 11_901 }))).error.param).toBe('total');
  });

  it('open credit pays another invoice, and the rest is refunded offline', async () => {
    await pay(12_296);
    await api.post('/credit_notes', note({ type: 'refundable', total: 12_296 }));
    await charge();
    await api.post('/invoices/2/record_payment', {
      'transaction[payment_method]': 'cash',
      'transaction[amount]': 12_000,
    });
    const applied = await api.post('/invoices/2/apply_credits');
    expect(applied.body.invoice).toMatchObject({
      status: 'paid',
      credits_applied: 296,
      applied_credits: [{ cn_id: 'CN-1' }],
    });
    const refund = { 'transaction[payment_method]': 'cash', 'transaction[date]': 1_760_000_000 };
    const { body } = await api.post('/credit_notes/CN-1/record_refund', refund);
    expect(body.credit_note).toMatchObject({ status: 'refunded', amount_allocated: 296, amount_refunded: 12_000 });
    expect((await api.post('/credit_notes/CN-1/delete')).status).toBe(409);
  });

  it('a deleted adjustment is owed again; the note stays in lists of deleted ones', async () => {
    await api.post('/invoices/1/write_off');
    const { body } = await api.post('/credit_notes/CN-1/delete');
    expect(body.credit_note).toMatchObject({ deleted: true });
    expect((await api.get('/invoices/1')).body.invoice).toMatchObject({ status: 'payment_due', amount_due: 12_296 });
    expect((await api.get('/credit_notes')).body.list).toEqual([]);
    expect((await api.get('/credit_notes', { include_deleted: 'true' })).body.list).toHaveLength(1);
  });
});
