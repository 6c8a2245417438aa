import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startChargebeeSimulator, type ChargebeeSimulator } from '../simulator.js';
import { ApiClient, importFields } from '../testing/api-client.js';

describe('control API', () => {
  let simulator: ChargebeeSimulator;
  let api: ApiClient;

  beforeAll(async () => {
    simulator = await startChargebeeSimulator();
    api = new ApiClient(simulator);
    await api.post('/customers', { id: 'C-1' });
    await api.post('/invoices/import_invoice', importFields());
  });
  afterAll(() => simulator.close());

  async function control(method: string, path: string, body?: unknown) {
    const response = await fetch(`${simulator.url}/__sim/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  it('shows counts and money', async () => {
    const { body } = await control('GET', 'summary');
    expect(body).toMatchObject({
      sites: {
        'acme-test': {
          customers: { count: 1 },
          invoices: {
            count: 1,
            byStatus: { payment_due: 1 },
            totals: { USD: { total: '100.00', amount_due: '100.00' } },
          },
          events: { customer_created: 1, invoice_generated: 1 },
        },
      },
      requests: { 'create_customer 200': 1, 'import_invoice 200': 1 },
    });
  });

  it('shows objects and requests', async () => {
    expect((await control('GET', 'objects/invoice')).body.items).toMatchObject([{ id: 'INV-1' }]);
    expect((await control('GET', 'requests?operation=import_invoice&status=200')).body.items).toHaveLength(1);
  });

  it('stores objects as they are given', async () => {
    await control('POST', 'objects/invoice', { object: 'invoice', id: 'RAW', status: 'paid' });
    expect((await api.get('/invoices/RAW')).body.invoice).toEqual({ object: 'invoice', id: 'RAW', status: 'paid' });
  });

  it('adds, replays, pauses and removes webhooks', async () => {
    const { body } = await control('POST', 'webhooks/pause');
    expect(body).toEqual({ webhooksPaused: true });
    const added = await control('POST', 'webhooks', { url: 'http://127.0.0.1:9/in', username: 'u', password: 'p' });
    expect((await control('GET', 'webhooks')).body.items).toMatchObject([{ id: added.body.id }]);
    expect((await control('POST', 'webhooks/replay', { eventType: 'customer_created' })).body).toEqual({ events: 1 });
    expect((await control('GET', 'summary')).body).toMatchObject({ webhooks: { pending: 1, replayed: 1, sent: 0 } });
    await control('DELETE', `webhooks/${String(added.body.id)}`);
    expect((await control('POST', 'webhooks/resume')).body).toEqual({ webhooksPaused: false });
  });

  it('gives payment methods, lets days pass, takes updated_at away', async () => {
    const card = await control('POST', 'billing/payment-method', { customerId: 'C-1', type: 'card', fails: true });
    expect(card.body).toMatchObject({ id: 'C-1', card_status: 'valid' });
    const before = simulator.controls.now();
    expect((await control('POST', 'billing/advance', { days: 2 })).body).toMatchObject({ renewed: 0, collected: 0 });
    expect(simulator.controls.now() - before).toBeGreaterThanOrEqual(2 * 86_400_000);
    expect((await control('POST', 'strip/customer', { ids: ['C-1'] })).body).toEqual({ stripped: 1 });
    expect((await api.get('/customers/C-1')).body.customer).not.toHaveProperty('updated_at');
  });

  it('changes switches and faults, and the clock', async () => {
    expect((await control('POST', 'switches', { latencyMs: 1 })).body).toMatchObject({ latencyMs: 1 });
    await control('POST', 'faults', { operation: '*', fault: '500', times: 1 });
    expect((await api.get('/customers')).status).toBe(500);
    expect((await control('GET', 'faults')).body.items).toMatchObject([{ fault: '500', seen: 1, used: 1 }]);
    await control('DELETE', 'faults');
    const before = simulator.controls.now();
    await control('POST', 'clock', { advanceMs: 3_600_000 });
    expect(simulator.controls.now() - before).toBeGreaterThanOrEqual(3_600_000);
  });

  it.each([
    ['POST', 'switches', { nonsense: 1 }, 400],
    ['POST', 'switches', { latencyMs: 'fast' }, 400],
    ['POST', 'faults', { operation: '*', fault: 'explode' }, 400],
    ['GET', 'objects/unicorn', undefined, 400],
    ['GET', 'objects/invoice?site=none', undefined, 400],
    ['POST', 'webhooks', { url: 'nowhere' }, 400],
    ['POST', 'webhooks/explode', {}, 400],
    ['POST', 'billing/toString', {}, 400],
    ['POST', 'billing/settle', { transactionId: 'none', outcome: 'success' }, 400],
    ['GET', 'nothing', undefined, 404],
  ])('answers %s %s %j with %i', async (method, path, body, status) => {
    const answer = await control(method, path, body);
    expect(answer.status).toBe(status);
    expect(answer.body).toHaveProperty('error');
  });

  it('forgets everything on reset', async () => {
    await control('POST', 'reset');
    expect(simulator.controls.objects('invoice')).toEqual([]);
    expect((await api.get('/invoices/INV-1')).status).toBe(404);
  });
});
