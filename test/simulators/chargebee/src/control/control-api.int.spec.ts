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
