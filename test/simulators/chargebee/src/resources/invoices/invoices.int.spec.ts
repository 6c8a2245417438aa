import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startChargebeeSimulator, type ChargebeeSimulator } from '../../simulator.js';
import { ApiClient, importFields, type WireFields } from '../../testing/api-client.js';

const PAYMENT: WireFields = { 'transaction[payment_method]': 'bank_transfer' };

describe('an imported invoice', () => {
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

  const eventTypes = () =>
    simulator.controls
      .objects('event')
      .map((event) => event.event_type)
      .slice(2);

  describe('record_payment', () => {
    it('pays what is due when no amount is given', async () => {
      const { body } = await api.post('/invoices/INV-1/record_payment', PAYMENT);
      expect(body.invoice).toMatchObject({ status: 'paid', amount_paid: 10_000, amount_due: 0 });
      expect(body.transaction).toMatchObject({ amount: 10_000, amount_unused: 0, customer_id: 'C-1' });
      expect(eventTypes()).toEqual(['transaction_created', 'payment_succeeded', 'invoice_updated']);
    });

    it('keeps what exceeds the amount due with the customer', async () => {
      const { body } = await api.post('/invoices/INV-1/record_payment', { ...PAYMENT, 'transaction[amount]': 10_300 });
      expect(body.transaction).toMatchObject({ amount_unused: 300, linked_invoices: [{ applied_amount: 10_000 }] });
      expect(simulator.controls.find('customer', 'C-1')).toMatchObject({ excess_payments: 300 });
    });

    it('records a failed payment without touching what is due', async () => {
      const fields = { ...PAYMENT, 'transaction[amount]': 500, 'transaction[status]': 'failure' };
      const { body } = await api.post('/invoices/INV-1/record_payment', fields);
      expect(body.invoice).toMatchObject({ status: 'payment_due', amount_due: 10_000 });
      expect(eventTypes()).toEqual(['transaction_created', 'payment_failed']);
    });

    it('needs a method, an amount above zero and an open invoice', async () => {
      const refused = await api.post('/invoices/INV-1/record_payment', { 'transaction[amount]': 5 });
      expect(refused.error.param).toBe('transaction[payment_method]');
      const zero = await api.post('/invoices/INV-1/record_payment', { ...PAYMENT, 'transaction[amount]': 0 });
      expect(zero.error.param).toBe('transaction[amount]');
      await api.post('/invoices/INV-1/record_payment', PAYMENT);
      expect((await api.post('/invoices/INV-1/record_payment', PAYMENT)).error).toMatchObject({
        http_status_code: 409,
        api_error_code: 'invalid_state_for_request',
      });
    });
  });

  describe('payments of an invoice', () => {
    const recorded = async (reference: string, status = 'success') =>
      api.post('/invoices/INV-1/record_payment', {
        ...PAYMENT,
        'transaction[amount]': 10,
        'transaction[reference_number]': reference,
        'transaction[status]': status,
      });

    it('are listed page by page, failed ones too, those of another invoice not', async () => {
      await api.post('/invoices/import_invoice', importFields({ id: 'INV-2' }));
      await api.post('/invoices/INV-2/record_payment', PAYMENT);
      await recorded('R-1', 'failure');
      await recorded('R-2');
      await recorded('R-2');
      const first = (await api.get('/invoices/INV-1/payments', { limit: 2 })).body as Record<string, unknown>;
      const next = await api.get('/invoices/INV-1/payments', { limit: 2, offset: String(first.next_offset) });
      const rows = [...(first.list as object[]), ...(next.body.list as unknown as object[])];
      const references = rows.map((row) => (row as { transaction: { reference_number: string } }).transaction);
      expect(references.map(({ reference_number }) => reference_number).sort()).toEqual(['R-1', 'R-2', 'R-2']);
      expect(next.body).not.toHaveProperty('next_offset');
    });

    it.each(['sort_by[asc]', 'reference_number[is]', 'include_deleted', 'status[is]'])('takes no %s', async (name) => {
      const { error } = await api.get('/invoices/INV-1/payments', { [name]: 'date' });
      expect(error).toMatchObject({ http_status_code: 400, param: name });
    });

    it('are 404 for an unknown invoice', async () => {
      expect((await api.get('/invoices/INV-9/payments')).status).toBe(404);
    });

    it('keep their reference up to 100 characters', async () => {
      const { body } = await recorded('r'.repeat(100));
      expect(body.transaction).toMatchObject({ reference_number: 'r'.repeat(100) });
      expect((await recorded('r'.repeat(101))).error.param).toBe('transaction[reference_number]');
    });
  });

  describe('void', () => {
    it('keeps the amounts and marks the invoice', async () => {
      const { body } = await api.post('/invoices/INV-1/void', { void_reason_code: 'Mistake' });
      expect(body.invoice).toMatchObject({ status: 'voided', amount_due: 10_000, void_reason_code: 'Mistake' });
      expect(body).not.toHaveProperty('credit_note');
      expect(eventTypes()).toEqual(['invoice_updated']);
      expect((await api.post('/invoices/INV-1/void')).status).toBe(409);
    });

    it('leaves a credit note where the site is set so', async () => {
      simulator.controls.set({ voidCreatesCreditNote: true });
      const { body } = await api.post('/invoices/INV-1/void');
      simulator.controls.set({ voidCreatesCreditNote: false });
      expect(body.credit_note).toMatchObject({ create_reason_code: 'Invoice Void', total: 10_000, type: 'adjustment' });
    });

    it('is refused once something was paid', async () => {
      await api.post('/invoices/INV-1/record_payment', { ...PAYMENT, 'transaction[amount]': 1 });
      expect((await api.post('/invoices/INV-1/void')).error.api_error_code).toBe('invalid_state_for_request');
    });
  });

  it('takes new details but no new lines', async () => {
    const fields = { po_number: 'PO-2', vat_number: 'X1', 'billing_address[city]': 'Rome' };
    const { body } = await api.post('/invoices/INV-1/update_details', fields);
    expect(body.invoice).toMatchObject({ po_number: 'PO-2', vat_number: 'X1', billing_address: { city: 'Rome' } });
    const { error } = await api.post('/invoices/INV-1/update_details', { 'line_items[amount][0]': 1 });
    expect(error.param).toBe('line_items[amount][0]');
  });

  it('takes comments', async () => {
    const comment = { entity_type: 'invoice', entity_id: 'INV-1', notes: 'from the ERP' };
    expect((await api.post('/comments', comment)).body.comment).toMatchObject({ added_by: 'bridge', type: 'user' });
    expect((await api.get('/comments', { entity_id: 'INV-1' })).body.list).toHaveLength(1);
    expect((await api.post('/comments', { ...comment, entity_id: 'INV-9' })).status).toBe(404);
  });
});
