import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startChargebeeSimulator, type ChargebeeSimulator } from '../../simulator.js';
import { ApiClient, importFields, type WireFields } from '../../testing/api-client.js';

const PATH = '/credit_notes/import_credit_note';

function note(overrides: WireFields = {}): WireFields {
  return {
    id: 'CN-1',
    reference_invoice_id: 'INV-1',
    type: 'refundable',
    create_reason_code: 'Other',
    date: 1_760_000_900,
    total: 4_000,
    ...overrides,
  };
}

function allocation(amount: number, invoice = 'INV-1'): WireFields {
  return {
    'allocations[invoice_id][0]': invoice,
    'allocations[allocated_amount][0]': amount,
    'allocations[allocated_at][0]': 1_760_000_900,
  };
}

describe('credit notes', () => {
  let simulator: ChargebeeSimulator;
  let api: ApiClient;

  beforeAll(async () => {
    simulator = await startChargebeeSimulator({ switches: { requestsPerMinute: null } });
    api = new ApiClient(simulator);
  });
  afterAll(() => simulator.close());
  beforeEach(async () => {
    simulator.controls.reset();
    await api.post('/customers', { id: 'C-1' });
    await api.post('/invoices/import_invoice', importFields());
  });

  it('an adjustment lowers what its invoice has due', async () => {
    const { body } = await api.post(PATH, note({ type: 'adjustment', ...allocation(4_000) }));
    expect(body.credit_note).toMatchObject({ status: 'adjusted', amount_allocated: 4_000, amount_available: 0 });
    expect(body.invoice).toMatchObject({ amount_adjusted: 4_000, amount_due: 6_000, status: 'payment_due' });
    expect(body.invoice?.adjustment_credit_notes).toMatchObject([{ cn_id: 'CN-1', cn_total: 4_000 }]);
  });

  it('a refundable one waits with the customer until it is allocated', async () => {
    const { body } = await api.post(PATH, note());
    expect(body.credit_note).toMatchObject({ status: 'refund_due', amount_available: 4_000, currency_code: 'USD' });
    expect(body.invoice).toMatchObject({ amount_due: 10_000, issued_credit_notes: [{ cn_id: 'CN-1' }] });
    expect(simulator.controls.find('customer', 'C-1')).toMatchObject({ refundable_credits: 4_000 });
  });

  it('an allocation of a refundable one pays another invoice', async () => {
    await api.post('/invoices/import_invoice', importFields({ id: 'INV-2' }));
    await api.post(PATH, note({ total: 10_000, status: 'refunded', ...allocation(10_000, 'INV-2') }));
    const { body } = await api.get('/invoices/INV-2');
    expect(body.invoice).toMatchObject({ status: 'paid', credits_applied: 10_000, amount_due: 0 });
  });

  it('refunds become transactions', async () => {
    const refund = {
      'linked_refunds[amount][0]': 4_000,
      'linked_refunds[payment_method][0]': 'cash',
      'linked_refunds[date][0]': 1_760_001_000,
    };
    const { body } = await api.post(PATH, note({ status: 'refunded', ...refund }));
    expect(body.credit_note).toMatchObject({ amount_refunded: 4_000, amount_available: 0 });
    expect(simulator.controls.objects('transaction')).toMatchObject([{ type: 'refund', amount: 4_000 }]);
  });

  it.each<[string, WireFields, string | undefined]>([
    ['an unknown invoice', { reference_invoice_id: 'INV-9' }, 'reference_invoice_id'],
    ['more than the invoice', { total: 10_001 }, 'total'],
    ['an adjustment without allocation', { type: 'adjustment' }, 'allocations'],
    [
      'an adjustment of another invoice',
      { type: 'adjustment', ...allocation(4_000, 'X') },
      'allocations[invoice_id][0]',
    ],
    ['a reason the site does not have', { create_reason_code: 'Because' }, 'create_reason_code'],
    ['allocations over the total', allocation(4_001), 'allocations'],
    ['another currency', { currency_code: 'EUR' }, 'currency_code'],
    ['another customer', { customer_id: 'C-2' }, 'customer_id'],
    ['refunded with credit left', { status: 'refunded' }, 'status'],
    ['lines that do not add up', { 'line_items[description][0]': 'Pump', 'line_items[amount][0]': 3_999 }, 'total'],
  ])('refuses %s', async (_what, overrides, param) => {
    const { status, error } = await api.post(PATH, note(overrides));
    expect([400, 404]).toContain(status);
    expect(error.param).toBe(param);
    expect(simulator.controls.objects('credit_note')).toHaveLength(0);
    expect(simulator.controls.find('invoice', 'INV-1')).toMatchObject({ issued_credit_notes: [] });
  });

  it('refuses a number twice, a void invoice, and credit beyond the invoice in several notes', async () => {
    await api.post(PATH, note({ total: 6_000 }));
    expect((await api.post(PATH, note())).error.api_error_code).toBe('duplicate_entry');
    expect((await api.post(PATH, note({ id: 'CN-2', total: 4_001 }))).error.param).toBe('total');
    await api.post('/invoices/import_invoice', importFields({ id: 'INV-2' }));
    await api.post('/invoices/INV-2/void');
    expect((await api.post(PATH, note({ id: 'CN-3', reference_invoice_id: 'INV-2' }))).status).toBe(409);
  });

  it('refuses an adjustment of more than is due', async () => {
    await api.post('/invoices/INV-1/record_payment', {
      'transaction[payment_method]': 'check',
      'transaction[amount]': 7_000,
    });
    const { error } = await api.post(PATH, note({ type: 'adjustment', ...allocation(4_000) }));
    expect(error).toMatchObject({ http_status_code: 400, param: 'allocations[allocated_amount][0]' });
    expect((await api.post(PATH, note())).status).toBe(200);
  });

  it('voids an unused one and gives the credit back', async () => {
    await api.post(PATH, note());
    const { body } = await api.post('/credit_notes/CN-1/void');
    expect(body.credit_note).toMatchObject({ status: 'voided' });
    expect(body.invoice?.issued_credit_notes).toMatchObject([{ cn_status: 'voided' }]);
    expect(simulator.controls.find('customer', 'C-1')).toMatchObject({ refundable_credits: 0 });
    expect((await api.post('/credit_notes/CN-1/void')).status).toBe(409);
  });
});
